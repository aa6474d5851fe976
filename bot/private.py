"""Where the bot writes by itself: never where others read along."""

import secrets
from dataclasses import replace

from bot.ports import UnitOfWork
from bot.records import LearnerRecord
from bot.traffic import Place
from bot.turn import Turn


def at_home(work: UnitOfWork, record: LearnerRecord, turn: Turn) -> LearnerRecord:
    """The record with the reminders that were set in a public place bound to the person's own instead: the direct
    messages that are known, else those that the platform has under the person's own id (Slack and Telegram both do).
    """
    address = turn.incoming.address
    here = (address.platform, address.conversation)
    if not address.public or all((r.platform, r.conversation) != here for r in record.reminders):
        return record
    places = work.places.of(record.tenant, record.key)
    own = next((p for p in places if p.platform == address.platform and p.kind == "dm" and not p.dead), None)
    if own is None:
        person = turn.incoming.person
        new = Place(secrets.token_hex(8), record.tenant, person.platform, person.id, "dm", record.key)
        own = work.places.keep(new)
    rows = tuple(
        replace(r, conversation=own.id) if (r.platform, r.conversation) == here else r for r in record.reminders
    )
    return replace(record, reminders=rows)
