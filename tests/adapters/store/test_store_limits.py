"""Rates and leases that all processes share. The same for all three stores."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mail_records import MINUTE, SECOND, action, write
from store_records import NOW

from adapters.store.memory import MemoryStore
from bot.traffic import Code, Rate, Slot


def test_a_lease_is_held_by_one(store):
    """Its owner may hold it longer; another one gets it when it is over or was given back."""
    lease = lambda owner, now, name="polling": write(  # noqa: E731
        store, lambda work: work.limits.lease(name, owner, now, now + MINUTE)
    )
    assert lease("a", NOW)
    assert not lease("b", NOW + MINUTE - SECOND)
    assert lease("b", NOW, "other")
    assert lease("a", NOW + MINUTE - SECOND)
    assert not lease("b", NOW + MINUTE)
    assert lease("b", NOW + 2 * MINUTE)
    assert not lease("a", NOW + 2 * MINUTE)
    write(store, lambda work: work.limits.let_go("polling", "a"))
    assert not lease("a", NOW + 2 * MINUTE)
    write(store, lambda work: work.limits.let_go("polling", "b"))
    assert lease("a", NOW + 2 * MINUTE)


def reserve(store, now, *rates) -> float:
    """Seconds from NOW to the slot."""
    return (write(store, lambda work: work.limits.reserve(rates, now).at) - NOW).total_seconds()


def test_a_rate_lets_a_burst_through_and_then_its_share(store):
    """GCRA: `burst` at once, then `per_second`; after a rest the burst is back."""
    rate = Rate("tg:acme", 10, 3)
    assert [reserve(store, NOW, rate) for _ in range(6)] == pytest.approx([0, 0, 0, 0.1, 0.2, 0.3], abs=1e-5)
    later = NOW + 10 * SECOND
    assert [reserve(store, later, rate) for _ in range(4)] == pytest.approx([10, 10, 10, 10.1], abs=1e-5)
    assert reserve(store, NOW, Rate("tg:other", 10)) == 0
    assert reserve(store, NOW) == 0


def test_all_rates_have_to_allow_it(store):
    """The slowest decides, and does not hold up what does not count against it."""
    bot, chat, group = Rate("tg:acme", 30), Rate("tg:acme:1", 1), Rate("tg:acme:-2", 20 / 60)
    assert reserve(store, NOW, bot, chat) == 0
    assert reserve(store, NOW, bot, chat) == 1  # not taken
    assert reserve(store, NOW, bot, group) == pytest.approx(1 / 30, abs=1e-4)
    assert reserve(store, NOW, bot, group) == pytest.approx(3, abs=0.1)  # not taken
    assert reserve(store, NOW, bot, Rate("tg:acme:3", 1)) == pytest.approx(2 / 30, abs=1e-4)


def test_what_has_to_wait_for_its_own_chat_takes_nothing_before(store):
    """Else the bot would send too much when the chat is free again, or too little until then."""
    bot, chat = Rate("tg:acme", 30), Rate("tg:acme:1", 1)
    ask = lambda now, *rates: write(store, lambda work: work.limits.reserve(rates, now, now + 5 * SECOND))  # noqa: E731
    assert ask(NOW, bot, chat) == Slot(NOW, True)
    assert ask(NOW, bot, chat) == Slot(NOW + SECOND, False)
    every = [ask(NOW, bot, Rate(f"tg:acme:{n}", 1)) for n in range(2, 151)]
    assert all(slot.taken for slot in every)
    assert every[-1].at - NOW == pytest.approx(149 / 30 * SECOND, abs=timedelta(milliseconds=1))
    late = ask(NOW, bot, Rate("tg:acme:999", 1))
    assert late.at > NOW + 4.9 * SECOND
    assert not ask(NOW, bot, Rate("tg:acme:998", 1)).taken
    again = ask(NOW + SECOND, bot, chat)
    assert again.taken
    assert again.at > NOW + 4.9 * SECOND


def test_a_clock_that_was_set_back_stops_nothing(store):
    """What was written an hour ahead is no reason to wait for an hour."""
    rate = Rate("tg:acme", 1)
    reserve(store, NOW + 60 * MINUTE, rate)
    assert reserve(store, NOW, rate) == 0
    assert reserve(store, NOW, rate) == 1


def test_a_pause_holds_what_it_names(store):
    """Until its end; a shorter one later takes nothing away; then one after the other."""
    rate, free = Rate("slack:acme:D1", 1), Rate("slack:acme:D2", 1)
    for seconds in (30, 5):
        write(store, lambda work, s=seconds: work.limits.pause("slack:acme:D1", NOW + s * SECOND))
    assert [reserve(store, NOW, rate) for _ in range(2)] == [30, 31]
    assert reserve(store, NOW, free) == 0
    assert reserve(store, NOW + 40 * SECOND, rate) == 40


def test_rates_name_nobody(database):
    """The key of a private chat's rate is a person's id: only its digest is kept, and not for long."""
    reserve(database, NOW, Rate("tg:acme:4242", 1))
    write(database, lambda work: work.limits.pause("tg:acme:4243", NOW + SECOND))
    with database.engine.connect() as connection:
        keys = connection.exec_driver_sql("SELECT key FROM rates").scalars().all()
    assert len(keys) == 2
    assert not {"tg", "acme", "4242", "4243"} & {part for key in keys for part in (key, *key.split(":"))}
    late = NOW + MINUTE
    late += timedelta(microseconds=1009 - (int(late.timestamp()) * 1_000_000 + late.microsecond) % 1009)
    reserve(database, late, Rate("tg:acme:5", 1))
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM rates").scalar() == 1


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.integers(0, 3_000_000), st.booleans()), min_size=1, max_size=40),
    st.sampled_from([0.5, 1, 3, 20 / 60, 30]),
    st.integers(1, 4),
)
def test_no_window_of_a_rate_has_too_many(steps, per_second, burst):
    """Whatever is asked when: any time span of s seconds has at most `burst` + s * `per_second` slots of one key."""
    store, now, slots = MemoryStore(), NOW, []
    for gap, pause in steps:
        now += timedelta(microseconds=gap)
        if pause:
            write(store, lambda work, t=now: work.limits.pause("k", t + SECOND))
        slot = write(store, lambda work, t=now: work.limits.reserve([Rate("k", per_second, burst)], t))
        assert slot.at >= now
        if slot.taken:
            slots.append((slot.at - NOW).total_seconds())
        else:
            assert slot.at > now + MINUTE
    assert slots == sorted(slots)
    assert slots
    for i, first in enumerate(slots):
        for j in range(i, len(slots)):
            assert j - i + 1 <= burst + (slots[j] - first) * per_second + 1e-3


def test_nobody_waits_longer_than_a_clock_may_be_wrong(store):
    """A slot more than a minute ahead is not taken: it could not be told from one of a clock that was set back."""
    rate = Rate("k", 0.5)
    found = [write(store, lambda work: work.limits.reserve([rate], NOW)) for _ in range(40)]
    assert [slot.taken for slot in found] == [True] * 31 + [False] * 9
    assert {slot.at - NOW for slot in found[31:]} == {62 * SECOND}


def test_naive_times_are_refused(store):
    """No method accepts a time without its offset."""
    naive = datetime(2027, 1, 1)  # noqa: DTZ001
    with store.begin() as work:
        for call in (
            lambda: work.actions.add([action(expires_at=naive)]),
            lambda: work.actions.prune(naive),
            lambda: work.accounts.offer(Code("d", "acme", "k", naive)),
            lambda: work.accounts.redeem("acme", "d", naive),
            lambda: work.accounts.tried("acme", "k", naive, 3),
            lambda: work.limits.reserve([Rate("k", 1)], naive),
            lambda: work.limits.pause("k", naive),
            lambda: work.limits.lease("n", "o", naive, NOW),
            lambda: work.limits.lease("n", "o", NOW, naive),
        ):
            with pytest.raises(ValueError, match="offset"):
                call()
