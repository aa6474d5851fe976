"""credpath migrate, doctor and work: keeping it running."""

import argparse
import signal
import threading

from adapters.app import App
from adapters.commands.output import Answer


def run(args: argparse.Namespace) -> Answer:
    """Dispatch on the command."""
    app = App.from_args(args)
    match args.command:
        case "migrate":
            app.store()
            return Answer({"migrated": True}, "The store is up to date.")
        case "doctor":
            return doctor(app)
        case _:
            return work(app, once=bool(args.once))


def doctor(app: App) -> Answer:
    """What works and what is missing, in words a newcomer can act on."""
    found: list[tuple[str, bool, str]] = []

    def probe(name: str, say: str, check: object) -> None:
        try:
            found.append((name, True, str(check() if callable(check) else check) or say))
        except Exception as error:  # each part is reported, whatever is wrong with it
            found.append((name, False, f"{type(error).__name__}: {error}"))

    probe("data folder", "", str(app.folder))
    probe("catalog", "", lambda: f"{len(app.catalog().credentials)} credentials")
    probe("store", "", lambda: f"open, {type(app.store()).__name__}")
    finder = app.finder()
    warm = finder.warm()
    found.append(("meaning", warm, "model and index open" if warm else f"words only: {finder.lexical_only}"))
    value = [{"part": name, "ok": ok, "detail": detail} for name, ok, detail in found]
    text = "\n".join(f"{'ok ' if ok else 'NOT'} {name}: {detail}" for name, ok, detail in found)
    return Answer(value, text, 0 if all(ok for _, ok, _ in found) else 1)


def work(app: App, once: bool) -> Answer:
    """Move due reminders into the outbox until told to stop. Opens no index and sends nothing to a terminal."""
    from adapters.scheduler import tick, ticking

    store, catalog = app.store(), app.catalog()
    queued = tick(store, catalog, app.clock.now())
    if not once:
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        with ticking(store, catalog, app.clock, lambda: None):
            stop.wait()
    return Answer({"queued": queued}, f"{queued} reminders queued.")
