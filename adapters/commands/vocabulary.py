"""credpath vocabulary: what is imported, and importing the official files of ESCO, O*NET, OEWS and NICE."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from adapters.app import App
from adapters.commands.output import Answer, Refused
from knowledge.vocabularies import imported, manifest, save

CREDITS = {
    "esco": "This service uses the ESCO classification of the European Commission.",
    "onet": "O*NET is by the U.S. Department of Labor, Employment and Training Administration; CC BY 4.0.",
    "oews": "Wages are from the U.S. Bureau of Labor Statistics (OEWS).",
    "nice": "The NICE Framework is by the U.S. National Institute of Standards and Technology.",
}
TITLES = {"esco": "ESCO", "onet": "O*NET", "oews": "OEWS", "nice": "NICE"}


def run(args: argparse.Namespace) -> Answer:
    """Dispatch on the sub-command."""
    folder = App.from_args(args).folder / "vocabularies"
    return status(folder) if args.what == "status" else import_(folder, args.files)


def status(folder: Path) -> Answer:
    """Every imported vocabulary with its counts and whom to name."""
    value = {source: _told(manifest(place)) for source, place in imported(folder).items()}
    lines = [line for source, told in value.items() for line in _lines(source, told)]
    if not value:
        lines = ["Nothing is imported; the working vocabulary answers. credpath vocabulary import FILE... reads the"]
        lines += ["official files of ESCO (csv zips), O*NET (text files), OEWS and NICE (tsv)."]
    return Answer(value, "\n".join(lines))


def import_(folder: Path, files: Sequence[str]) -> Answer:
    """Read everything, then keep everything; a file that is wrong keeps nothing."""
    from knowledge.sources.official import read_official
    from knowledge.sources.tables import Unreadable

    try:
        read = read_official([Path(file) for file in files])
    except Unreadable as error:
        raise Refused("unreadable", str(error)) from error
    value: dict[str, Any] = {}
    lines: list[str] = []
    for vocabulary in read:
        new = save(vocabulary, folder)
        told = {"release": vocabulary.release, "counts": vocabulary.counts(), "notes": list(vocabulary.notes)}
        value[vocabulary.source] = {"changed": new, **told, "credit": CREDITS[vocabulary.source]}
        lines += _lines(vocabulary.source, value[vocabulary.source])
        lines.append("  imported" if new else "  this is what was already there; nothing changed")
    return Answer(value, "\n".join(lines))


def _told(found: dict[str, Any]) -> dict[str, Any]:
    told = {name: found[name] for name in ("release", "counts", "notes")}
    return {**told, "credit": CREDITS[found["source"]]}


def _lines(source: str, told: dict[str, Any]) -> list[str]:
    counts = ", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in told["counts"].items())
    head = f"{TITLES[source]} ({told['release']}): {counts}"
    return [head, *(f"  note: {note}" for note in told["notes"]), f"  {told['credit']}"]
