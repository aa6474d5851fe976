"""What is due for one learner becomes at most one message, and its reminders move on."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from bot.messages import Block, to_json
from bot.records import LearnerRecord, ProgressEntry, Reminder
from bot.reminding.clock import following, latest, local, on_day
from bot.reminding.log import Entry, added, entries
from bot.reminding.placing import WEEK, Placed, Terms, placed
from bot.reminding.rows import CHECK_IN, DATED, PICTURE, terms, waiting
from bot.reminding.saying import CheckIn, Dated, Month, Part, message
from bot.traffic import Outgoing
from planner.nudges import ORDER, Nudge, asks_when, shows_picture

STALE = timedelta(days=7)
_EARLY = {"exam-near", "expires-soon"}
"""What may be told some days before its day, where the weekly cap leaves no other message for it."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What the messages are about. `title` is the step at hand, None when nothing is left to do, `late` its planned
    end where that has passed; `nudges` all dated ones. The functions are called only for what is really sent.
    """

    title: str | None
    step: str = ""
    late: Callable[[], date | None] = lambda: None
    weeks: Callable[[], int] = lambda: 0
    nudges: Sequence[Nudge] = ()
    name: Callable[[str], str] = str
    how: Callable[[str], str] = lambda credential: ""
    month: Callable[[], Sequence[Block]] = tuple


@dataclass(frozen=True, slots=True)
class _Ready:
    """A reminder that is to be told now: which occurrence, when it was due, what about."""

    row: Reminder
    base: datetime
    due: datetime
    moves: tuple[str, ...]
    nudges: tuple[tuple[Nudge, datetime], ...] = ()
    merged: int = 0


def fire(record: LearnerRecord, now: datetime, scene: Scene) -> tuple[LearnerRecord, list[Outgoing]]:
    """The record with its reminders moved past `now`, and at most one message for the outbox.

    Everything is looked at again by what the person wants now: what may not be sent now is moved on, what is older
    than a week or of no use any more is dropped with an entry in the record's progress. Missed weeks are one message.
    """
    due = [r for r in record.reminders if not r.paused and r.next_due_at <= now]
    if not due:
        return record, []
    walk = _Walk(record, now, scene, terms(record, now))
    for row in due:
        walk.look(row)
    if walk.ready:
        walk.gather()
    return walk.finished()


class _Walk:
    """One learner at one instant: rows are looked at one by one, what comes of it is collected."""

    def __init__(self, record: LearnerRecord, now: datetime, scene: Scene, limits: Terms) -> None:
        self.record, self.now, self.scene, self.limits = record, now, scene, limits
        self.rows = {r.id: r for r in record.reminders}
        self.ready: list[_Ready] = []
        self.dropped: list[ProgressEntry] = []
        self.today = local(now, record.profile.zone).date()

    def look(self, row: Reminder) -> None:
        """Send it now, move it, leave it out, or stop it."""
        if row.kind in DATED:
            self._look_dated(row, self.now)
        elif self.scene.title is None:
            log = added(row, Entry("left-out", self.now, row.occurrence or row.next_due_at, moves=("done",)))
            self.rows[row.id] = replace(row, paused=True, stopped="done", log=log)
        else:
            self._look_repeating(row)

    def _look_repeating(self, row: Reminder) -> None:
        first = row.occurrence if row.occurrence is not None and row.occurrence <= self.now else row.next_due_at
        base = latest(row, first, self.now)
        due = row.next_due_at if base == first else base
        merged = 0
        if base != first:  # earlier ones are told of by this one
            merged = 1 if row.rule else round((base - first) / timedelta(days=WEEK))
            row = replace(row, log=added(row, Entry("merged", self.now, first, merged=merged)))
        if self.now - due > STALE:
            self._drop(row, base, "stale")
        elif row.kind == PICTURE and not self._worth_a_picture(row):
            self._leave_out(row, base, ("nothing",))
        else:
            spot = self._spot(row, base)
            if spot.at is None:
                self._leave_out(row, base, spot.moves)
            elif spot.at > self.now:
                self.rows[row.id] = replace(row, occurrence=base, next_due_at=spot.at, moves=spot.moves)
            else:
                moves = row.moves if base == first else row.moves or ("late",)
                self.ready.append(_Ready(row, base, due, moves, merged=merged))

    def _look_dated(self, row: Reminder, until: datetime) -> None:
        since = row.occurrence if row.occurrence is not None else row.next_due_at
        found = waiting(row, self.scene.nudges, since, until)
        if until > self.now:
            found = self._early(found)
        newest: dict[str, tuple[Nudge, datetime]] = {}
        for nudge, base in found:
            if nudge.until < self.today:
                row = self._expired(row, nudge, base)
            else:
                newest[nudge.about] = (nudge, base)
        if not newest:
            self.rows[row.id] = replace(row, occurrence=None, snoozed_to=None)
            return
        base = min(b for _, b in newest.values())
        spot = self._spot(row, min(base, self.now))  # one that comes along early comes now
        if spot.at is None or spot.at > self.now:
            later = spot.at or self.now + STALE
            self.rows[row.id] = replace(row, occurrence=base, next_due_at=later, moves=spot.moves)
            return
        due = min(row.next_due_at, self.now)
        if self.now - due > timedelta(days=1):
            due = self.now  # late and still of use: its age is no reason to drop it on the way
        self.ready.append(_Ready(row, base, due, row.moves, tuple(newest.values())))

    def _early(self, found: list[tuple[Nudge, datetime]]) -> list[tuple[Nudge, datetime]]:
        kept = []
        for nudge, base in found:
            if nudge.on != self.today and (nudge.why not in _EARLY or nudge.event < self.today):
                break
            kept.append((nudge, base))
        return kept

    def _spot(self, row: Reminder, base: datetime) -> Placed:
        return placed(
            local(base, row.zone),
            row.zone,
            self.limits,
            not_before=self.now,
            snoozed_to=row.snoozed_to if row.snoozed_to is not None and row.snoozed_to > self.now else None,
            repeats=row.kind not in DATED,
        )

    def gather(self) -> None:
        """One message instead of many: what would come later today comes along, and what the weekly cap would keep
        back until it is of no use.
        """
        told = {r.row.id for r in self.ready}
        reach = self.today
        after = replace(self.limits, sent=(*self.limits.sent, self.today))
        while after.full(reach + timedelta(days=1)) and reach < self.today + timedelta(days=WEEK):
            reach += timedelta(days=1)
        for row in list(self.rows.values()):
            if row.id in told or row.paused or row.snoozed_to or row.next_due_at <= self.now:
                continue
            there = local(row.next_due_at, row.zone).date()
            if row.kind in DATED and there <= reach + timedelta(days=1):
                self._look_dated(row, on_day(reach, "23:59", row.zone))
            elif row.kind == PICTURE and there == self.today and self._worth_a_picture(row):
                base = row.occurrence or row.next_due_at
                self.ready.append(_Ready(row, base, self.now, row.moves))

    def _worth_a_picture(self, row: Reminder) -> bool:
        sent = [e.at for e in entries(row) if e.what == "sent"]
        since = (sent[-1] if sent else self.now - timedelta(days=31)).date()
        kinds = {"hours", "milestone", "passed"}
        return shows_picture((p.at.date() for p in self.record.progress if p.kind in kinds), since)

    def _drop(self, row: Reminder, base: datetime, why: str, about: str = "") -> None:
        note = f"{row.kind} {base.date().isoformat()} {why}"
        self.dropped.append(ProgressEntry(self.now, "reminder-dropped", about or None, None, note))
        self._leave_out(row, base, (why,), "expired", about)

    def _expired(self, row: Reminder, nudge: Nudge, base: datetime) -> Reminder:
        self._drop(row, base, "too-late", nudge.about)
        return self.rows[row.id]

    def _leave_out(
        self, row: Reminder, base: datetime, moves: tuple[str, ...], what: str = "left-out", about: str = ""
    ) -> None:
        log = added(row, Entry(what, self.now, base, about=about, moves=moves))
        if row.kind in DATED:
            self.rows[row.id] = replace(row, log=log)
            return
        later = following(row, max(base, self.now))
        self.rows[row.id] = replace(row, log=log, occurrence=later, next_due_at=later, snoozed_to=None, moves=())

    def finished(self) -> tuple[LearnerRecord, list[Outgoing]]:
        """The record as it is afterwards, and the message. Where the rows come next is for `rows.armed` to say."""
        out = [self._message()] if self.ready else []
        record = replace(
            self.record,
            reminders=tuple(self.rows.values()),
            progress=(*self.record.progress, *self.dropped) if self.dropped else self.record.progress,
        )
        return record, out

    def _message(self) -> Outgoing:
        ready = sorted(self.ready, key=lambda r: (_rank(r.row.kind), r.base))
        first = ready[0]
        id = f"{first.row.id}@{first.base.isoformat()}"
        if first.row.snoozed_to is not None:
            id += f"~{first.row.snoozed_to.isoformat()}"
        parts: list[Part] = []
        for one in ready:
            parts += self._parts(one)
            self._told(one, id)
        alone = all(r.row.kind not in DATED for r in ready)
        return Outgoing(
            id=id,
            tenant=self.record.tenant,
            learner=self.record.key,
            platform=first.row.platform,
            conversation=first.row.conversation,
            kind=first.row.kind if len(ready) == 1 else "digest",
            body=_same(parts[0]) if len(parts) == 1 and isinstance(parts[0], CheckIn) else _text(parts),
            due_at=min(first.due, self.now),
            replaces=f"reminder:{first.row.id}" if alone else "",
        )

    def _parts(self, one: _Ready) -> list[Part]:
        scene, row = self.scene, one.row
        if row.kind in DATED:
            return [Dated(n, scene.name(n.about), scene.how(n.about), self.today) for n, _ in one.nudges]
        if row.kind == PICTURE:
            return [Month(scene.month)]
        rhythm, until = self.record.profile.rhythm, scene.late()
        return [
            CheckIn(
                scene.title or "",
                until if until and until < self.today else None,
                scene.weeks(),
                last=row.ignored + 1 >= rhythm.ignored_limit,
                dated=any(r.kind in DATED and not r.paused for r in self.record.reminders),
                when=asks_when(row.ignored, bool(rhythm.study)),
            )
        ]

    def _told(self, one: _Ready, id: str) -> None:
        row, now = one.row, self.now
        if row.kind in DATED:
            new = [Entry("sent", now, base, id, nudge.about, one.moves) for nudge, base in one.nudges]
            self.rows[row.id] = replace(row, log=added(row, *new), occurrence=None, snoozed_to=None, next_due_at=now)
            return
        about = self.scene.step if row.kind == CHECK_IN else ""
        log = added(row, Entry("sent", now, one.base, id, about, one.moves, one.merged))
        later = following(row, max(one.base, now))
        asks = row.kind != PICTURE
        last = asks and row.ignored + 1 >= self.record.profile.rhythm.ignored_limit
        self.rows[row.id] = replace(
            row,
            log=log,
            occurrence=later,
            next_due_at=later,
            snoozed_to=None,
            moves=(),
            ignored=row.ignored + asks,
            paused=last,
            stopped="ignored" if last else "",
        )


def _text(parts: Sequence[Part]) -> str:
    return json.dumps(to_json(message(parts)), ensure_ascii=False)


@lru_cache(maxsize=4096)
def _same(part: CheckIn) -> str:
    """The body of a check-in: thousands are asked the same at the same time."""
    return _text((part,))


def _rank(kind: str) -> int:
    return ORDER.index(kind) if kind in ORDER else ORDER.index(CHECK_IN)
