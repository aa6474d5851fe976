"""Records, units of work and refusals: the same cases for SQLite and for the twin in memory."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from store_records import ANA, BEN, NOW, added, full, got, message, saved

from bot.errors import BadRequest, NotFound, StaleRecord
from bot.messages import Person
from bot.records import Change, FactReport, LearnerRecord, ProgressEntry

TICK = timedelta(microseconds=1)


def test_nobody_is_found_in_an_empty_store(store):
    """Unknown persons and keys give None."""
    with store.begin() as work:
        assert work.learners.find(ANA) is None
        assert work.learners.get("acme", "nobody") is None


def test_a_new_learner_is_empty_and_found_again(store):
    """`add` links the person to a pseudonym that tells nothing about them."""
    record = added(store)
    assert record == LearnerRecord(record.key, "acme")
    assert len(record.key) >= 20
    assert "ANA" not in record.key.upper()
    with store.begin() as work:
        assert work.learners.find(ANA) == record
        assert work.learners.find(replace(ANA, name="Renamed", zone=None)) == record
        assert work.learners.get("acme", record.key) == record


@pytest.mark.parametrize("other", [{"tenant": "other"}, {"platform": "telegram"}, {"id": "U0"}])
def test_identity_is_tenant_platform_and_id(store, other):
    """A person who differs in any of the three is somebody else."""
    record = added(store)
    with store.begin() as work:
        assert work.learners.find(replace(ANA, **other)) is None
        assert work.learners.get("other", record.key) is None


def test_a_person_is_added_once(store):
    """Adding a known person raises StaleRecord and leaves one record, even if the caller commits."""
    record = added(store)
    with store.begin() as work:
        with pytest.raises(StaleRecord):
            work.learners.add(ANA)
        assert work.learners.find(ANA) == record
        work.commit()
    assert got(store, record) == record


def test_a_full_record_comes_back_equal(store):
    """Every field survives; the version counts up by one."""
    record = full(added(store))
    after = saved(store, record)
    assert after == replace(record, version=1)
    assert got(store, record) == after
    assert list(got(store, record).skills) == list(record.skills)


def test_a_record_can_shrink_to_nothing(store):
    """Saving an empty record removes every list."""
    record = saved(store, full(added(store)))
    empty = LearnerRecord(record.key, record.tenant, record.version)
    assert saved(store, empty) == replace(empty, version=2)
    assert got(store, record) == replace(empty, version=2)


def test_lists_change_anywhere(store):
    """Appending, removing from the middle, changing the first and reordering are all kept."""
    record = added(store)
    entries = [ProgressEntry(NOW + i * TICK, "hours", "ccsk", float(i)) for i in range(6)]
    changed = replace(entries[0], note="late")
    for wanted in (entries[:4], entries, entries[:2] + entries[4:], [changed, *entries[1:]], entries[::-1], []):
        record = saved(store, replace(record, progress=tuple(wanted)))
        assert got(store, record).progress == tuple(wanted)


def test_instants_are_exact_and_aware(store):
    """A time with any offset comes back as the same microsecond, aware."""
    far = timezone(timedelta(hours=5, minutes=45))
    times = [datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=far), datetime(2199, 1, 1, 0, 0, 0, 1, tzinfo=far)]
    record = saved(store, replace(added(store), progress=tuple(ProgressEntry(t, "checked-in") for t in times)))
    back = [entry.at for entry in got(store, record).progress]
    assert back == times
    assert all(time.utcoffset() == timedelta(0) for time in back)


def test_a_stale_save_changes_nothing(store):
    """The second save of one version raises StaleRecord and the first one stays."""
    first = added(store)
    kept = saved(store, replace(first, skills={"S1": 2}))
    with store.begin() as work:
        with pytest.raises(StaleRecord):
            work.learners.save(full(first))
        work.commit()
    assert got(store, first) == kept


def test_what_was_not_committed_is_gone(store):
    """Leaving without commit, or by an error, rolls back everything."""
    record = added(store)
    with store.begin() as work:
        work.learners.save(full(record))
        work.learners.add(BEN)
        work.outbox.add(message())
    with pytest.raises(TypeError), store.begin() as work:
        work.dialogues.save("acme", work.learners.add(BEN).key, "D1", {"not": {"json"}})
    assert got(store, record) == record
    with store.begin() as work:
        assert work.learners.find(BEN) is None
        assert work.outbox.take("acme", "slack", "D0ANA", NOW, 9) == []


def test_after_a_commit_another_transaction_begins(store):
    """What follows a commit rolls back alone."""
    record = added(store)
    with store.begin() as work:
        kept = work.learners.save(replace(record, skills={"S1": 1}))
        work.commit()
        work.learners.save(replace(kept, skills={}))
    assert got(store, record) == kept


def test_one_unit_of_work_inside_another_is_named(store):
    """Nesting in one thread raises at once instead of waiting for itself, and the outer one goes on."""
    with store.begin() as work:
        with pytest.raises(RuntimeError, match="open already"), store.begin():
            pass
        with pytest.raises(RuntimeError, match="open already"):
            store.scrub()
        work.learners.add(ANA)
        work.commit()
    with store.begin() as work:
        assert work.learners.find(ANA)


def test_what_is_given_back_cannot_change_the_store(store):
    """Changing the skills of a returned record, or a dialogue's state, stays with the caller."""
    record = saved(store, full(added(store)))
    got(store, record).skills["S9"] = 4
    with store.begin() as work:
        state = {"asked": ["hours"]}
        work.dialogues.save("acme", record.key, "D0ANA", state)
        state["asked"].append("budget")
        work.commit()
    assert "S9" not in got(store, record).skills
    with store.begin() as work:
        assert work.dialogues.load("acme", record.key, "D0ANA") == {"asked": ["hours"]}


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"progress": (ProgressEntry(datetime(2027, 1, 1), "hours"),)}, ValueError),  # noqa: DTZ001
        ({"progress": (ProgressEntry(NOW, "hours", amount=float("nan")),)}, BadRequest),
        ({"skills": {"S\x00": 1}}, BadRequest),
        ({"skills": {"S\ud800": 1}}, BadRequest),
        ({"skills": {"S": 2**63}}, BadRequest),
        ({"goals": ({"role": "ciso"}, b"x")}, TypeError),
    ],
)
def test_what_cannot_be_kept_exactly_is_refused(store, change, error):
    """Naive times, NUL, half characters, endless numbers and foreign objects raise; nothing is stored."""
    record = added(store)
    with store.begin() as work:
        with pytest.raises(error):
            work.learners.save(replace(record, **change))
        work.commit()
    assert got(store, record) == record


def test_a_profile_of_the_wrong_kind_is_refused(store):
    """A profile that could not be read again is never written."""
    record = added(store)
    with pytest.raises(BadRequest, match="hours_per_week"):
        saved(store, replace(record, profile=replace(record.profile, hours_per_week="six")))
    assert got(store, record) == record


def test_nothing_is_written_for_a_forgotten_learner(store):
    """Save, journal and dialogue refuse a learner who is gone, so that no late answer brings data back."""
    record = saved(store, full(added(store)))
    with store.begin() as work:
        work.learners.forget("acme", record.key)
        work.learners.forget("acme", record.key)  # twice is fine
        with pytest.raises(StaleRecord):
            work.learners.save(record)
        with pytest.raises(NotFound):
            work.journal.push(Change(NOW, "x", record))
        with pytest.raises(NotFound):
            work.dialogues.save("acme", record.key, "D1", {"a": 1})
        work.dialogues.save("acme", record.key, "D1", {})
        work.outbox.add(message("bye", learner=record.key))  # "I have forgotten you" still goes out
        work.commit()
    assert got(store, record) is None
    with store.begin() as work:
        assert work.learners.find(ANA) is None
        assert work.reminders.due(NOW, 9) == []


def test_forgetting_one_leaves_the_others(store):
    """Only the rows of that learner in that tenant go."""
    ana, ben = saved(store, full(added(store))), saved(store, full(added(store, BEN)))
    with store.begin() as work:
        for record in (ana, ben):
            work.journal.push(Change(NOW, "x", record))
            work.dialogues.save("acme", record.key, "D", {"a": 1})
            work.outbox.add(message(f"m-{record.key}", learner=record.key))
        work.learners.forget("other", ana.key)
        work.learners.forget("acme", ana.key)
        work.commit()
    assert store.scrub()
    with store.begin() as work:
        assert work.learners.find(BEN) == ben
        assert work.learners.find(ANA) is None
        assert work.journal.pop("acme", ana.key) is None
        assert work.journal.pop("acme", ben.key).before == ben
        assert work.dialogues.load("acme", ana.key, "D") == {}
        assert work.dialogues.load("acme", ben.key, "D") == {"a": 1}
        assert [m.learner for m in work.outbox.take("acme", "slack", "D0ANA", NOW, 9)] == [ben.key]


def test_naive_times_are_refused_everywhere(store):
    """No method accepts a time without its offset."""
    naive = datetime(2027, 1, 1)  # noqa: DTZ001
    record = added(store)
    with store.begin() as work:
        for call in (
            lambda: work.outbox.add(message(due_at=naive)),
            lambda: work.outbox.take("acme", "slack", "D0ANA", naive, 1),
            lambda: work.outbox.sent("acme", "m1", naive),
            lambda: work.reminders.due(naive, 1),
            lambda: work.reports.add(FactReport("1", "acme", naive, "c", "t")),
            lambda: work.journal.push(Change(naive, "x", record)),
        ):
            with pytest.raises(ValueError, match="offset"):
                call()


def test_hostile_texts_are_only_texts(store):
    """Quotes, SQL and wildcards in ids and notes are stored as they are."""
    evil = "'; DROP TABLE learners; -- %_\\\" 💥"
    person = Person(evil, evil, evil, evil)
    record = added(store, person)
    record = saved(store, replace(record, progress=(ProgressEntry(NOW, evil, evil, 1.0, evil),)))
    with store.begin() as work:
        assert work.learners.find(person) == record
