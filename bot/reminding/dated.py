"""The dated nudges that follow from a record: booked exams, and credentials that expire."""

from datetime import date, timedelta

from bot.records import Achievement, LearnerRecord
from knowledge.catalog import Catalog
from planner.nudges import Nudge, exam_nudges, renewal_nudges
from planner.renewals import Event, Standing, Terms, standing

RENEWED, EXTENDED = "renewed", "valid-until"
_OVER = timedelta(days=60)


def nudges(record: LearnerRecord, catalog: Catalog, today: date) -> list[Nudge]:
    """Every dated nudge of a record, those of the recent past included; none for an exam that is passed."""
    exams = record.profile.rhythm.exams
    if not exams and not record.achievements:
        return []
    have = {a.credential for a in record.achievements}
    found: list[Nudge] = []
    for exam in exams:
        if exam.credential not in have and exam.on > today - _OVER:
            found += exam_nudges(exam.credential, exam.on)
    for held in record.achievements:
        now = stands(record, held, catalog, today)
        if now is not None and now.expires is not None and now.expires > today - _OVER:
            found += renewal_nudges(held.credential, now)
    return found


def stands(record: LearnerRecord, held: Achievement, catalog: Catalog, today: date) -> Standing | None:
    """How long a credential of the person is valid; None when its day is not known, or nothing says when it ends.

    Windows, minimum times and grace are known for no issuer yet (None), so every reported renewal counts.
    """
    known = catalog.credentials.get(held.credential)
    events = _events(record, held.credential)
    months = known.validity_months if known else None
    if held.on is None and not any(e.until for e in events):
        return None
    if not months and not events:
        return None
    earned = held.on or min(e.on for e in events)
    return standing(Terms(months), earned, events, today)


def _events(record: LearnerRecord, credential: str) -> list[Event]:
    found = []
    for entry in record.progress:
        if entry.credential != credential or entry.kind not in {RENEWED, EXTENDED}:
            continue
        try:
            day = date.fromisoformat(entry.note)
        except ValueError:
            continue
        found.append(Event(day) if entry.kind == RENEWED else Event(entry.at.date(), day))
    return found
