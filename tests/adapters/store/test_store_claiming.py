"""Several claimers at once: threads, stores and processes on one database."""

import subprocess
import sys
import threading
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from mail_records import LEASE, claim, done, event, ids, letter, put, queue, take, write
from store_records import NOW

from adapters.store import open_store
from bot.traffic import Rate


@pytest.fixture
def four(place):
    """Four stores on one database, as four processes have."""
    stores = [open_store(place) for _ in range(4)]
    yield stores
    for store in stores:
        store.close()


def test_no_event_is_claimed_beside_another_of_its_place(four):
    """Eight threads claim and finish while others put: every event once, each place in order, never two at a time."""
    per, names = 12, [f"D{i}" for i in range(6)]
    lock, order, busy = threading.Lock(), defaultdict(list), set()
    left, failed = threading.Semaphore(0), threading.Event()

    def feed(store):
        for i in range(per):
            put(store, *(event(f"{name}-{i}", name) for name in names))
            for _ in names:
                left.release()

    def work(store):
        while not failed.is_set() and left.acquire(timeout=0):
            left.release()
            for taken in claim(store, limit=3, owner=str(threading.get_ident())):
                with lock:
                    alone = taken.place not in busy
                    busy.add(taken.place)
                    order[taken.conversation].append(taken.id)
                with lock:
                    busy.discard(taken.place)  # before the row is free, so that no other can come in between
                if not alone or not done(store, taken):
                    failed.set()
                    raise AssertionError(f"{taken.id} was claimed beside another one")
                left.acquire()

    feed(four[0])
    with ThreadPoolExecutor(9) as pool:
        extra = pool.submit(lambda: [put(four[1], event(f"late-{i}", "L")) and left.release() for i in range(20)])
        for future in [pool.submit(work, store) for store in [*four, *four]]:
            future.result(60)
        extra.result(60)
    work(four[0])
    assert {name: order[name] for name in names} == {name: [f"{name}-{i}" for i in range(per)] for name in names}
    assert sorted(order["L"]) == sorted(f"late-{i}" for i in range(20))


CLAIMER = """
import sys
from datetime import timedelta
sys.path.insert(0, sys.argv[2])
from adapters.store import open_store
from mail_records import MINUTE, claim, done, take, write
from store_records import NOW
store = open_store(sys.argv[1])
while taken := claim(store, limit=5, owner=sys.argv[3]):
    for event in taken:
        print("event", event.conversation, event.id, flush=True)
        assert done(store, event)
while taken := take(store, limit=5, owner=sys.argv[3]):
    for message in taken:
        print("message", message.conversation, message.id, flush=True)
        assert write(store, lambda work: work.outbox.sending(message, NOW + MINUTE))
        assert write(store, lambda work: work.outbox.arrived(message, "r", NOW, False))
"""


def test_four_processes_share_what_there_is(place):
    """Each event and each message exactly once."""
    store = open_store(place)
    put(store, *(event(f"E{i}", f"D{i % 10}") for i in range(60)))
    queue(store, *(letter(f"m{i}", f"p{i % 10}") for i in range(60)))
    here = str(Path(__file__).parent)
    runs = [
        subprocess.Popen([sys.executable, "-c", CLAIMER, place, here, f"w{i}"], stdout=subprocess.PIPE, text=True)
        for i in range(4)
    ]
    lines = [line for run in runs for line in run.communicate(timeout=100)[0].splitlines()]
    assert [run.returncode for run in runs] == [0, 0, 0, 0]
    while rest := claim(store):  # what waited behind something under way when the last process looked
        lines += [f"event {e.conversation} {e.id}" for e in rest]
        assert all(done(store, e) for e in rest)
    for message in take(store):
        lines.append(f"message {message.conversation} {message.id}")
    store.close()
    assert len(lines) == len(set(lines))
    assert sum(line.startswith("event") for line in lines) == 60


def test_an_older_event_whose_commit_comes_late(databases):
    """Numbers are given before commits: the older event shows up while a younger one of its place is under way, and
    a claimer that has not committed yet holds the place all the same.
    """
    url = databases.emptied()
    with ExitStack() as stack:
        slow, first, second = (open_store(url) for _ in range(3))
        for store in (slow, first, second):
            stack.callback(store.close)
        put(first, event("E0"))
        assert done(first, claim(first)[0])
        with slow.begin() as late:
            late.inbox.put([event("older")], NOW)
            put(first, event("younger"))
            with first.begin() as holding:
                assert ids(holding.inbox.claim("w1", NOW, LEASE, 9)) == ["younger"]
                late.commit()
                with ThreadPoolExecutor(1) as pool:
                    assert pool.submit(claim, second, owner="w2").result(30) == []  # locked
                holding.commit()
        assert claim(second, owner="w2") == []  # under way
        assert ids(claim(second, LEASE, owner="w2")) == ["older"]


def test_a_more_urgent_message_while_another_claim_is_open(databases):
    """A claimer that has not committed yet holds the place: nothing of it goes out beside its message."""
    url = databases.emptied()
    with ExitStack() as stack:
        first, second = open_store(url), open_store(url)
        for store in (first, second):
            stack.callback(store.close)
        queue(first, letter())
        with first.begin() as holding:
            assert ids(holding.outbox.claim(["slack"], "w1", NOW, LEASE, 9)) == ["m1"]
            with ThreadPoolExecutor(1) as pool:
                pool.submit(queue, second, letter("urgent", priority=0), letter("other", "p2")).result(30)
                assert ids(pool.submit(take, second, owner="w2").result(30)) == ["other"]
            holding.commit()
        assert take(second, owner="w2") == []


def test_a_claimer_that_rolls_back_leaves_the_event(database):
    """What was not committed was not claimed."""
    put(database, event())
    queue(database, letter())
    with database.begin() as work:
        assert work.inbox.claim("w1", NOW, LEASE, 9)
        assert work.outbox.claim(["slack"], "w1", NOW, LEASE, 9)
    assert [(e.id, e.attempt) for e in claim(database)] == [("E1", 1)]
    assert [(m.id, m.attempt) for m in take(database)] == [("m1", 1)]


def test_one_message_a_place_for_all_claimers(four):
    """Eight threads drain the outbox: every message once, in order, one at a time for each place."""
    queue(four[0], *(letter(f"m{i:03}", f"p{i % 5}") for i in range(60)))
    lock, order, busy = threading.Lock(), defaultdict(list), set()

    def work(store):
        idle = 0
        while idle < 40:
            taken = take(store, limit=2, owner=str(threading.get_ident()))
            idle = 0 if taken else idle + 1
            for message in taken:
                with lock:
                    assert message.conversation not in busy
                    busy.add(message.conversation)
                    order[message.conversation].append(message.id)
                assert write(store, lambda work, m=message: work.outbox.sending(m, LEASE))
                with lock:
                    busy.remove(message.conversation)
                assert write(store, lambda work, m=message: work.outbox.arrived(m, "r", NOW, False))

    with ThreadPoolExecutor(8) as pool:
        for future in [pool.submit(work, store) for store in [*four, *four]]:
            future.result(60)
    work(four[0])
    assert dict(order) == {f"p{i}": [f"m{j:03}" for j in range(i, 60, 5)] for i in range(5)}


def test_rates_are_shared_without_deadlock(four):
    """Eight threads reserve several keys in any order: every slot is given once, at its distance."""
    keys = [Rate("bot", 1), Rate("a", 1), Rate("b", 1), Rate("c", 1)]

    def work(i):
        store = four[i % 4]
        wanted = [keys[0], keys[1 + i % 3], keys[1 + (i + 1) % 3]]
        wanted = wanted if i % 2 else wanted[::-1]

        def taken():
            slot = write(store, lambda work: work.limits.reserve(wanted, NOW))
            while not slot.taken:
                slot = write(store, lambda work, at=slot.at: work.limits.reserve(wanted, at))
            return slot.at

        return [taken() for _ in range(5)]

    with ThreadPoolExecutor(8) as pool:
        slots = sorted(slot for given in pool.map(work, range(8)) for slot in given)
    assert len(set(slots)) == 40
    assert slots[-1] >= NOW + timedelta(seconds=39)


def test_one_of_many_gets_the_lease_the_code_and_the_tries(four):
    """At the same moment, from everywhere."""
    from bot.traffic import Code

    write(four[0], lambda work: work.accounts.offer(Code("d", "acme", "k", LEASE)))
    with four[0].begin() as work:
        key = work.learners.add(event().person).key
        work.commit()

    def grab(i):
        store = four[i % 4]
        return (
            write(store, lambda work: work.limits.lease("polling", f"w{i}", NOW, LEASE)),
            write(store, lambda work: work.accounts.redeem("acme", "d", NOW)) == "k",
            write(store, lambda work: work.accounts.tried("acme", key, NOW, 3)),
        )

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(grab, range(8)))
    assert [sum(column) for column in zip(*results, strict=True)] == [1, 1, 3]


def test_two_put_the_same_event(four):
    """Redelivered to several replicas at once it is new for one of them, alone or among others."""

    def both(i):
        return put(four[i % 4], event("E1"), event(f"X{i}")), put(four[i % 4], event("E2", "D2"))

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(both, range(8)))
    assert sum(a[0] for a, _ in answers) == sum(b[0] for _, b in answers) == 1
    assert all(a[1] for a, _ in answers)
    assert len(claim(four[0])) == 2


def test_an_edited_row_cannot_be_sent_by_two(four):
    """Both see the row claimed by the same name; only one of two `sending` counts."""
    queue(four[0], letter())
    (mine,) = take(four[0])
    with ThreadPoolExecutor(4) as pool:
        won = list(pool.map(lambda s: write(s, lambda work: work.outbox.sending(replace(mine), LEASE)), four))
    assert sum(won) == 1
