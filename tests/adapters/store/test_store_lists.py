"""Journal, dialogues, reminders, outbox and reports: the same cases for SQLite and for the twin in memory."""

from dataclasses import replace
from datetime import timedelta

import pytest
from store_records import BEN, NOW, added, full, message, reminder, saved

from bot.messages import Person
from bot.records import Change, FactReport

TICK = timedelta(microseconds=1)


def test_the_journal_gives_back_the_newest_first(store):
    """`pop` takes entries off in reverse, the record as it was before."""
    record = saved(store, full(added(store)))
    with store.begin() as work:
        for i in range(3):
            work.journal.push(Change(NOW + i * TICK, f"change {i}", replace(record, version=i)))
        work.commit()
    with store.begin() as work:
        for i in (2, 1, 0):
            expected = Change(NOW + i * TICK, f"change {i}", replace(record, version=i))
            assert work.journal.pop("acme", record.key) == expected
        assert work.journal.pop("acme", record.key) is None


def test_the_journal_keeps_twenty(store):
    """The oldest entries fall out, those of others stay."""
    ana, ben = added(store), added(store, BEN)
    with store.begin() as work:
        work.journal.push(Change(NOW, "ben", ben))
        for i in range(25):
            work.journal.push(Change(NOW, str(i), ana))
        assert [work.journal.pop("acme", ana.key).label for _ in range(20)] == [str(i) for i in range(24, 4, -1)]
        assert work.journal.pop("acme", ana.key) is None
        assert work.journal.pop("acme", ben.key).label == "ben"


def test_dialogues_are_kept_per_conversation(store):
    """State is JSON; {} means none and removes it."""
    record = added(store)
    state = {"step": 1, "answers": {"zone": "UTC", "é": [1.5, None, True]}}
    with store.begin() as work:
        assert work.dialogues.load("acme", record.key, "D1") == {}
        work.dialogues.save("acme", record.key, "D1", {"old": 1})
        work.dialogues.save("acme", record.key, "D1", state)
        work.dialogues.save("acme", record.key, "D2", {"other": 1})
        work.commit()
    with store.begin() as work:
        assert work.dialogues.load("acme", record.key, "D1") == state
        assert work.dialogues.load("other", record.key, "D1") == {}
        work.dialogues.save("acme", record.key, "D1", {})
        assert work.dialogues.load("acme", record.key, "D1") == {}
        assert work.dialogues.load("acme", record.key, "D2") == {"other": 1}


@pytest.mark.parametrize(("state", "error"), [({"x": {1}}, TypeError), ({"x": float("inf")}, ValueError)])
def test_a_dialogue_that_is_not_json_is_refused(store, state, error):
    """What JSON cannot hold raises and the old state stays."""
    record = added(store)
    with store.begin() as work:
        work.dialogues.save("acme", record.key, "D1", {"old": 1})
        with pytest.raises(error):
            work.dialogues.save("acme", record.key, "D1", state)
        assert work.dialogues.load("acme", record.key, "D1") == {"old": 1}


def test_due_reminders_are_found_oldest_first(store):
    """Each learner once, by their earliest unpaused reminder at or before now."""
    people = [added(store, Person("acme", "slack", f"U{i}")) for i in range(4)] + [
        added(store, Person("beta", "slack", "U"))
    ]
    wanted = [
        (reminder("a", NOW), reminder("b", NOW - 5 * TICK)),
        (reminder("a", NOW + TICK),),
        (reminder("a", NOW - timedelta(days=9), paused=True), reminder("b", NOW + timedelta(days=1))),
        (reminder("a", NOW - 9 * TICK), reminder("b", NOW - 8 * TICK)),
        (reminder("a", NOW - 7 * TICK),),
    ]
    for record, reminders in zip(people, wanted, strict=True):
        saved(store, replace(record, reminders=reminders))
    expected = [(people[i].tenant, people[i].key) for i in (3, 4, 0)]
    with store.begin() as work:
        assert work.reminders.due(NOW, 9) == expected
        assert work.reminders.due(NOW, 2) == expected[:2]
        assert work.reminders.due(NOW - 9 * TICK, 9) == expected[:1]
        assert work.reminders.due(NOW - timedelta(days=1), 9) == []


def test_claim_takes_due_messages_oldest_first(store):
    """Only ready, due messages of that conversation, in order, each once, marked `sending`."""
    with store.begin() as work:
        for m in (
            message("late", due_at=NOW),
            message("early", due_at=NOW - TICK),
            message("late too", due_at=NOW),
            message("tomorrow", due_at=NOW + TICK),
            message("elsewhere", conversation="C0"),
            message("telegram", platform="telegram"),
            message("other", tenant="other"),
            message("done", state="sent", sent_at=NOW),
        ):
            work.outbox.add(m)
        work.commit()
    with store.begin() as work:
        taken = work.outbox.take("acme", "slack", "D0ANA", NOW, 2)
        assert taken == [
            message("early", due_at=NOW - TICK, state="sending"),
            message("late", state="sending"),
        ]
        work.commit()
    with store.begin() as work:
        assert [m.id for m in work.outbox.take("acme", "slack", "D0ANA", NOW, 9)] == ["late too"]
        assert work.outbox.take("acme", "slack", "D0ANA", NOW, 9) == []


def test_a_message_id_is_queued_once_per_tenant(store):
    """A second message under the id is ignored, even after the first was sent; another tenant has its own ids."""
    with store.begin() as work:
        work.outbox.add(message())
        work.outbox.add(message(body='"second"'))
        work.outbox.add(message(tenant="other"))
        assert work.outbox.take("acme", "slack", "D0ANA", NOW, 9) == [message(state="sending")]
        work.outbox.sent("acme", "m1", NOW)
        work.outbox.add(message(body='"third"'))
        assert work.outbox.take("acme", "slack", "D0ANA", NOW, 9) == []
        assert [m.tenant for m in work.outbox.take("other", "slack", "D0ANA", NOW, 9)] == ["other"]


def test_requeue_gives_back_what_was_being_sent(store):
    """Only `sending` rows of that conversation become ready again; sent ones never."""
    with store.begin() as work:
        for id in ("a", "b", "c"):
            work.outbox.add(message(id))
        work.outbox.add(message("d", conversation="C0"))
        work.outbox.take("acme", "slack", "D0ANA", NOW, 2)
        work.outbox.take("acme", "slack", "C0", NOW, 2)
        work.outbox.sent("acme", "a", NOW)
        assert work.outbox.requeue("acme", "slack", "D0ANA") == 1
        assert work.outbox.requeue("acme", "slack", "D0ANA") == 0
        assert [m.id for m in work.outbox.take("acme", "slack", "D0ANA", NOW, 9)] == ["b", "c"]
        assert work.outbox.take("acme", "slack", "C0", NOW, 9) == []


def test_sent_for_a_message_that_is_gone_is_no_error(store):
    """The learner may have been forgotten while the message was under way."""
    with store.begin() as work:
        work.outbox.sent("acme", "nothing", NOW)
        assert work.outbox.take("acme", "slack", "D0ANA", NOW, 9) == []


def test_reports_come_back_oldest_first(store):
    """By time, then as they came; a tenant sees its own; the same id is kept once."""
    reports = [
        FactReport("3", "acme", NOW, "ccsp", "the fee is 599"),
        FactReport("1", "acme", NOW - TICK, "ccsk", "retired"),
        FactReport("2", "acme", NOW, "ccsk", "open book"),
    ]
    with store.begin() as work:
        for report in (*reports, replace(reports[0], text="again"), replace(reports[0], tenant="other")):
            work.reports.add(report)
        work.commit()
    with store.begin() as work:
        assert work.reports.all("acme") == [reports[1], reports[0], reports[2]]
        assert len(work.reports.all("other")) == 1
        assert work.reports.all("nobody") == []
