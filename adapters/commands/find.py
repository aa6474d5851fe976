"""credpath read, search and link: what texts mean."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapters.app import App
from adapters.commands.output import Answer, Refused

if TYPE_CHECKING:
    from knowledge.finder import Finder


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
    if vocabulary not in {"own", "all"}:
        raise Refused("not_imported", f"No {vocabulary.upper()} vocabulary is imported.")
    finder, value = app.finder(), []
    try:
        lines = (sys.stdin.read() if path == "-" else Path(path).read_text("utf-8")).splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("no_file", f"I cannot read {path}: {error}.") from error
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
        matches = _matches(finder, text, kind, k)
        value.append({"id": id, "matches": matches})
    text = "\n".join(f"{r['id']}: " + ", ".join(m["id"] for m in r["matches"]) for r in value)
    return Answer(value, text)


def _matches(finder: "Finder", text: str, kind: Any, k: int) -> list[dict[str, Any]]:
    """What the text names or resembles, then what a search finds, scored below; at most k."""
    named = [(m.id, m.name, m.score) for m in finder.link(text, kind, k)]
    least = named[-1][2] if named else 0.5
    known = {id for id, _, _ in named}
    found = finder.find(text, kind, k) if len(named) < k else []
    filled = [*named, *((h.id, h.name, h.score * least) for h in found if h.id not in known)][:k]
    return [{"id": id, "name": name, "score": round(score, 4)} for id, name, score in filled]
