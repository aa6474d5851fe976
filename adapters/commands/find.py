"""credpath read, search and link: what texts mean."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from adapters.app import App, bar
from adapters.commands.output import Answer, Refused


def run(args: argparse.Namespace) -> Answer:
    """Dispatch on the command."""
    app = App.from_args(args)
    if getattr(args, "k", 1) < 1:
        raise Refused("bad_k", "-k is a number from 1.")
    match args.command:
        case "read":
            return read(app, args.text)
        case "search":
            return search(app, args.text, args.kind, args.k)
        case _:
            return link(app, args.file, args.kind, args.k, args.vocabulary)


def read(app: App, text: str) -> Answer:
    """The intent and its slots."""
    from bot.reading import read as understand
    from bot.wish import wish_to

    intent = understand(text, app.clock.now().date(), app.catalog(), app.finder())
    value: dict[str, Any] = {"intent": intent.kind.value, "slots": wish_to(intent.wish)}
    if intent.credentials:
        value["credentials"] = list(intent.credentials)
    for name in ("amount", "weekday", "at"):
        if getattr(intent, name) is not None:
            value[name] = getattr(intent, name)
    if intent.day:
        value["day"] = intent.day.isoformat()
    return Answer(value, json.dumps(value, ensure_ascii=False, indent=1))


def search(app: App, text: str, kind: Any, k: int) -> Answer:
    """Hits, best first."""
    finder = app.finder()
    hits = finder.find(text, kind, k)
    value = [{"id": h.id, "name": h.name, "score": round(h.score, 4), "why": h.why} for h in hits]
    note = f"(by words only: {finder.lexical_only})\n" if finder.lexical_only else ""
    if note:
        sys.stderr.write(note)
    return Answer(value, "\n".join(f"{h.score:.2f}  {h.id:<44} {h.name}  [{h.why}]" for h in hits) or "nothing found")


def link(app: App, path: str, kind: Any, k: int, vocabulary: str) -> Answer:
    """Lines of {"id", "text"} to matches."""
    from knowledge.embedding import Embedder, ModelUnavailable
    from knowledge.prepared import matcher
    from knowledge.thesaurus import NotImported

    asked = _lines(path)
    try:
        embedder = Embedder(app.settings.model_path) if asked else None
    except ModelUnavailable as error:
        sys.stderr.write(f"(by words only: {error})\n")
        embedder = None
    progress = bar if sys.stderr.isatty() else None
    try:
        linker = matcher(app.catalog(), app.folder, vocabulary, kind, embedder, progress)
    except NotImported as error:
        raise Refused("not_imported", str(error)) from error
    found = linker.match([text for _, text in asked], k)
    value = [
        {"id": id, "matches": [{"id": m.id, "name": m.name, "score": m.score} for m in matches]}
        for (id, _), matches in zip(asked, found, strict=True)
    ]
    return Answer(value, "\n".join(f"{row['id']}: {_told(row['matches'])}" for row in value))


def _lines(path: str) -> list[tuple[Any, str]]:
    """The id and text of every line. Raises Refused, naming the line."""
    try:
        lines = (sys.stdin.read() if path == "-" else Path(path).read_text("utf-8")).splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("no_file", f"I cannot read {path}: {error}.") from error
    asked: list[tuple[Any, str]] = []
    for n, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            id, text = row["id"], row["text"]
            if not isinstance(text, str):
                raise TypeError
        except (json.JSONDecodeError, KeyError, TypeError, RecursionError):
            raise Refused("bad_line", f'{path}: line {n} is not {{"id": ..., "text": ...}}.') from None
        asked.append((id, text))
    return asked


def _told(matches: list[dict[str, Any]]) -> str:
    """Names for people; the equally good ones of an ambiguous name are joined by "or"."""
    if not matches:
        return "no match"
    best = [m for m in matches if m["score"] == matches[0]["score"]]
    first = " or ".join(f"{m['name']} [{m['id']}]" for m in best)
    return "; ".join([first, *(f"{m['name']} [{m['id']}]" for m in matches if m not in best)])
