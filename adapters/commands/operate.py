"""credpath migrate, doctor, work and resume: keeping it running."""

import argparse
import asyncio
import signal
import threading
from collections.abc import Callable, Sequence
from typing import Any

from adapters.app import App
from adapters.commands.output import Answer, Refused
from adapters.opening import one_copy, openers, shared_clock
from adapters.serving import Opener
from adapters.wire import CannotStart, Failure
from bot.errors import CredpathError
from bot.traffic import Event


def run(args: argparse.Namespace) -> Answer:
    """Dispatch on the command."""
    app = App.from_args(args)
    match args.command:
        case "migrate":
            app.store()
            return Answer({"migrated": True}, "The store is up to date.")
        case "doctor":
            return doctor(app)
        case "resume":
            return resume(app, keep=bool(args.keep))
        case _:
            return work(app, once=bool(args.once))


def doctor(app: App) -> Answer:
    """What works and what is missing, in words a newcomer can act on."""
    found: list[tuple[str, bool, str]] = []

    def probe(name: str, check: Callable[[], str]) -> None:
        try:
            found.append((name, True, check()))
        except CredpathError as error:
            found.append((name, False, error.message))
        except (CannotStart, Failure) as error:
            found.append((name, False, str(error)))
        except Exception as error:  # each part is reported, whatever is wrong with it; texts may hold secrets
            found.append((name, False, f"cannot be reached ({type(error).__name__})"))

    probe("data folder", lambda: str(app.folder))
    probe("catalog", lambda: f"{len(app.catalog().credentials)} credentials")
    probe("store", lambda: f"open, {'PostgreSQL' if app.settings.database_url else 'SQLite'}")
    if app.settings.database_url:
        probe("database", lambda: _reached(app))
        probe("tenants", lambda: _apart(app))
    probe("copy", lambda: _copy(app))
    finder = app.finder()
    warm = finder.warm()
    found.append(("meaning", warm, "model and index open" if warm else f"words only: {finder.lexical_only}"))
    probe("messages", lambda: _messages(app))
    configured = openers(app)
    for name, how in (("telegram", _TELEGRAM), ("slack", _SLACK)):
        if name in configured:
            probe(name, lambda opener=configured[name]: asyncio.run(_probed(opener)))  # type: ignore[misc]
        else:
            found.append((name, True, f"off. {how}"))
    value = [{"part": name, "ok": ok, "detail": detail} for name, ok, detail in found]
    text = "\n".join(f"{'ok ' if ok else 'NOT'} {name}: {detail}" for name, ok, detail in found)
    return Answer(value, text, 0 if all(ok for _, ok, _ in found) else 1)


_TELEGRAM = "To switch it on, set CREDPATH_TELEGRAM_TOKEN (docs/telegram.md)."
_SLACK = "To switch it on, set CREDPATH_SLACK_BOT_TOKEN and CREDPATH_SLACK_APP_TOKEN (docs/slack.md)."


def _reached(app: App) -> str:
    with app.store().begin() as work:
        work.inbox.waiting()
    return "reached"


def _apart(app: App) -> str:
    """Whether the database keeps tenants apart for this role."""
    from adapters.store import policies

    with app.store().begin() as work:
        bypassed = policies.bypassed(work.connection)  # type: ignore[attr-defined]
    if bypassed:
        raise CannotStart(
            "this role is above row-level security: use one that is no superuser and has no BYPASSRLS "
            "(docs/operations.md)"
        )
    return "kept apart by the database"


def _copy(app: App) -> str:
    one_copy(app)
    return "the one in use"


def _messages(app: App) -> str:
    """What waits, and what was flagged because nobody knows whether it arrived."""
    with app.store().begin() as work:
        waiting, _ = work.inbox.waiting()
        states = work.outbox.waiting()
        doubtful = work.outbox.doubtful(None, 5)
    text = f"{waiting} to answer, {states.get('ready', 0)} to send, {states.get('failed', 0)} failed"
    if doubtful:
        rows = ", ".join(f"{m.kind} of {m.due_at:%Y-%m-%d %H:%M} UTC on {m.platform}" for m in doubtful)
        text += f"; {states.get('in-doubt', len(doubtful))} may or may not have arrived: {rows}"
    return text


async def _probed(opener: Opener) -> str:
    async def put(events: Sequence[Event]) -> list[bool]:
        return [False] * len(events)

    return await opener(put).probe()


def resume(app: App, *, keep: bool) -> Answer:
    """A restored copy is the one to use from now on. Reminders that fell due since it was made are passed over, and
    what waited in it is dropped: the original has seen to both.
    """
    from adapters.scheduler import tick
    from adapters.store import copies

    store: Any = app.store()
    if not copies.restored(store):
        return Answer({"resumed": False}, "This is no restored copy; there is nothing to resume.")
    shared_clock(app, store)
    passed = 0 if keep else tick(store, app.catalog(), app.clock.now())
    dropped = copies.resume(store, keep=keep)
    value = {"resumed": True, "reminders_passed_over": passed, **dropped}
    text = f"Resumed. {dropped['messages']} messages and {dropped['events']} events were dropped as dealt with."
    return Answer(value, "Resumed; whatever waited is sent now." if keep else text)


def work(app: App, once: bool) -> Answer:
    """Move due reminders into the outbox, and send what is in it where a platform is configured, until told to stop.
    Opens no index, receives and answers nothing, and sends nothing to a terminal.
    """
    from adapters.commands.serve import serve
    from adapters.scheduler import tick, ticking

    try:
        one_copy(app)
    except CannotStart as error:
        raise Refused("restored", str(error)) from error
    platforms = openers(app, receives=False)
    if platforms and not once:
        serve(app, platforms, answers=False)
        return Answer({"worked": True}, "Stopped; nothing is left half done.")
    store, catalog = app.store(), app.library().catalog
    queued = tick(store, catalog, app.clock.now())
    if not once:
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        with ticking(store, catalog, app.clock, lambda: None):
            stop.wait()
    return Answer({"queued": queued}, f"{queued} reminders queued.")
