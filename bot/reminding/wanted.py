"""Asked again just before a message goes out: is it still wanted, and may it be sent now?

Between the outbox and the platform there may be hours: the person may have finished the step, gone away, or gone to
bed. Pure, and cheap: a look at the record and at the log of its reminders.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.records import LearnerRecord, Reminder
from bot.reminding.clock import local
from bot.reminding.log import Entry, entries
from bot.reminding.placing import Terms, placed
from bot.reminding.rows import CHECK_IN, DATED, EXAM, PICTURE
from bot.traffic import Outgoing, State

KINDS = frozenset({CHECK_IN, PICTURE, *DATED, "digest"})
"""The kinds of messages that are looked at; an answer to somebody is always wanted."""
STALE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`state` None: send it, but not before `not_before` (None: now). Else the state that the row is to get instead
    (expired or replaced), and `reason`: stale, overtaken, done, off.
    """

    state: State | None = None
    reason: str = ""
    not_before: datetime | None = None


SEND = Verdict()


def verdict(record: LearnerRecord | None, message: Outgoing, now: datetime) -> Verdict:
    """What is to become of a message of the bot's own accord that waits to be sent. `record` None: forgotten."""
    if message.kind not in KINDS:
        return SEND
    if record is None:
        return Verdict(State.EXPIRED, "done")
    if now - message.due_at > STALE:
        return Verdict(State.EXPIRED, "stale")
    told = [(row, e) for row in record.reminders for e in entries(row) if e.message == message.id]
    if told and all(_overtaken(row, e) for row, e in told):
        return Verdict(State.REPLACED, "overtaken")
    if told and (reason := _unwanted(record, told)):
        return Verdict(State.EXPIRED, reason)
    zone, repeats = record.profile.zone, all(row.kind not in DATED for row, _ in told)
    spot = placed(local(now, zone), zone, Terms(record.profile), not_before=now, repeats=repeats)
    if spot.at is None:
        return Verdict(State.EXPIRED, "away")
    return Verdict(not_before=spot.at) if spot.at > now else SEND


def still_wanted(record: LearnerRecord | None, message: Outgoing, now: datetime) -> bool:
    """Whether a message should go out at all, now or a little later."""
    return verdict(record, message, now).state is None


def _overtaken(row: Reminder, entry: Entry) -> bool:
    """Whether a later message has asked the same again."""
    if row.kind in DATED:
        return any(e.what == "sent" and e.about == entry.about and e.at > entry.at for e in entries(row))
    return any(e.what == "sent" and e.at > entry.at for e in entries(row))


def _unwanted(record: LearnerRecord, told: list[tuple[Reminder, Entry]]) -> str:
    """Why none of what it tells of is wanted any more; "" while something is."""
    reasons = {_over(record, row, entry) for row, entry in told}
    return "" if "" in reasons else sorted(reasons)[0]


def _over(record: LearnerRecord, row: Reminder, entry: Entry) -> str:
    if row.paused and row.stopped in {"you", "kind", "place"}:
        return "off"
    if row.kind in DATED:
        return _dated_over(record, row, entry)
    if record.pathway is None:
        return "done"
    states = {s.credential: s.status for s in record.pathway.steps}
    if entry.about:
        return "done" if states.get(entry.about, "done") in {"done", "skipped"} else ""
    return "" if any(s not in {"done", "skipped"} for s in states.values()) else "done"


def _dated_over(record: LearnerRecord, row: Reminder, entry: Entry) -> str:
    if row.kind == EXAM:
        have = any(a.credential == entry.about for a in record.achievements)
        booked = any(e.credential == entry.about for e in record.profile.rhythm.exams)
        return "done" if have or not booked else ""
    later = any(
        p.credential == entry.about and p.kind in {"renewed", "valid-until"} and p.at > entry.at
        for p in record.progress
    )
    return "done" if later or all(a.credential != entry.about for a in record.achievements) else ""
