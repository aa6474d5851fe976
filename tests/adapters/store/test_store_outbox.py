"""The outbox under leases: claiming, parts, doubts, replacing, dead places. The same for all three stores."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from mail_records import LEASE, MINUTE, SECOND, ids, letter, queue, stored, take, write
from store_records import NOW


def test_a_message_comes_back_as_it_was(store):
    """Every field survives."""
    full = letter(thread="171.5", priority=0, replaces="home:p1", edits="m0", body="{}" + " ✓" * 9000)
    queue(store, full)
    assert stored(store) == full
    assert stored(store, tenant="other") is None
    (claimed,) = take(store)
    assert claimed == replace(full, state="claimed", owner="w1", attempt=1)
    assert stored(store) == claimed


def test_the_most_urgent_then_the_oldest_and_one_a_place(store):
    """Lowest priority first, then the oldest due; nothing of a place that has one under way."""
    queue(
        store,
        letter("slow", "p1", priority=2, due_at=NOW - MINUTE),
        letter("second", "p2", due_at=NOW),
        letter("first", "p3", due_at=NOW - SECOND),
        letter("urgent", "p1", priority=0),
        letter("tomorrow", "p4", due_at=NOW + SECOND),
        letter("elsewhere", "p5", platform="terminal"),
        letter("chat", "p6", platform="telegram", priority=2),
    )
    assert ids(take(store, limit=2)) == ["urgent", "first"]
    assert ids(take(store)) == ["second", "chat"]
    assert ids(take(store, NOW + SECOND)) == ["tomorrow"]


@pytest.mark.parametrize("flooded", [0, 300])
def test_parts_arrive_one_by_one(store, flooded):
    """`sending` before each call, `arrived` after it; the place is free when the last part arrived."""
    queue(store, letter(), letter("next"), *(letter(f"f{i}") for i in range(flooded)), letter("last", "p2"))
    one, other = take(store)
    assert ids([one, other]) == ["m1", "last"]
    assert write(store, lambda work: work.outbox.sending(one, LEASE))
    assert stored(store).state == "sending"
    assert not write(store, lambda work: work.outbox.sending(one, LEASE))
    assert write(store, lambda work: work.outbox.arrived(one, "D0:1", NOW, True))
    assert (stored(store).state, stored(store).part, stored(store).receipts) == ("claimed", 1, "D0:1")
    assert take(store) == []
    assert write(store, lambda work: work.outbox.sending(one, LEASE))
    assert write(store, lambda work: work.outbox.arrived(one, "D0:2", NOW + SECOND, False))
    assert stored(store) == replace(one, state="sent", sent_at=NOW + SECOND, part=2, receipts="D0:1 D0:2", owner="w1")
    assert not write(store, lambda work: work.outbox.arrived(one, "D0:3", NOW, False))
    assert ids(take(store)) == ["next"]


def test_a_call_without_a_receipt_counts_as_a_part(store):
    """And a farewell keeps no receipt, which may name whom it went to."""
    queue(store, letter(), letter("bye", "p2", kind="farewell", learner=""))
    for message in take(store):
        write(store, lambda work, m=message: work.outbox.sending(m, LEASE))
        write(store, lambda work, m=message: work.outbox.arrived(m, "" if m.id == "m1" else "4242:7", NOW, True))
        write(store, lambda work, m=message: work.outbox.sending(m, LEASE))
        assert write(store, lambda work, m=message: work.outbox.arrived(m, "4242:8", NOW, False))
    assert (stored(store).part, stored(store).receipts) == (2, "4242:8")
    assert (stored(store, "bye").part, stored(store, "bye").receipts) == (2, "")


def test_released_messages_keep_their_turn(store):
    """What waits to be tried again keeps back what came later, and goes before it."""
    queue(store, letter("m1", priority=2), letter("m2", priority=0), letter("o1", "p2"))
    first = {m.id: m for m in take(store)}
    assert set(first) == {"m2", "o1"}
    write(store, lambda work: work.outbox.release(first["m2"], NOW + MINUTE, "rate"))
    queue(store, letter("m3", priority=0))
    (older,) = take(store)
    assert older.id == "m1"  # it came before the one that waits
    assert take(store, NOW + MINUTE - SECOND) == []
    write(store, lambda work: work.outbox.fail(older, "gone"))
    assert (stored(store).state, stored(store).reason) == ("failed", "gone")
    assert take(store, NOW + MINUTE - SECOND) == []
    again = take(store, NOW + MINUTE)
    assert [(m.id, m.attempt, m.reason) for m in again] == [("m2", 2, "rate")]


def test_fencing(store):
    """Whoever lost the lease writes nothing, with any method."""
    queue(store, letter())
    (old,) = take(store)
    assert write(store, lambda work: work.outbox.lapsed(LEASE - SECOND, "w2", LEASE + MINUTE, 9)) == []
    assert write(store, lambda work: work.outbox.lapsed(LEASE, "w2", LEASE + MINUTE, 9)) == []
    assert stored(store).state == "ready"
    (new,) = take(store, LEASE, owner="w2")
    kept = stored(store)
    assert (kept.owner, kept.attempt) == ("w2", 2)
    for lost in (old, replace(new, owner="w1"), replace(new, attempt=1)):
        assert not write(store, lambda work, m=lost: work.outbox.sending(m, LEASE + MINUTE))
        assert not write(store, lambda work, m=lost: work.outbox.arrived(m, "x", NOW, False))
        write(store, lambda work, m=lost: work.outbox.release(m, NOW, "x"))
        write(store, lambda work, m=lost: work.outbox.fail(m, "x"))
        write(store, lambda work, m=lost: work.outbox.doubt(m, "x", True, NOW))
        write(store, lambda work, m=lost: work.outbox.doubt(m, "x", False, NOW))
        assert stored(store) == kept
    assert write(store, lambda work: work.outbox.sending(new, LEASE + MINUTE))


def test_what_was_being_sent_is_taken_over(store):
    """Only rows in `sending` are in doubt; the new owner decides. Up to the limit, oldest first."""
    queue(store, *(letter(f"m{i}", f"p{i}") for i in range(4)), letter("t", "anna", platform="terminal"))
    taken = take(store)
    for message in taken[:3]:
        assert write(store, lambda work, m=message: work.outbox.sending(m, LEASE))
    write(store, lambda work: work.outbox.take("acme", "terminal", "anna", NOW, 9))
    over = write(store, lambda work: work.outbox.lapsed(LEASE, "w2", LEASE + MINUTE, 2))
    assert [(m.id, m.state, m.owner, m.attempt) for m in over] == [
        ("m0", "sending", "w2", 2),
        ("m1", "sending", "w2", 2),
    ]
    assert ids(write(store, lambda work: work.outbox.lapsed(LEASE, "w2", LEASE + MINUTE, 9))) == ["m2"]
    assert write(store, lambda work: work.outbox.lapsed(LEASE, "w2", LEASE + MINUTE, 9)) == []
    assert not write(store, lambda work: work.outbox.arrived(taken[0], "late", NOW, False))
    assert write(store, lambda work: work.outbox.arrived(over[0], "D0:1", NOW, False))
    write(store, lambda work: work.outbox.release(over[1], LEASE, "crashed"))
    assert ids(take(store, LEASE)) == ["m3", "m1"]
    assert stored(store, "t").state == "sending"  # a terminal has no lease that could run out


def test_doubts_are_counted_then_flagged(store):
    """Once more, then for good; the flagged ones are listed, newest first, and block nobody."""
    queue(store, letter("m1"), letter("m2", "p2"), letter("m3", "p2"), letter("m4", tenant="other"))
    for expected in (1, 2):
        doubtful = [m for m in take(store) if m.id in ("m1", "m2")]
        for m in doubtful:
            write(store, lambda work, m=m: work.outbox.sending(m, LEASE))
            write(store, lambda work, m=m: work.outbox.doubt(m, "TimeoutError", True, NOW))
        assert stored(store).doubts == expected
    assert stored(store).state == "ready"
    for m in take(store):
        write(store, lambda work, m=m: work.outbox.sending(m, LEASE))
        write(store, lambda work, m=m: work.outbox.doubt(m, "TimeoutError", False, NOW))
    assert ids(take(store)) == ["m3"]
    with store.begin() as work:
        assert ids(work.outbox.doubtful("acme", 9)) == ["m2", "m1"]
        assert ids(work.outbox.doubtful(None, 1)) == ["m2"]
        assert ids(work.outbox.doubtful("other", 9)) == []
        flagged = work.outbox.doubtful("acme", 9)[0]
        assert (flagged.state, flagged.reason, flagged.doubts) == ("in-doubt", "TimeoutError", 2)


def test_a_newer_message_replaces_the_ready_one(store):
    """Of the same tenant and mark; one that is under way stays, and so does everything without a mark."""
    queue(store, letter("h1", replaces="home:p1"), letter("h0", "p9", replaces="home:p1", tenant="other"), letter("m1"))
    queue(store, letter("h2", replaces="home:p1"))
    assert (stored(store, "h1").state, stored(store, "h2").state) == ("replaced", "ready")
    assert stored(store, "h0", "other").state == stored(store, "m1").state == "ready"
    taken = {m.id: m for m in take(store)}
    write(store, lambda work: work.outbox.fail(taken["m1"], "x"))
    assert "h2" in ids(take(store))
    queue(store, letter("h3", replaces="home:p1"), letter("h2", replaces="home:p1"))
    assert stored(store, "h2").state == "claimed"
    assert stored(store, "h3").state == "ready"
    queue(store, letter("h4", replaces="home:p1"))
    assert [stored(store, f"h{i}").state for i in (1, 2, 3, 4)] == ["replaced", "claimed", "replaced", "ready"]


def test_a_known_id_replaces_nothing(store):
    """A message that is ignored does not take the place of another one."""
    queue(store, letter("h1", replaces="r"), letter("h2"))
    queue(store, letter("h2", replaces="r"))
    assert stored(store, "h1").state == "ready"


def test_a_dead_place_fails_what_waits_for_it(store):
    """Ready messages of that place and tenant; what is under way is decided by whoever sends it."""
    queue(store, letter("a"), letter("b"), letter("c", "p2"), letter("d", tenant="other"))
    under_way = {m.id: m for m in take(store, limit=1)}
    assert write(store, lambda work: work.outbox.pause("acme", "p1", "bot_was_blocked")) == 1
    assert (stored(store, "b").state, stored(store, "b").reason) == ("failed", "bot_was_blocked")
    assert stored(store, "a").state == "claimed"
    assert stored(store, "d", "other").state == "ready"
    write(store, lambda work: work.outbox.fail(under_way["a"], "bot_was_blocked"))
    assert ids(take(store)) == ["c", "d"]


def test_counts_for_whoever_watches(store):
    """How many rows are in each state, and since when the oldest is due."""
    with store.begin() as work:
        assert work.outbox.waiting() == dict.fromkeys(("ready", "claimed", "sending", "in-doubt", "failed"), 0)
        assert work.outbox.oldest(NOW) is None
    queue(store, *(letter(f"m{i}", f"p{i}", due_at=NOW - i * SECOND) for i in range(6)), letter("x", due_at=LEASE))
    late, doubtful, failing, sending, claimed = take(store, limit=5)
    for m in (late, doubtful, sending):
        write(store, lambda work, m=m: work.outbox.sending(m, LEASE))
    write(store, lambda work: work.outbox.arrived(late, "r", NOW, False))
    write(store, lambda work: work.outbox.doubt(doubtful, "x", False, NOW))
    write(store, lambda work: work.outbox.fail(failing, "x"))
    assert claimed.state == "claimed"
    with store.begin() as work:
        assert work.outbox.waiting() == {"ready": 2, "claimed": 1, "sending": 1, "in-doubt": 1, "failed": 1}
        assert work.outbox.oldest(NOW) == NOW
        assert work.outbox.oldest(NOW - timedelta(days=1)) is None


def test_prune_empties_what_is_finished(store):
    """The rows stay, so that an id is never queued twice."""
    queue(store, letter("old", due_at=NOW - MINUTE), letter("new", "p2"), letter("open", "p3", due_at=NOW - MINUTE))
    for m in take(store):
        if m.id != "open":
            write(store, lambda work, m=m: work.outbox.sending(m, LEASE))
            write(store, lambda work, m=m: work.outbox.arrived(m, "r", NOW, False))
    assert write(store, lambda work: work.outbox.prune(NOW)) == 1
    assert write(store, lambda work: work.outbox.prune(NOW)) == 0
    assert [bool(stored(store, id).body) for id in ("old", "new", "open")] == [False, True, True]
    queue(store, letter("old"))
    assert stored(store, "old").body == ""


def test_two_tenants_with_the_same_place_do_not_wait_for_each_other(store):
    """Nor do two platforms: a place is known by all three."""
    queue(store, letter("a"), letter("a", tenant="other"), letter("b", platform="telegram"), letter("c"))
    assert [(m.tenant, m.id) for m in take(store)] == [("acme", "a"), ("other", "a"), ("acme", "b")]


def test_naive_times_are_refused(store):
    """No method accepts a time without its offset."""
    naive = datetime(2027, 1, 1)  # noqa: DTZ001
    m = letter()
    with store.begin() as work:
        for call in (
            lambda: work.outbox.claim(["slack"], "w", naive, NOW, 1),
            lambda: work.outbox.claim(["slack"], "w", NOW, naive, 1),
            lambda: work.outbox.sending(m, naive),
            lambda: work.outbox.arrived(m, "", naive, False),
            lambda: work.outbox.release(m, naive, ""),
            lambda: work.outbox.doubt(m, "", True, naive),
            lambda: work.outbox.lapsed(naive, "w", NOW, 1),
            lambda: work.outbox.oldest(naive),
            lambda: work.outbox.prune(naive),
        ):
            with pytest.raises(ValueError, match="offset"):
                call()


def test_many_are_queued_like_one_by_one(store):
    """Ids that exist are ignored, and replace nothing; of several with the same `replaces` the last one stays."""
    home = lambda id, tenant="acme": letter(id, replaces="h", tenant=tenant)  # noqa: E731
    with store.begin() as work:
        work.outbox.add_all([home("a"), letter("x"), home("b"), home("a", "other")])
        work.commit()
    state = lambda id, tenant="acme": write(store, lambda work: work.outbox.get(tenant, id).state)  # noqa: E731
    assert [state(id) for id in ("a", "b", "x")] == ["replaced", "ready", "ready"]
    assert state("a", "other") == "ready"
    with store.begin() as work:
        work.outbox.add_all([home("a")])
        work.outbox.add_all([])
        work.commit()
    assert [state(id) for id in ("a", "b")] == ["replaced", "ready"]
    with store.begin() as work:
        work.outbox.add_all([home("c")])
        work.commit()
    assert [state(id) for id in ("a", "b", "c")] == ["replaced", "replaced", "ready"]
