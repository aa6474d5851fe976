"""Imported vocabularies (ESCO, O*NET, OEWS, NICE): big reference tables in the data folder.

Each is an immutable folder named by the hash of what it holds. It is written aside and renamed into place; then one
small file a source says which folder counts. So a crash leaves the old one, and importing the same again does nothing.
"""

import gzip
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from knowledge.names import Kind

Source = str
"""esco, onet, oews or nice."""
Row = tuple[str, ...]
SEPARATOR = "\x1f"
"""Between the aliases in a field of the terms table."""
TERMS = "terms"
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Term:
    """One named thing of a vocabulary. `group`: ESCO skill type or ISCO code, O*NET commodity or job zone."""

    id: str
    kind: Kind
    name: str
    aliases: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What was read of one source. `tables` by name, every row of text fields in the order of `columns`.

    `notes` say what the files lack or repeat; `release` is as exact as the files say.
    """

    source: Source
    release: str
    terms: tuple[Term, ...] = ()
    columns: Mapping[str, Row] = field(default_factory=dict)
    tables: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def counts(self) -> dict[str, int]:
        """How many of everything: skills, occupations, aliases, and the rows of each table."""
        found: dict[str, int] = {}
        for kind, name in (("skill", "skills"), ("occupation", "occupations")):
            if number := sum(term.kind == kind for term in self.terms):
                found[name] = number
        if self.terms:
            found["aliases"] = sum(len(term.aliases) for term in self.terms)
        return found | {name: len(rows) for name, rows in self.tables.items()}


def save(vocabulary: Vocabulary, folder: Path) -> bool:
    """Make this the current one of its source; False when it already is. All or nothing, also in a crash."""
    files = {f"{TERMS}.tsv.gz": _packed([_term(term) for term in vocabulary.terms])} if vocabulary.terms else {}
    files |= {f"{name}.tsv.gz": _packed(rows) for name, rows in vocabulary.tables.items()}
    manifest = {
        "source": vocabulary.source,
        "release": vocabulary.release,
        "counts": vocabulary.counts(),
        "columns": {name: list(row) for name, row in vocabulary.columns.items()},
        "notes": list(vocabulary.notes),
    }
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    hashed = hashlib.sha256(json.dumps([manifest, sums], sort_keys=True).encode()).hexdigest()
    target = folder / f"{vocabulary.source}-{hashed[:16]}"
    if current(folder, vocabulary.source) == target:
        return False
    folder.mkdir(parents=True, exist_ok=True)
    if not target.is_dir():
        aside = folder / f"importing-{vocabulary.source}-{os.getpid()}"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        try:
            for name, content in files.items():
                (aside / name).write_bytes(content)
            (aside / _MANIFEST).write_text(json.dumps(manifest | {"files": sums}, indent=1), "utf-8")
            aside.rename(target)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
    pointer = folder / f"{vocabulary.source}.current"
    fresh = folder / f"{vocabulary.source}.current-{os.getpid()}"
    fresh.write_text(target.name, "utf-8")
    fresh.replace(pointer)
    for old in folder.glob(f"{vocabulary.source}-*"):
        if old != target:
            shutil.rmtree(old, ignore_errors=True)
    return True


def current(folder: Path, source: Source) -> Path | None:
    """The folder of the imported vocabulary of a source, or None."""
    try:
        named = folder / (folder / f"{source}.current").read_text("utf-8").strip()
    except FileNotFoundError:
        return None
    return named if (named / _MANIFEST).is_file() else None


def imported(folder: Path) -> dict[Source, Path]:
    """Every source that is imported, with its folder."""
    sources = sorted(path.name.removesuffix(".current") for path in folder.glob("*.current"))
    return {source: place for source in sources if (place := current(folder, source))}


def manifest(place: Path) -> dict[str, Any]:
    """Source, release, counts, columns and notes of an imported vocabulary."""
    found: dict[str, Any] = json.loads((place / _MANIFEST).read_text("utf-8"))
    return found


def rows(place: Path, table: str) -> Iterator[Row]:
    """The rows of a table; none when the vocabulary lacks it."""
    file = place / f"{table}.tsv.gz"
    if not file.is_file():
        return
    with gzip.open(file, "rt", encoding="utf-8", newline="\n") as stream:
        for line in stream:
            yield tuple(line.rstrip("\n").split("\t"))


def terms(place: Path, kind: Kind | None = None) -> list[Term]:
    """The terms of a kind, in the order of the files."""
    return [
        Term(id, found, name, tuple(filter(None, aliases.split(SEPARATOR))), group)  # type: ignore[arg-type]
        for id, found, name, aliases, group in rows(place, TERMS)
        if kind in (None, found)
    ]


def _term(term: Term) -> Row:
    return (term.id, term.kind, term.name, SEPARATOR.join(term.aliases), term.group)


def _packed(lines: Sequence[Row]) -> bytes:
    """Rows as tab-separated lines, compressed; the same rows always give the same bytes."""
    text = "".join(
        "\t".join([" ".join(part.split()) if _odd(part) else part for part in line]) + "\n" for line in lines
    )
    return gzip.compress(text.encode(), 6, mtime=0)


def _odd(part: str) -> bool:
    return "\t" in part or "\n" in part or "\r" in part
