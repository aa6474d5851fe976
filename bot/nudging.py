"""The tick's use case: which reminders are due for one learner, and what they say."""

from datetime import datetime

from bot.progress import current
from bot.records import LearnerRecord, Outgoing
from bot.reminders import fire
from knowledge.catalog import Catalog


def due(record: LearnerRecord, now: datetime, catalog: Catalog) -> tuple[LearnerRecord, list[Outgoing]]:
    """The record with its reminders moved past `now`, and the messages to queue in the same transaction."""
    state = current(record)
    name = None
    if state is not None:
        known = catalog.credentials.get(state.credential)
        name = known.short if known else state.credential
    return fire(record, now, name)
