"""A year of one person, played at random: ticks that crash, days without the program, aways, snoozes, answers.

The player keeps only what a commit has kept. What is checked is counted in `Year.faults`, by kind.
"""

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from bot import absences, dated, holding, progress, reminders
from bot.intents import Intent, Kind
from bot.messages import Address, Incoming, Person
from bot.nudging import due, rearmed
from bot.records import Achievement, LearnerRecord, PathwayRecord, Profile, StepState
from bot.reminding.clock import following, local, quiet
from bot.reminding.daysoff import away, off
from bot.reminding.log import Entry, entries
from bot.reminding.rows import check_in_of
from bot.reminding.wanted import verdict
from bot.traffic import Outgoing, State
from bot.turn import Dialogue, Outcome, Turn
from knowledge.catalog import Catalog

START = datetime(2027, 1, 4, tzinfo=UTC)
STEPS = ("csa-ccsk", "comptia-security-plus", "isc2-cissp")


@dataclass
class Year:
    """The year. `catalog` names credentials; nothing of it is planned."""

    zone: str
    seed: int
    catalog: Catalog
    months: int = 12
    faults: Counter[str] = field(default_factory=Counter)
    sent: list[tuple[datetime, Outgoing]] = field(default_factory=list)
    outbox: dict[str, Outgoing] = field(default_factory=dict)
    log: dict[str, Entry] = field(default_factory=dict)
    crashes: int = 0
    silent: list[tuple[datetime, datetime]] = field(default_factory=list)
    did: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.pick = random.Random(f"{self.zone}/{self.seed}")  # noqa: S311
        self.now = START
        steps = tuple(StepState(c) for c in STEPS if c in self.catalog.credentials)
        plan = PathwayRecord('{"steps": []}', START, steps)
        held = (
            (Achievement("comptia-a-plus", on=date(2024, 6, 1)),)
            if "comptia-a-plus" in self.catalog.credentials
            else ()
        )
        bare = LearnerRecord("k", "t", profile=Profile(zone=self.zone), pathway=plan, achievements=held)
        self.record = bare
        self.set = self.now
        day, at = self.pick.randrange(7), self.pick.choice(["08:00", "09:30", "12:00", "18:00", "19:45"])
        self.does(reminders.set_check_in, Intent(Kind.CHECK_IN, weekday=day, at=at))

    def turn(self) -> Turn:
        """Somebody says something now."""
        person = Person("t", "slack", "U1", "", self.zone)
        incoming = Incoming("i", person, Address("slack", "D1"), "", self.now)
        return Turn(incoming, self.record, Dialogue(), self.now, self.catalog, None)  # type: ignore[arg-type]

    def does(self, use_case: object, intent: Intent) -> None:
        """One use case, committed."""
        outcome: Outcome = use_case(self.turn(), intent)  # type: ignore[operator]
        if outcome.record is not None:
            heard = outcome.record
            heard = replace(heard, reminders=tuple(replace(r, ignored=0) for r in heard.reminders))
            self.keep(rearmed(heard, self.now, self.catalog, ("slack", "D1")))
            self.did[intent.kind] += 1

    def keep(self, record: LearnerRecord) -> None:
        """A commit."""
        was, row = check_in_of(self.record), check_in_of(record)
        if row is not None and row.paused and not (was and was.paused):
            waited = was.occurrence if was and was.occurrence else self.now  # what waited then is not wanted any more
            self.paused_at = min(self.now, waited)
        if was is not None and was.paused and row is not None and not row.paused:
            self.silent.append((self.paused_at, self.now))
        self.record = record
        for each in record.reminders:
            for line, entry in zip(each.log, entries(each), strict=True):
                self.log[f"{each.kind}|{line}"] = entry

    def play(self) -> "Year":
        """The whole year."""
        end = START + timedelta(days=round(30.44 * self.months))
        while self.now < end:
            roll = self.pick.random()
            if roll < 0.004:
                self.now += timedelta(hours=self.pick.randrange(24, 24 * 12))  # nobody ran it
            else:
                self.now += timedelta(minutes=self.pick.randrange(5, 500))
            if self.pick.random() < 0.03:
                self.acts()
            self.tick()
            self.deliver()
        return self

    def acts(self) -> None:
        """The person does something."""
        pick, today = self.pick, local(self.now, self.zone).date()
        first = today + timedelta(days=pick.randrange(0, 10))
        last = first + timedelta(days=pick.randrange(0, 20))
        options = [
            (absences.away, Intent(Kind.AWAY, day=first, until=last.isoformat())),
            (absences.back, Intent(Kind.BACK)),
            (holding.snooze, Intent(Kind.SNOOZE, amount=float(pick.randrange(1, 9)))),
            (holding.snooze, Intent(Kind.SNOOZE, amount=float(pick.randrange(1, 30)), source="hours")),
            (progress.still, Intent(Kind.STILL)),
            (progress.still, Intent(Kind.NOT_THIS_WEEK)),
            (progress.still, Intent(Kind.STILL)),
            (holding.weekly_cap, Intent(Kind.CAP, amount=float(pick.randrange(1, 4)))),
            (absences.working_days, Intent(Kind.WORKING_DAYS, subject=pick.choice(["0 1 2 3 4", "0 1 2 3 4 5 6"]))),
            (dated.exam, Intent(Kind.EXAM, credentials=(STEPS[0],), day=today + timedelta(days=pick.randrange(1, 40)))),
            (reminders.resume, Intent(Kind.RESUME)),
            (
                reminders.set_quiet,
                Intent(Kind.QUIET, at=pick.choice(["20:00", "22:00"]), until=pick.choice(["08:00", "06:30"])),
            ),
        ]
        if pick.random() < 0.03:
            options = [(reminders.pause, Intent(Kind.PAUSE))]
        use_case, intent = pick.choice(options)
        self.does(use_case, intent)
        if pick.random() < 0.02:
            self.finish()

    def finish(self) -> None:
        """The step at hand is done."""
        state = progress.current(self.record)
        if state is None or self.record.pathway is None:
            return
        steps = tuple(replace(s, status="done") if s is state else s for s in self.record.pathway.steps)
        got = (*self.record.achievements, Achievement(state.credential, on=local(self.now, self.zone).date()))
        record = replace(self.record, pathway=replace(self.record.pathway, steps=steps), achievements=got)
        self.keep(rearmed(record, self.now, self.catalog))
        self.did["done"] += 1

    def tick(self) -> None:
        """A tick, which may crash before its commit, or run twice from the same record (two processes)."""
        after, out = due(self.record, self.now, self.catalog)
        if len(out) > 1:
            self.faults["several at once"] += 1
        if self.pick.random() < 0.15:
            self.crashes += 1
            return
        if after is not self.record:
            self.keep(after)
        for message in out:
            if message.id in self.outbox:
                self.faults["created twice"] += 1
            self.outbox[message.id] = message
        again, more = due(self.record, self.now, self.catalog)
        if more or again != self.record:
            self.faults["not at rest after a tick"] += 1

    def deliver(self) -> None:
        """What waits goes out, if it is wanted still."""
        for message in [m for m in self.outbox.values() if m.state == State.READY]:
            found = verdict(self.record, message, self.now)
            if found.state is not None:
                self.outbox[message.id] = replace(message, state=found.state, reason=found.reason)
                self.did[f"not sent: {found.reason}"] += 1
            elif found.not_before is None:
                self.outbox[message.id] = replace(message, state=State.SENT)
                self.check(message)
                self.sent.append((self.now, message))

    def check(self, message: Outgoing) -> None:
        """What may not be, just as it is sent."""
        profile = self.record.profile
        there = local(self.now, self.zone)
        if quiet(f"{there:%H:%M}", profile.quiet_from, profile.quiet_to):
            self.faults["at night"] += 1
        if away(there.date(), profile.rhythm) or off(there.date(), profile.rhythm):
            self.faults["on a day off"] += 1
        if progress.current(self.record) is None and message.kind == "weekly-check-in":
            self.faults["after done"] += 1
        had = [local(at, self.zone).date() for at, _ in self.sent] + [there.date()]
        week = sum(there.date() - timedelta(days=7) < d <= there.date() for d in had)
        if week > profile.rhythm.weekly_cap:
            self.faults["above the cap"] += 1

    def lost(self) -> list[datetime]:
        """Occurrences of the check-in that nothing is known about."""
        row = check_in_of(self.record)
        assert row is not None
        dues, at = [], self.set
        while (at := following(row, at)) <= self.now:
            dues.append(at)
        known: set[datetime] = set()
        for line, entry in self.log.items():
            if line.startswith("weekly-check-in"):
                known.add(entry.due)
                if entry.what == "merged":
                    after = [d for d in dues if d >= entry.due][: entry.merged]
                    known.update(after)
        if row.paused:
            self.silent.append((self.paused_at, self.now))
        if row.occurrence is not None:  # waits, and tells of what has come since as well
            known.update(d for d in dues if d >= row.occurrence)
        paused = [d for d in dues if any(a <= d <= b for a, b in self.silent)]
        return [d for d in dues if d not in known and d not in paused]
