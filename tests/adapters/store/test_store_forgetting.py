"""Forgetting a person who was talked to on chat platforms, and erasing a workspace."""

import json
from dataclasses import replace

from mail_records import LEASE, MINUTE, action, claim, done, event, letter, put, queue, take, write
from sqlalchemy import select
from store_records import NOW, full, saved

from adapters.store import tables
from adapters.store.memory import MemoryStore
from bot.messages import Person
from bot.records import Change
from bot.traffic import Code, Rate

SECRET = "4242424242"  # a person's id, and what their private chat on Telegram is called
OTHER = "5151515151"
ANA = Person("acme", "telegram", SECRET, "Zarquon")
BEN = Person("acme", "telegram", OTHER, "Ben")


def message(id, user=SECRET, conversation=None, **changes):
    return event(id, conversation or user, user, platform="telegram", **changes)


def lived(store, person):
    """Somebody with something in every table: answered, waiting and failed events, sent and queued messages."""
    with store.begin() as work:
        record = work.learners.add(person)
        work.commit()
    record, user = saved(store, full(record)), person.id
    put(
        store,
        message(f"{user[0]}1", user, text=f"plan of {user}"),
        message(f"{user[0]}2", user, f"-10{user[0]}", text=user),
    )
    first, second = claim(store)
    with store.begin() as work:
        work.places.keep(replace(work.places.get("acme", first.place), learner=record.key))
        work.journal.push(Change(NOW, user, record))
        work.dialogues.save("acme", record.key, first.place, {"said": user})
        work.actions.add([action(f"a:{user}", learner=record.key, place=first.place, says=user)])
        work.accounts.offer(Code(f"digest-{record.key}", "acme", record.key, LEASE))
        work.accounts.tried("acme", record.key, NOW, 5)
        work.limits.reserve([Rate(f"tg:acme:{user}", 1)], NOW)
        work.inbox.failed(second.number, second.attempt, "ValueError", LEASE)
        mine = {"learner": record.key, "platform": "telegram"}
        work.outbox.add(letter(f"re:{user[0]}1", first.place, body=json.dumps(user), **mine))
        work.outbox.add(letter(f"re:{user[0]}2", first.place, body=json.dumps(user), **mine))
        work.commit()
    done(store, first)
    (sent,) = [m for m in take(store) if m.conversation == first.place]
    write(store, lambda work: work.outbox.sending(sent, LEASE))
    write(store, lambda work: work.outbox.arrived(sent, f"{user}:7", NOW, False))
    return record, first.place


def everything(store) -> str:
    """All that is stored, as one text."""
    if isinstance(store, MemoryStore):
        return repr(store.shelf)
    with store.engine.connect() as connection:
        return repr([connection.execute(select(table)).all() for table in tables.metadata.sorted_tables])


def test_forgetting_takes_everything_of_a_person(store):
    """No row says who they were, wherever they wrote; the other person keeps everything."""
    record, place = lived(store, ANA)
    lived(store, BEN)
    put(store, message("A3", text=f"{SECRET} again"), message("B3", OTHER), message("A4", conversation="-200"))
    before = everything(store)
    assert all(text in before for text in (SECRET, record.key, place, "Zarquon", OTHER))
    (asking,) = [e for e in claim(store) if e.id == "A3"]
    with store.begin() as work:
        assert work.inbox.done(asking.number, asking.attempt)
        work.learners.forget("acme", record.key)
        work.commit()
    after = everything(store)
    assert not [text for text in (SECRET, record.key, "Zarquon") if text in after]
    assert after.count(OTHER) == before.count(OTHER)
    assert not [e for e in claim(store, NOW + 9 * MINUTE) if e.person.id == SECRET]
    assert put(store, message("A4"), message("A3")) == [False, False]
    with store.begin() as work:
        assert work.places.find("acme", "telegram", SECRET) is None
        assert work.places.find("acme", "telegram", "-200") is not None


def test_the_event_that_asks_can_be_finished_afterwards(store):
    """It loses its text at once and stays claimed; another event under way loses its text too and is not repeated."""
    record, _ = lived(store, ANA)
    put(store, message("A3"), message("A4", conversation="-300"), message("A5"))
    asking, other = (e for e in claim(store) if e.id in ("A3", "A4"))
    with store.begin() as work:
        work.learners.forget("acme", record.key)
        assert work.inbox.done(asking.number, asking.attempt)
        work.commit()
    assert SECRET not in everything(store)
    assert claim(store, NOW + 9 * MINUTE) == []
    assert not done(store, other)
    with store.begin() as work:
        assert work.inbox.waiting() == (0, None)


def test_a_farewell_goes_out_and_leaves_nothing(store):
    """The place is kept without a learner until the last words are sent, then removed by the sender."""
    record, place = lived(store, ANA)
    put(store, message("A3"))
    (asking,) = [e for e in claim(store) if e.id == "A3"]
    with store.begin() as work:
        assert work.inbox.done(asking.number, asking.attempt)
        kept = work.places.get("acme", place)
        work.learners.forget("acme", record.key)
        assert work.places.get("acme", place) is None
        again = work.places.keep(replace(kept, learner=None))
        assert again.id == place
        work.outbox.add(letter("bye", place, platform="telegram", kind="farewell", learner=""))
        work.commit()
    (bye,) = take(store)
    write(store, lambda work: work.outbox.sending(bye, LEASE))
    with store.begin() as work:
        assert work.outbox.arrived(bye, f"{SECRET}:9", NOW, False)
        work.places.remove("acme", place)
        work.commit()
    assert SECRET not in everything(store)


def test_another_tenant_with_the_same_person_keeps_everything(store):
    """Forgetting is within a tenant, even of the same user id, in the same conversation."""
    record, _ = lived(store, ANA)
    elsewhere = replace(ANA, tenant="other")
    with store.begin() as work:
        kept = work.learners.add(elsewhere)
        work.commit()
    put(store, message("A9", tenant="other", text="mine"))
    write(store, lambda work: work.learners.forget("acme", record.key))
    with store.begin() as work:
        assert work.learners.find(elsewhere) == kept
        assert work.places.find("other", "telegram", SECRET) is not None
    assert [e.text for e in claim(store) if e.person.tenant == "other"] == ["mine"]


def test_what_somebody_writes_about_a_person_is_not_theirs(store):
    """Only the writer's own events are emptied, not one that quotes how events are stored."""
    record, _ = lived(store, ANA)
    quote = f'"person":{{"tenant":"acme","platform":"telegram","id":"{SECRET}",'
    put(store, message("B9", OTHER, text=quote), message("C9", "42", text="I am not 4242424242"))
    write(store, lambda work: work.learners.forget("acme", record.key))
    assert {e.id: e.text for e in claim(store)} == {"B9": quote, "C9": "I am not 4242424242"}


def test_erasing_a_tenant(store):
    """Every row of it goes, the others stay as they were."""
    lived(store, ANA)
    with store.begin() as work:
        work.learners.add(replace(ANA, tenant="other"))
        work.commit()
    put(store, message("A9", tenant="other"))
    queue(store, letter("m", tenant="other"))
    store.erase("acme")
    assert "acme" not in everything(store)
    with store.begin() as work:
        assert work.learners.find(replace(ANA, tenant="other")) is not None
        assert work.outbox.get("other", "m") is not None
    assert [e.id for e in claim(store)] == ["A9"]


def test_no_byte_is_left_in_the_files(sql, file):
    """After `forget` and `scrub` neither the database nor its write-ahead log has a trace of the person."""
    record, _ = lived(sql, ANA)
    lived(sql, BEN)
    put(sql, message("A3"), message("A4", conversation="-200"))
    remnants = lambda *texts: [  # noqa: E731
        (f.name, text) for f in file.parent.iterdir() for text in texts if text.encode() in f.read_bytes()
    ]
    assert remnants(SECRET)
    assert remnants(record.key)
    write(sql, lambda work: work.learners.forget("acme", record.key))
    assert sql.scrub()
    assert remnants(SECRET, record.key, "Zarquon") == []
    assert remnants(OTHER)
