"""credpath person: export, import and forget a person's record."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from adapters.app import App
from adapters.commands.output import Answer, Refused
from adapters.store import people
from bot.errors import BadRequest
from bot.messages import Address


def run(args: argparse.Namespace) -> Answer:
    """Dispatch on the word."""
    app = App.from_args(args)
    person = app.person(args.who)
    store = app.store()
    if args.what == "import":
        if not args.file:
            raise Refused("no_file", "Name the file to import.")
        try:
            text = sys.stdin.read() if args.file == "-" else Path(args.file).read_text("utf-8")
            document = json.loads(text)
        except (OSError, ValueError, RecursionError) as error:
            raise Refused("no_file", f"I cannot read {args.file}: {error}.") from error
        _known(app, document)
        address = Address(person.platform, person.id)
        people.import_(store, app.tenant, person, document, at=app.clock.now(), address=address)
        return Answer({"imported": True}, "Imported.")
    with store.begin() as work:
        record = work.learners.find(person)
    if record is None:
        raise Refused("not_found", f"There is no record of {args.who}.")
    if args.what == "export":
        value = people.export(store, app.tenant, record.key)
        return Answer(value, json.dumps(value, ensure_ascii=False, indent=1))
    with store.begin() as work:
        work.learners.forget(app.tenant, record.key)
        work.commit()
    store.scrub()
    for path in app.talk(args.who).traces:
        path.unlink(missing_ok=True)
    return Answer({"forgotten": True}, "Forgotten.")


def _known(app: App, document: Any) -> None:
    """What only the planner and the catalog can tell about a document: its plan can be read, its roles exist."""
    from bot.requests import pathway_from_text
    from planner.wire import BadShape

    record = document.get("record") if isinstance(document, dict) else None
    if not isinstance(record, dict):
        return  # the store says what is wrong
    for goal in record.get("goals") or ():
        role = str(goal.get("role", "")) if isinstance(goal, dict) else ""
        kind, _, id = role.rpartition(":")
        names = {"credential": app.catalog().credentials, "skill": app.catalog().skills}
        if id not in names.get(kind, app.catalog().occupations):
            raise BadRequest(f"record.goals: there is no role {role[:60]!r} in this catalog.")
    pathway = record.get("pathway")
    if isinstance(pathway, dict):
        try:
            pathway_from_text(pathway["plan"])
        except (BadShape, ValueError, KeyError, TypeError, RecursionError):
            raise BadRequest("record.pathway.plan: expected the text of a PLAN.json.") from None
