"""What became of the last occurrences of a reminder, kept with it: sent, left out, expired, merged into a later one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.records import LearnerRecord, Reminder
from bot.reminding.clock import local

KEPT = 16


@dataclass(frozen=True, slots=True)
class Entry:
    """`what` is sent, left-out, expired or merged (into a later one); `at` when that was decided and `due` the
    occurrence by the rule, both UTC. `message` is the outbox id of what was sent (one message may tell of several
    reminders), `about` what it was about, `moves` what moved it (`placing.Placed`), `merged` how many earlier
    occurrences it stands for.
    """

    what: str
    at: datetime
    due: datetime
    message: str = ""
    about: str = ""
    moves: tuple[str, ...] = ()
    merged: int = 0


def entries(row: Reminder) -> list[Entry]:
    """The log of a reminder, oldest first. A line that cannot be read (brought in from outside) is left out."""
    found = []
    for line in row.log:
        parts = line.split("|")
        try:
            what, at, due, message, about, moves, merged = parts
            entry = Entry(
                what,
                datetime.fromisoformat(at),
                datetime.fromisoformat(due),
                message,
                about,
                tuple(m for m in moves.split(";") if m),
                int(merged),
            )
        except ValueError:
            continue
        if entry.at.tzinfo is not None and entry.due.tzinfo is not None:
            found.append(entry)
    return found


def added(row: Reminder, *new: Entry) -> tuple[str, ...]:
    """The log with entries behind it, the oldest ones dropped."""
    lines = (
        "|".join(
            (
                e.what,
                e.at.isoformat(),
                e.due.isoformat(),
                _plain(e.message),
                _plain(e.about),
                ";".join(_plain(m) for m in e.moves),
                str(e.merged),
            )
        )
        for e in new
    )
    return (*row.log, *lines)[-KEPT:]


def _plain(text: str) -> str:
    return text.replace("|", "/").replace(";", ",")


def sent_days(record: LearnerRecord, now: datetime) -> list[date]:
    """The local day of each message of the last eight days; one that told of several reminders counts once."""
    seen: dict[str, date] = {}
    for row in record.reminders:
        for line in reversed(row.log):
            if not line.startswith("sent|"):
                continue
            at = datetime.fromisoformat(line.split("|", 2)[1])
            if now - at > timedelta(days=8):
                break
            seen[line.split("|", 4)[3]] = local(at, record.profile.zone).date()
    return list(seen.values())


def last_sent(rows: Iterable[Reminder]) -> list[tuple[Reminder, Entry]]:
    """What the newest message told of: its reminders, each with its entry; [] when nothing was sent yet."""
    sent = [(row, entry) for row in rows for entry in entries(row) if entry.what == "sent"]
    if not sent:
        return []
    newest = max(sent, key=lambda pair: pair[1].at)[1]
    return [pair for pair in sent if pair[1].message == newest.message]
