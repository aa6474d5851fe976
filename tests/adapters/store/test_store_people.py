"""Taking a record along, and back."""

import copy
import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from store_records import ANA, BEN, NOW, full, records

from adapters.store.memory import MemoryStore
from adapters.store.people import FORMAT, export, import_
from bot.errors import BadRequest, NotFound
from bot.messages import Address
from bot.records import Achievement, LearnerRecord


def full_document(store):
    return export(store, "acme", import_(store, "acme", BEN, _document(full(LearnerRecord("k", "acme")))).key)


def _document(record):
    store = MemoryStore()
    with store.begin() as work:
        own = work.learners.add(replace(ANA, tenant=record.tenant))
        work.learners.save(replace(record, key=own.key, version=0))
        work.commit()
    return json.loads(json.dumps(export(store, record.tenant, own.key)))


@given(records)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_record_comes_back_equal(store, record):
    """Export, JSON text, import: the same record but for key and version; exporting again gives the same document."""
    document = _document(record)
    saved = import_(store, "acme", ANA, document)
    assert saved == replace(record, key=saved.key, version=saved.version)
    with store.begin() as work:
        assert work.learners.find(ANA) == saved
    assert export(store, "acme", saved.key) == document


def test_the_document_names_nobody(store):
    """Neither key nor tenant nor platform id nor name is in it."""
    document = full_document(store)
    assert document["format"] == FORMAT
    assert set(document["record"]) == {
        "profile", "achievements", "skills", "goals", "pathway", "progress", "reminders", "evidence"
    }  # fmt: skip
    assert BEN.id not in json.dumps(document)


def test_exporting_nobody_is_not_found(store):
    """A key that does not exist, or belongs to another tenant, raises NotFound."""
    key = import_(store, "acme", ANA, _document(LearnerRecord("k", "acme"))).key
    for tenant, wanted in (("acme", "nobody"), ("other", key)):
        with pytest.raises(NotFound):
            export(store, tenant, wanted)


def test_the_replaced_record_can_be_brought_back(store):
    """With a time, what was there goes to the journal."""
    first = import_(store, "acme", ANA, _document(full(LearnerRecord("k", "acme"))))
    second = import_(store, "acme", ANA, _document(LearnerRecord("k", "acme")), at=NOW)
    assert (second.key, second.version, second.goals) == (first.key, first.version + 1, ())
    with store.begin() as work:
        change = work.journal.pop("acme", first.key)
    assert (change.at, change.label, change.before) == (NOW, "import", first)


def test_reminders_go_where_the_caller_says(store):
    """A document from outside cannot direct messages to a conversation of its choice."""
    document = _document(full(LearnerRecord("k", "acme")))
    saved = import_(store, "acme", ANA, document, address=Address("telegram", "42"))
    assert {(r.platform, r.conversation) for r in saved.reminders} == {("telegram", "42")}


def test_a_document_proves_nothing(store):
    """A verified credential arrives as unchecked."""
    record = replace(LearnerRecord("k", "acme"), achievements=(Achievement("ccsp", "verified"), Achievement("a")))
    saved = import_(store, "acme", ANA, _document(record))
    assert [item.kind for item in saved.achievements] == ["unchecked", "self-declared"]


def test_the_tenant_is_the_persons_own(store):
    """A person of another tenant is a mistake of the caller."""
    with pytest.raises(ValueError, match="tenant"):
        import_(store, "other", ANA, _document(LearnerRecord("k", "acme")))


BAD = [
    ((), None, "not a Credpath record"),
    ((), [], "not a Credpath record"),
    ((), {"format": FORMAT}, "not a Credpath record"),
    (("format",), "credpath-person/2", "I can read credpath-person/1 only"),
    (("format",), None, "I can read credpath-person/1 only"),
    (("record", "key"), "mine", "record: there is no field"),
    (("record", "extra"), 1, "record: there is no field"),
    (("record", "profile", "zone"), "Mars/Olympus", "record.profile.zone: expected a time zone"),
    (("record", "profile", "zone"), "../../etc/passwd", "record.profile.zone: expected a time zone"),
    (("record", "profile", "zone"), "Europe", "record.profile.zone: expected a time zone"),
    (("record", "profile", "zone"), "", "record.profile.zone: expected a time zone"),
    (("record", "profile", "quiet_from"), "24:00", "record.profile.quiet_from: expected a time"),
    (("record", "profile", "hours_per_week"), -1, "record.profile.hours_per_week: expected 0 to 168"),
    (("record", "profile", "hours_per_week"), float("nan"), "That is not a number"),
    (("record", "profile", "budget_cents"), 10**30, "That number is too large"),
    (("record", "profile", "language"), "a\x00b", "cannot be stored"),
    (("record", "skills", "S1"), 9, "record.skills.S1: expected 0 to 4"),
    (("record", "skills", "S1"), "x", "record.skills.S1: expected a whole number"),
    (("record", "achievements", 0, "kind"), "proved", "record.achievements[0].kind: expected one of"),
    (("record", "pathway", "plan"), "{", "record.pathway.plan: expected the text"),
    (("record", "pathway", "plan"), "[" * 100_000, "record.pathway.plan: expected the text"),
    (("record", "pathway", "steps", 0, "status"), "lost", "record.pathway.steps[0].status: expected one of"),
    (("record", "reminders", 1, "id"), "r1", "record.reminders: two of them"),
    (("record", "reminders", 1, "weekday"), 7, "record.reminders[1].weekday: expected 0 to 6"),
    (("record", "reminders", 1, "at"), "6pm", "record.reminders[1].at: expected a time"),
]


@pytest.mark.parametrize(("path", "value", "sentence"), BAD)
def test_a_bad_document_is_refused_whole(store, path, value, sentence):
    """The sentence names the place; a person who was not there is still not there, one who was is unchanged."""
    document = copy.deepcopy(_document(full(LearnerRecord("k", "acme"))))
    before = import_(store, "acme", BEN, document)
    if path:
        place = document
        for part in path[:-1]:
            place = place[part]
        place[path[-1]] = value
    else:
        document = value
    for person in (ANA, BEN):
        with pytest.raises(BadRequest) as caught:
            import_(store, "acme", person, document, at=NOW)
        assert sentence in caught.value.message
    with store.begin() as work:
        assert work.learners.find(ANA) is None
        assert work.learners.find(BEN) == before
        assert work.journal.pop("acme", before.key) is None


def test_a_failure_while_saving_leaves_nothing(store, monkeypatch):
    """When the save itself fails, the new learner is not there either."""
    begin = store.begin

    def failing(tenant=None):
        work = begin()
        enter = work.__enter__()
        enter.learners.save = lambda _record: (_ for _ in ()).throw(OSError("disk"))
        return _Entered(work)

    monkeypatch.setattr(store, "begin", failing)
    with pytest.raises(OSError, match="disk"):
        import_(store, "acme", ANA, _document(LearnerRecord("k", "acme")))
    monkeypatch.undo()
    with store.begin() as work:
        assert work.learners.find(ANA) is None


class _Entered:
    """A unit of work that was entered already."""

    def __init__(self, work):
        self.work = work

    def __enter__(self):
        return self.work

    def __exit__(self, *error):
        return self.work.__exit__(*error)
