"""Feed events and reminders to serving processes that are killed again and again, and count what became of each."""

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from adapters.store import open_store
from adapters.store.mail_tables import outbox
from adapters.store.unit_of_work import SqlStore
from bot.messages import Person
from bot.records import Reminder
from bot.traffic import Place
from tests.soak.child import KINDS, LATEST
from tests.soak.lives import Deaths, Life
from tests.soak.parent import Platform

TRY = 0.02  # seconds between attempts to reach a process that is being started
UNDER_WAY = frozenset({"ready", "claimed", "sending"})
PEOPLE = 100
UNFINISHED = ("ready", "claimed", "sending")


@dataclass
class Count:
    """What was seen."""

    events: int
    reminders: int
    redelivered: int = 0
    deaths: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)  # rows of the dead by state
    applied: Counter[str] = field(default_factory=Counter)  # event -> how often it was written into a record
    arrived: Counter[str] = field(default_factory=Counter)  # message -> how often the platform got it
    rows: dict[str, tuple[str, str, int]] = field(default_factory=dict)  # message -> kind, state, doubts
    unfinished: int = 0
    seconds: float = 0
    restarts: int = 0
    back: float = 0  # seconds until something arrived after the slowest restart of the database

    def expected(self) -> set[str]:
        """Every message that had to be created."""
        learners = {id.split(":")[1] for id in self.rows if id.startswith("due:")}
        due = {f"due:{learner}:{n}" for learner in learners for n in range(LATEST)}
        return {f"re:slack:Ev{n}" for n in range(self.events)} | due

    def lost(self) -> set[str]:
        """Messages that were never created, or created and neither arrived nor flagged."""
        silent = {id for id, (_, state, _) in self.rows.items() if not self.arrived[id] and state != "in-doubt"}
        return (self.expected() - set(self.rows)) | silent

    def twice(self) -> set[str]:
        """Messages created without a cause, and events that were acted on twice."""
        return (set(self.rows) - self.expected()) | {id for id, n in self.applied.items() if n > 1}

    def copies(self, kind: str) -> int:
        """Copies beyond the first."""
        return sum(max(0, self.arrived[id] - 1) for id, (of, _, _) in self.rows.items() if of == kind)

    def unexplained(self) -> set[str]:
        """Messages with more copies than their doubts explain: one for each time that they were sent once more."""
        return {
            id for id, (_, state, doubts) in self.rows.items() if self.arrived[id] > 1 + min(doubts, 1)
        }  # fmt: skip

    def table(self) -> dict[str, Any]:
        """The figures."""
        return {
            "messages": len(self.rows), "events": self.events, "kills": sum(self.deaths.values()),
            "killed_at": dict(self.deaths), "rows_of_the_dead": dict(self.caught), "restarts": self.restarts,
            "back_s": round(self.back, 2), "lost": len(self.lost()), "created_twice": len(self.twice()),
            "extra_reconciled": self.copies(KINDS[0]), "extra_resend": self.copies(KINDS[1]),
            "extra_once": self.copies(KINDS[2]), "unexplained": len(self.unexplained()),
            "doubted": sum(1 for _, _, doubts in self.rows.values() if doubts),
            "flagged": sum(1 for _, state, _ in self.rows.values() if state == "in-doubt"),
            "unfinished": self.unfinished, "seconds": round(self.seconds, 1),
        }  # fmt: skip


def event(n: int) -> dict[str, str]:
    """Event `n`, from one of the people."""
    who = n % PEOPLE
    return {"id": f"Ev{n}", "person": f"U{who}", "conversation": f"D{who}", "text": f"message {n}"}


def remind(store: SqlStore, learners: int) -> None:
    """Learners with a reminder that is due at each tick."""
    at = datetime(2026, 1, 5, tzinfo=UTC)
    for n in range(learners):
        with store.begin("home") as work:
            record = work.learners.add(Person("home", "slack", f"R{n}"))
            place = work.places.keep(Place(f"reminded{n}", "home", "slack", f"DR{n}", "dm", record.key))
            rule = Reminder(f"r{n}", "weekly-check-in", 0, "09:00", "UTC", at, "slack", place.id)
            awake = replace(record.profile, quiet_from="00:00", quiet_to="00:00")  # at whatever hour this runs
            work.learners.save(replace(record, profile=awake, reminders=(rule,)))
            work.commit()


def order_of(events: int, dice: random.Random) -> list[int]:
    """Every event, a tenth of them twice, overtaking each other by up to 40 places."""
    order = [*range(events), *dice.sample(range(events), events // 10)]
    return [n for _, n in sorted((i + dice.uniform(0, 40), n) for i, n in enumerate(order))]


def run(
    database: str,
    messages: int,
    kills: int,
    replicas: int,
    seed: int = 1,
    disturb: Callable[[float], bool] = lambda done: False,
) -> Count:
    """A third of the messages are reminders, the others answers to events, while processes die. `disturb` is called
    with the share that has been delivered, and tells whether it restarted the database.
    """
    dice = random.Random(seed)  # noqa: S311 - which batch and who dies where
    began = time.monotonic()
    learners = max(1, messages // 3 // LATEST)
    count = Count(messages - learners * LATEST, learners * LATEST)
    order = order_of(count.events, dice)
    count.redelivered = len(order) - count.events
    store = open_store(database)
    remind(store, learners)
    deaths = Deaths(dice, kills, max(2, messages // max(1, kills)))
    with Platform().running() as platform:
        lives = [Life(database, platform.port, replicas == 1) for _ in range(replicas)]
        for life in lives:
            life.start(deaths.next())
        try:
            for at in range(0, len(order), 10):
                _deliver(lives, [event(n) for n in order[at : at + 10]], dice, deaths, store, count)
                while deaths.behind(at / len(order)) and _busy(store):  # or the last events are through before them
                    _bury(lives, deaths, store, count)
                    time.sleep(TRY)
                _restarted(disturb(at / len(order)), platform, count)
            _drain(lives, deaths, store, count)
        finally:
            for life in lives:
                life.kill()
        count.arrived, count.deaths = platform.arrived, deaths.happened
    _read(store, count)
    store.close()
    count.seconds = time.monotonic() - began
    return count


def _deliver(
    lives: list[Life], batch: list[dict[str, str]], dice: random.Random, deaths: Deaths, store: SqlStore, count: Count
) -> None:
    """As a platform does: again, to whoever answers, until it is acknowledged."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        _bury(lives, deaths, store, count)
        if dice.choice(lives).put(batch):
            return
        time.sleep(TRY)
    raise AssertionError("nobody acknowledges events any more")


def _busy(store: SqlStore) -> bool:
    """Whether something waits that a process could die of."""
    try:
        with store.begin() as work:
            return work.inbox.waiting()[0] > 0 or any(n for s, n in work.outbox.waiting().items() if s in UNDER_WAY)
    except Exception:  # the database is being restarted
        return True


def _restarted(happened: bool, platform: Platform, count: Count) -> None:
    """How long it takes after a restart of the database until something arrives again."""
    if happened:
        count.restarts += 1
        began, before = time.monotonic(), sum(platform.arrived.values())
        while sum(platform.arrived.values()) == before and time.monotonic() < began + 60:
            time.sleep(TRY)
        count.back = max(count.back, time.monotonic() - began)


def _bury(lives: list[Life], deaths: Deaths, store: SqlStore, count: Count) -> None:
    """Note what the dead held, and start them anew."""
    for life in lives:
        if life.dead():
            deaths.seen(life)
            count.caught.update(_held(store, life.pid))
            life.start(deaths.next())


def _held(store: SqlStore, pid: int) -> list[str]:
    o = outbox.c
    mine = select(o.state).where(o.owner.like(f"%:{pid}:%"), o.state.in_(("claimed", "sending")))
    try:
        with store.begin() as work:
            return list(work.connection.scalars(mine))
    except Exception:  # the database is being restarted
        return []


def _drain(lives: list[Life], deaths: Deaths, store: SqlStore, count: Count) -> None:
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        _bury(lives, deaths, store, count)
        try:
            with store.begin() as work:
                waiting, _ = work.inbox.waiting()
                states = work.outbox.waiting()
                due = work.reminders.oldest(datetime.now(UTC))
        except Exception:
            time.sleep(0.2)
            continue
        count.unfinished = waiting + sum(states.get(s, 0) for s in UNFINISHED) + (due is not None)
        if not count.unfinished:
            return
        time.sleep(0.05)


def _read(store: SqlStore, count: Count) -> None:
    o = outbox.c
    with store.begin() as work:
        for row in work.connection.execute(select(o.id, o.kind, o.state, o.doubts)):
            count.rows[row.id] = (row.kind, row.state, row.doubts)
        for who in range(PEOPLE):
            record = work.learners.find(Person("home", "slack", f"U{who}"))
            for entry in record.progress if record else ():
                count.applied[entry.note] += 1
