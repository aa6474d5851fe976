"""credpath person: export, import and forget a person's record."""

import argparse
import json
import sys
from pathlib import Path

from adapters.app import App
from adapters.commands.output import Answer, Refused
from adapters.store import people
from bot.documents import known
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
        known(document, app.catalog())
        address = Address(person.platform, person.id)
        people.import_(store, app.tenant, person, document, at=app.clock.now(), address=address)
        return Answer({"imported": True}, "Imported.")
    with store.begin(app.tenant) as work:
        record = work.learners.find(person)
    if record is None:
        raise Refused("not_found", f"There is no record of {args.who}.")
    if args.what == "export":
        value = people.export(store, app.tenant, record.key)
        return Answer(value, json.dumps(value, ensure_ascii=False, indent=1))
    with store.begin(app.tenant) as work:
        work.learners.forget(app.tenant, record.key)
        work.commit()
    store.scrub()
    for path in app.talk(args.who).traces:
        path.unlink(missing_ok=True)
    return Answer({"forgotten": True}, "Forgotten.")
