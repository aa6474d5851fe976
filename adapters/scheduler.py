"""One APScheduler job, the tick: due reminders become outbox rows. The rows are the truth, never the job.

A batch of learners is one transaction: claimed, moved on, their messages queued, committed. What a batch holds another
process that ticks leaves out (PostgreSQL skips locked rows, SQLite has one writer), so that they share the work.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.errors import StaleRecord
from bot.nudging import due
from bot.ports import START, Clock, Mark, Store
from bot.records import LearnerRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.traffic import Outgoing
    from knowledge.catalog import Catalog

BATCH = 250  # reminders in one transaction: others wait that long for the writer of an SQLite file
SECONDS = 30
Moved = tuple[LearnerRecord, LearnerRecord]
log = logging.getLogger(__name__)


def tick(
    store: Store,
    catalog: "Catalog | Callable[[str], Catalog]",
    now: datetime,
    stopped: Callable[[], bool] = lambda: False,
) -> int:
    """Queue every reminder that is due; returns how many messages were queued. Ends early once `stopped`.

    The reminder's next time and its message are written in one transaction, so that neither is lost or doubled. A
    learner whose record cannot be dealt with is passed over, and looked at again by the next tick. `catalog` is one for
    all or the one of a tenant; the latter may be read from the store, and so is not inside a transaction.
    """
    queued, mark = 0, START
    known: dict[str, Catalog] = {}
    read = catalog if callable(catalog) else lambda _: catalog
    while True:
        here = mark
        try:
            count, after, unread = _batch(store, known, now, here)
        except Exception as error:
            log.warning("a batch of reminders is tried one by one", extra={"reason": type(error).__name__})
            count, after, unread = _singly(store, known, now, here)
        known |= {tenant: read(tenant) for tenant in unread}
        queued += count
        if (after is None and not unread) or stopped():
            return queued
        mark = here if unread or after is None else after


Found = tuple[int, Mark | None, set[str]]
"""How many messages were queued, where the next batch begins, and the tenants whose catalogs are wanted first."""


def _batch(store: Store, known: "Mapping[str, Catalog]", now: datetime, behind: Mark) -> Found:
    with store.begin() as work:
        records, mark = work.reminders.claim(now, BATCH, behind)
        if unread := {r.tenant for r in records} - known.keys():
            return 0, mark, unread
        moved, messages = _moved(records, known, now)
        if moved:
            work.learners.save_all(moved)
            work.outbox.add_all(messages)
            work.commit()
    return len(messages), mark, set()


def _moved(
    records: Sequence[LearnerRecord], known: "Mapping[str, Catalog]", now: datetime
) -> tuple[list[Moved], "list[Outgoing]"]:
    moved: list[Moved] = []
    messages: list[Outgoing] = []
    for record in records:
        try:
            after, said = due(record, now, known[record.tenant])
        except Exception as error:  # one broken record must not stop the reminders of all others
            log.error("a reminder could not be worked out", extra={"reason": type(error).__name__})
            continue
        if after != record:
            moved.append((record, after))
            messages += said
    return moved, messages


def _singly(store: Store, known: "Mapping[str, Catalog]", now: datetime, behind: Mark) -> Found:
    """The same batch, a transaction each: when one of them cannot be saved, the others still are."""
    with store.begin() as work:
        records, mark = work.reminders.claim(now, BATCH, behind)
    if unread := {r.tenant for r in records} - known.keys():
        return 0, mark, unread
    queued = 0
    for record in records:
        try:
            with store.begin() as work:
                moved, messages = _moved([record], known, now)
                work.learners.save_all(moved)  # raises StaleRecord for one that was moved on meanwhile
                work.outbox.add_all(messages)
                work.commit()
            queued += len(messages)
        except StaleRecord:
            continue
        except Exception as error:
            log.error("a reminder could not be saved", extra={"reason": type(error).__name__})
    return queued, mark, set()


def ticking(
    store: Store, catalog: "Catalog | Callable[[str], Catalog]", clock: Clock, after: Callable[[], None]
) -> AbstractContextManager[None]:
    """Tick every 30 seconds in a background thread while the context is open; `after` runs after each tick."""

    def job() -> None:
        tick(store, catalog, clock.now())
        after()

    return every(job, SECONDS)


@contextmanager
def every(job: Callable[[], object], seconds: float, *, at_once: bool = False) -> "Iterator[None]":
    """Run a job in a background thread again and again while the context is open. Never twice at a time; runs that
    were missed are made up for by one; none is too late to run.
    """
    from apscheduler.schedulers.background import BackgroundScheduler

    scheduler = BackgroundScheduler(timezone=UTC)
    first = {"next_run_time": datetime.now(UTC)} if at_once else {}
    scheduler.add_job(
        job, "interval", seconds=seconds, coalesce=True, max_instances=1, misfire_grace_time=None, **first
    )
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=True)
