"""Places, buttons, accounts and codes. The same for all three stores."""

from dataclasses import replace
from datetime import timedelta

import pytest
from mail_records import MINUTE, SECOND, action, claim, done, event, letter, place, put, queue, stored, write
from store_records import ANA, BEN, NOW, added, full, got, saved

from bot.errors import NotFound
from bot.messages import Person
from bot.traffic import Code


def test_a_place_is_kept_once(store):
    """Whoever keeps it again gets what is there; a learner is written into one that had none, and stays."""
    kept = write(store, lambda work: work.places.keep(place()))
    assert kept == place()
    assert write(store, lambda work: work.places.keep(place("p2", learner="k"))) == place(learner="k")
    assert write(store, lambda work: work.places.keep(place("p3", learner="other"))) == place(learner="k")
    assert write(store, lambda work: work.places.keep(place("p3"))) == place(learner="k")
    with store.begin() as work:
        assert work.places.get("acme", "p1") == work.places.find("acme", "slack", "D0ANA") == place(learner="k")
        assert work.places.get("acme", "p2") is work.places.get("other", "p1") is None
        assert work.places.find("other", "slack", "D0ANA") is work.places.find("acme", "telegram", "D0ANA") is None


def test_an_id_names_one_place(store):
    """The same id for another conversation of the tenant is a mistake; another tenant has its own."""
    with store.begin() as work:
        work.places.keep(place())
        work.places.keep(place(tenant="other", conversation="X"))
        with pytest.raises(ValueError, match="this id"):
            work.places.keep(place(conversation="X"))


def test_the_places_of_a_learner_come_in_a_fixed_order(store):
    """By platform, kind and conversation; those of others and channels are not among them."""
    own = [
        place("p1", "D2", learner="k"),
        place("p2", "U0ANA", kind="home", learner="k"),
        place("p3", "D1", learner="k"),
        place("p4", "42", platform="telegram", learner="k"),
    ]
    for each in (*own, place("p5", "C1", kind="channel"), place("p6", "D3", learner="x")):
        write(store, lambda work, p=each: work.places.keep(p))
    with store.begin() as work:
        assert [p.id for p in work.places.of("acme", "k")] == ["p3", "p1", "p2", "p4"]
        assert work.places.of("other", "k") == []


def test_places_die_and_live_again(store):
    """`bury` with a reason, and with none; `remove` deletes."""
    write(store, lambda work: work.places.keep(place()))
    write(store, lambda work: work.places.bury("acme", "p1", "blocked"))
    write(store, lambda work: work.places.bury("other", "p1", "x"))
    with store.begin() as work:
        assert work.places.get("acme", "p1") == place(dead="blocked")
        assert work.places.keep(place("p2")).dead == "blocked"
    write(store, lambda work: work.places.bury("acme", "p1", ""))
    with store.begin() as work:
        assert work.places.get("acme", "p1") == place()
        work.places.remove("acme", "p1")
        assert work.places.get("acme", "p1") is None
        work.places.remove("acme", "p1")


def test_a_place_with_an_unanswered_event_stays(store):
    """Somebody who wrote again right after a farewell is answered."""
    put(store, event(), event("E2"))
    (first,) = claim(store)
    done(store, first)
    write(store, lambda work: work.places.remove("acme", first.place))
    (second,) = claim(store)
    with store.begin() as work:
        assert work.places.get("acme", second.place) is not None
    done(store, second)
    write(store, lambda work: work.places.remove("acme", first.place))
    with store.begin() as work:
        assert work.places.get("acme", first.place) is None


def test_actions_are_found_spent_and_pruned(store):
    """All `say` buttons of a message are spent together, once."""
    made = [
        action(),
        action("a:BBBBBBBBBBBBBBBB", context="plan", label="Later", says="later", expires_at=NOW),
        action("a:CCCCCCCCCCCCCCCC", kind="page", says="", label=""),
        action("a:DDDDDDDDDDDDDDDD", group="m2"),
        action(tenant="other", says="steal"),
    ]
    write(store, lambda work: work.actions.add(made))
    write(store, lambda work: work.actions.add([]))
    with store.begin() as work:
        for each in made:
            assert work.actions.find(each.tenant, each.token) == each
        assert work.actions.find("acme", "a:ZZZZZZZZZZZZZZZZ") is None
    for label in ("Done", "Later"):
        write(store, lambda work, said=label: work.actions.spend("acme", "m1", said))
    with store.begin() as work:
        spent = [work.actions.find(each.tenant, each.token).spent for each in made]
    assert spent == ["Done", "Done", "", "", ""]
    assert write(store, lambda work: work.actions.prune(NOW)) == 0
    assert write(store, lambda work: work.actions.prune(NOW + SECOND)) == 1
    assert write(store, lambda work: work.actions.prune(NOW + 9 * MINUTE)) == 4


TELEGRAM = Person("acme", "telegram", "42", "Ana T")


def linked(store):
    """Ana on Slack, and on Telegram as somebody else, each with things of their own."""
    ana, other = saved(store, full(added(store))), saved(store, full(added(store, TELEGRAM)))
    put(store, event("E1", "D0ANA"), event("E2", "42", "42", platform="telegram"))
    for taken, record in zip(claim(store), (ana, other), strict=True):
        with store.begin() as work:
            work.places.keep(replace(work.places.get("acme", taken.place), learner=record.key))
            work.commit()
    queue(store, letter("s1", learner=ana.key), letter("t1", "p2", learner=other.key, platform="telegram"))
    write(store, lambda work: work.accounts.offer(Code("digest", "acme", ana.key, NOW + MINUTE)))
    write(store, lambda work: work.accounts.tried("acme", other.key, NOW, 5))
    return ana, other


def test_accounts_move_to_another_learner(store):
    """In the order they were added, with their places; the rest of the first learner is gone, what waits is not."""
    ana, other = linked(store)
    with store.begin() as work:
        assert [p.id for p in work.accounts.of("acme", ana.key)] == ["U0ANA"]
        work.accounts.move("acme", ana.key, ana.key)
        work.accounts.move("acme", other.key, ana.key)
        work.commit()
    with store.begin() as work:
        assert work.accounts.of("acme", ana.key) == [Person("acme", "slack", "U0ANA", "Ana"), TELEGRAM]
        assert work.accounts.of("acme", other.key) == []
        assert work.learners.find(TELEGRAM) == got_inside(work, ana)
        assert [p.platform for p in work.places.of("acme", ana.key)] == ["slack", "telegram"]
        assert work.learners.get("acme", other.key) is None
        assert work.outbox.get("acme", "t1") is None
        assert work.outbox.get("acme", "s1") is not None
        assert work.inbox.waiting()[0] == 2
    again = added(store, replace(TELEGRAM, id="43"))
    write(store, lambda work: work.accounts.move("acme", again.key, ana.key))
    with store.begin() as work:
        assert [p.id for p in work.accounts.of("acme", ana.key)] == ["U0ANA", "42", "43"]


def got_inside(work, record):
    return work.learners.get(record.tenant, record.key)


def test_accounts_do_not_move_to_nobody(store):
    """Nor across tenants; then nothing changes."""
    ana = saved(store, full(added(store)))
    elsewhere = added(store, replace(BEN, tenant="other"))
    for nobody in ("nobody", elsewhere.key):
        with store.begin() as work:
            with pytest.raises(NotFound):
                work.accounts.move("acme", ana.key, nobody)
            work.commit()
    assert got(store, ana) == ana


def test_codes_are_taken_once(store):
    """Within their time, in their tenant; a newer one makes the older one void."""
    offer = lambda digest, **changes: write(  # noqa: E731
        store, lambda work: work.accounts.offer(replace(Code(digest, "acme", "k", NOW + MINUTE), **changes))
    )
    redeem = lambda digest, now=NOW, tenant="acme": write(  # noqa: E731
        store, lambda work: work.accounts.redeem(tenant, digest, now)
    )
    offer("one")
    offer("two")
    offer("three", learner="x")
    assert redeem("one") is None
    assert redeem("two", tenant="other") is None
    assert redeem("two", NOW + MINUTE) is None
    assert redeem("two") == "k"
    assert redeem("two") is None
    assert redeem("three", NOW + MINUTE - SECOND) == "x"


def test_wrong_codes_are_counted_for_an_hour(store):
    """`most` of them, each learner by themselves; an hour after the first there is room again."""
    tried = lambda now, learner="k", tenant="acme": write(  # noqa: E731
        store, lambda work: work.accounts.tried(tenant, learner, now, 3)
    )
    assert [tried(NOW + i * MINUTE) for i in range(5)] == [True, True, True, False, False]
    assert tried(NOW, "x")
    assert tried(NOW, tenant="other")
    hour = timedelta(hours=1)
    assert not tried(NOW + hour - SECOND)
    assert tried(NOW + hour)
    assert not tried(NOW + hour)
    assert tried(NOW + hour + MINUTE)


def test_a_learner_is_not_linked_twice(store):
    """Ana's Slack account has one learner even after another account moved there."""
    ana, _ = linked(store)
    with store.begin() as work:
        assert work.learners.find(ANA).key == ana.key
    assert stored(store, "s1").learner == ana.key
