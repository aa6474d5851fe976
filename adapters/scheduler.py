"""One APScheduler job, the tick: due reminders become outbox rows. The rows are the truth, never the job."""

from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from bot.errors import StaleRecord
from bot.nudging import due
from bot.ports import Clock, Store
from bot.posting import post_due

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.catalog import Catalog

BATCH = 200
SECONDS = 30


def tick(store: Store, catalog: "Catalog | Callable[[str], Catalog]", now: datetime) -> int:
    """Queue every reminder that is due; returns how many messages were queued. `catalog` for all or by tenant.

    The reminder's next time and its message are written in one transaction, so that neither is lost or doubled.
    """
    queued = 0
    while True:
        with store.begin() as work:
            keys = work.reminders.due(now, BATCH)
        moved = 0
        for tenant, key in keys:
            known = catalog(tenant) if callable(catalog) else catalog  # it may read the store: not inside a transaction
            with store.begin() as work:
                record = work.learners.get(tenant, key)
                if record is None:
                    continue
                after, messages = due(record, now, known)
                if after == record:
                    continue
                try:
                    work.learners.save(after)
                except StaleRecord:  # somebody wrote meanwhile: the next tick sees it again
                    continue
                for message in messages:
                    post_due(work, message, now)
                work.commit()
                queued += len(messages)
                moved += 1
        if len(keys) < BATCH or not moved:
            return queued


def ticking(
    store: Store, catalog: "Catalog | Callable[[str], Catalog]", clock: Clock, after: Callable[[], None]
) -> AbstractContextManager[None]:
    """Tick every 30 seconds in a background thread while the context is open; `after` runs after each tick."""

    @contextmanager
    def run() -> "Iterator[None]":
        from apscheduler.schedulers.background import BackgroundScheduler

        def job() -> None:
            tick(store, catalog, clock.now())
            after()

        scheduler = BackgroundScheduler()
        scheduler.add_job(job, "interval", seconds=SECONDS, coalesce=True, max_instances=1, misfire_grace_time=None)
        scheduler.start()
        try:
            yield
        finally:
            scheduler.shutdown(wait=True)

    return run()
