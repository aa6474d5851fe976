"""The inbox: each thing once, in the order of its place, places side by side. The same for all three stores."""

from dataclasses import replace
from datetime import datetime

import pytest
from mail_records import LEASE, MINUTE, SECOND, claim, done, event, ids, put, write
from store_records import NOW

from bot.messages import Attachment, FormAnswer


def test_an_event_comes_back_as_it_was(store):
    """Every field survives, form values and the content of files included."""
    sent = event(
        text="naïve ✓ 🎓",
        thread="171.5",
        token="a:AAAAAAAAAAAAAAAA",
        message="171.4",
        form=FormAnswer("goal", {"role": "cloud — ✓", "by": ""}),
        files=(Attachment("cv.txt", "text/plain", 3, "F1", "a\nb"), Attachment("x", "y/z", 0)),
    )
    assert put(store, sent) == [True]
    (taken,) = claim(store)
    assert taken.place
    assert replace(taken, place="", number=0, attempt=0) == sent
    assert (taken.attempt, taken.number > 0) == (1, True)


def test_a_known_id_is_not_kept_twice(store):
    """Neither while it waits nor after it was answered nor within one call; tenants and platforms have their own."""
    assert put(store, event(), event("E2"), event()) == [True, True, False]
    assert put(store, event(text="again")) == [False]
    assert put(store, event(tenant="other"), event(platform="telegram")) == [True, True]
    assert {e.text for e in claim(store)} == {"text of E1"}
    for _ in range(2):
        for taken in claim(store, NOW + 2 * MINUTE):
            assert done(store, taken)
    assert put(store, event(), event("E2"), event("E3")) == [False, False, True]


def test_an_event_makes_its_place(store):
    """A new place gets a row that names nobody; a known one is used; a dead one is alive again."""
    put(store, event(), event("E2", "C1", kind_of_place="channel"))
    with store.begin() as work:
        dm, channel = (work.places.find("acme", "slack", c) for c in ("D0ANA", "C1"))
    assert (dm.kind, dm.learner, channel.kind) == ("dm", None, "channel")
    assert "U0ANA" not in dm.id
    write(store, lambda work: [work.places.bury("acme", p.id, "left") for p in (dm, channel)])
    put(store, event("E3"), event("E4"))
    with store.begin() as work:
        assert work.places.get("acme", dm.id).dead == ""
        assert work.places.get("acme", channel.id).dead == "left"
    assert {e.place for e in claim(store)} == {dm.id, channel.id}


def test_a_redelivered_event_brings_nothing_back(store):
    """A place that was removed since does not come back with an event that is known."""
    put(store, event())
    (taken,) = claim(store)
    done(store, taken)
    write(store, lambda work: work.places.remove("acme", taken.place))
    assert put(store, event()) == [False]
    with store.begin() as work:
        assert work.places.find("acme", "slack", "D0ANA") is None


def test_places_go_side_by_side_and_each_in_order(store):
    """One event a place at a time, the oldest first; the next one once it is done."""
    put(store, event("A1", "A"), event("A2", "A"), event("B1", "B"))
    put(store, event("C1", "C"), event("B2", "B"))
    first = claim(store)
    assert ids(first) == ["A1", "B1", "C1"]
    assert claim(store, NOW + SECOND) == []
    assert done(store, first[0])
    assert ids(claim(store)) == ["A2"]
    assert done(store, first[1])
    assert ids(claim(store)) == ["B2"]


def test_the_limit_counts_places(store):
    """No more are taken than asked for; the others wait."""
    put(store, *(event(f"E{i}", f"D{i}") for i in range(5)))
    assert ids(claim(store, limit=2)) == ["E0", "E1"]
    assert ids(claim(store, limit=2)) == ["E2", "E3"]
    assert ids(claim(store, limit=2)) == ["E4"]


def test_a_flood_from_one_place_does_not_hide_the_others(store):
    """Behind hundreds of events of one place the first of another is found, and order is kept in both."""
    put(store, *(event(f"F{i}", "C1") for i in range(300)), event("Q1", "D1"), event("Q2", "D1"))
    taken = claim(store, limit=3)
    assert ids(taken) == ["F0", "Q1"]
    assert done(store, taken[0])
    assert ids(claim(store, limit=3)) == ["F1"]


def test_a_lease_that_is_over_is_taken_anew(store):
    """The next attempt may write, the old one may not: a process that was taken for dead changes nothing."""
    put(store, event(), event("E2"))
    (old,) = claim(store, until=LEASE)
    assert claim(store, LEASE - SECOND, owner="w2") == []
    (new,) = claim(store, LEASE, owner="w2")
    assert (new.id, new.attempt) == ("E1", 2)
    assert not done(store, old)
    write(store, lambda work: work.inbox.failed(old.number, old.attempt, "Late", None))
    assert done(store, new)
    assert not done(store, new)
    assert ids(claim(store, LEASE)) == ["E2"]


def test_what_is_over_but_not_taken_is_still_mine(store):
    """A slow process whose lease ran out may finish as long as nobody took over."""
    put(store, event())
    (taken,) = claim(store)
    assert claim(store, NOW + SECOND) == []
    assert done(store, taken)


def test_an_unknown_number_is_not_done(store):
    """Nor one that was never claimed."""
    put(store, event())
    assert not write(store, lambda work: work.inbox.done(1, 0))
    assert not write(store, lambda work: work.inbox.done(999_999, 1))
    assert ids(claim(store)) == ["E1"]


def test_a_failed_event_waits_and_so_does_what_is_behind_it(store):
    """Until its time; then it comes before the others."""
    put(store, event("A1", "A"), event("A2", "A"), event("B1", "B"))
    failing = claim(store)[0]
    write(store, lambda work: work.inbox.failed(failing.number, failing.attempt, "TimeoutError", NOW + MINUTE))
    put(store, event("C1", "C"))
    assert ids(claim(store, NOW + MINUTE - SECOND)) == ["C1"]
    (again,) = claim(store, NOW + MINUTE, until=NOW + 9 * MINUTE)[:1]
    assert (again.id, again.attempt, again.text) == ("A1", 2, "text of A1")
    write(store, lambda work: work.inbox.failed(again.number, again.attempt, "TimeoutError", None))
    assert "A2" in ids(claim(store, NOW + MINUTE))
    assert put(store, event("A1", "A")) == [False]


def test_release_gives_back_what_is_claimed(store):
    """For a process that knows it is alone: at once, in order."""
    put(store, event("A1", "A"), event("B1", "B"), event("C1", "C"))
    a, _ = claim(store, limit=2)
    assert done(store, a)
    assert write(store, lambda work: work.inbox.release()) == 1
    assert [(e.id, e.attempt) for e in claim(store)] == [("B1", 2), ("C1", 1)]


def test_waiting_counts_what_is_unfinished(store):
    """Claimed ones included; and when the oldest came."""
    with store.begin() as work:
        assert work.inbox.waiting() == (0, None)
    put(store, event("A1", "A"), at=NOW - MINUTE)
    put(store, event("B1", "B"))
    taken = claim(store)
    with store.begin() as work:
        assert work.inbox.waiting() == (2, NOW - MINUTE)
    done(store, taken[0])
    with store.begin() as work:
        assert work.inbox.waiting() == (1, NOW)


def test_prune_deletes_finished_rows_only(store):
    """After that an old id counts as new."""
    put(store, event("A1", "A"), event("B1", "B"), at=NOW - MINUTE)
    put(store, event("C1", "C"))
    taken = {e.id: e for e in claim(store)}
    done(store, taken["A1"])
    done(store, taken["C1"])
    assert write(store, lambda work: work.inbox.prune(NOW - MINUTE)) == 0
    assert write(store, lambda work: work.inbox.prune(NOW)) == 1
    assert put(store, event("A1", "A"), event("B1", "B"), event("C1", "C")) == [True, False, False]


def test_any_text_is_kept(store):
    """What databases refuse does not hold up everything else of its batch; lone halves and NUL are replaced."""
    odd = event("E\x00", "D\ud800", text="a\x00b\ud83d", form=FormAnswer("g\x00", {"\ud800": "\x00"}))
    written = event("E2", "D2", text="\\u0000 and \\ud800 written out, and 🎓")
    assert put(store, odd, written, event("E3", "D3")) == [True, True, True]
    assert put(store, odd) == [False]
    read, same, _ = claim(store)
    assert (read.id, read.text, read.form) == ("E\ufffd", "a\ufffdb\ufffd", FormAnswer("g\ufffd", {"\ufffd": "\ufffd"}))
    assert same.text == written.text


def test_naive_times_are_refused(store):
    """No method accepts a time without its offset."""
    naive = datetime(2027, 1, 1)  # noqa: DTZ001
    with store.begin() as work:
        for call in (
            lambda: work.inbox.put([event()], naive),
            lambda: work.inbox.put([event(sent_at=naive)], NOW),
            lambda: work.inbox.claim("w", naive, NOW, 1),
            lambda: work.inbox.claim("w", NOW, naive, 1),
            lambda: work.inbox.failed(1, 1, "X", naive),
            lambda: work.inbox.prune(naive),
        ):
            with pytest.raises(ValueError, match="offset"):
                call()


def test_two_tenants_with_the_same_ids_do_not_wait_for_each_other(store):
    """The same user, conversation and event id in two workspaces are two of each."""
    put(store, event(), event(tenant="other"), event("E2"), event("E2", tenant="other"))
    taken = claim(store)
    assert [(e.person.tenant, e.id) for e in taken] == [("acme", "E1"), ("other", "E1")]
    assert taken[0].place != taken[1].place


def test_what_cannot_be_read_is_given_up(database):
    """A body that a newer Credpath wrote does not stop its place: it ends as failed, the next one is claimed."""
    put(database, event(), event("E2"))
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE inbox SET body = '{\"id\": 3}' WHERE id = 'E1'")
    assert claim(database) == []
    assert ids(claim(database)) == ["E2"]
    with database.engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT state, body, reason FROM inbox WHERE id = 'E1'").one()
    assert tuple(row) == ("failed", "", "unreadable")


def test_a_finished_event_says_nothing(database):
    """Only the id of what was answered stays."""
    put(database, event(), event("E2", "D2"))
    first, second = claim(database)
    done(database, first)
    write(database, lambda work: work.inbox.failed(second.number, second.attempt, "ValueError", None))
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT DISTINCT body, owner FROM inbox").all() == [("", "")]
