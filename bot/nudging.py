"""The tick's use case: which reminders are due for one learner, and what they say."""

from datetime import datetime

from bot.progress import current
from bot.records import LearnerRecord
from bot.reminders import fire
from bot.requests import step_end
from bot.traffic import Outgoing
from knowledge.catalog import Catalog


def due(record: LearnerRecord, now: datetime, catalog: Catalog) -> tuple[LearnerRecord, list[Outgoing]]:
    """The record with its reminders moved past `now`, and the messages to queue in the same transaction."""
    state = current(record)
    name = until = None
    if state is not None:
        known = catalog.credentials.get(state.credential)
        name = known.short if known else state.credential
        until = step_end(record.pathway.plan, state.credential) if record.pathway else None
    return fire(record, now, name, until)
