"""Records to JSON and rows, and back."""

import contextlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_records import NOW, counts, full, instants, lists, names, records, texts

from adapters.store import codec, mail_codec
from bot.errors import BadRequest
from bot.messages import Attachment, FormAnswer, Person
from bot.records import LearnerRecord, Profile
from bot.traffic import Event

modest = settings(max_examples=60, deadline=None)


@modest
@given(records)
def test_json_round_trip(record):
    """Any record comes back equal through JSON text."""
    text = codec.dumps(codec.to_json(codec.checked(record)))
    assert codec.from_json(LearnerRecord, json.loads(text)) == record


@modest
@given(records)
def test_row_round_trip(record):
    """Any record comes back equal through its rows."""
    empty = LearnerRecord(record.key, record.tenant, record.version)
    assert codec.join(empty, codec.profile_text(record.profile), codec.split(record)) == record


@modest
@given(instants, instants)
def test_instants_are_exact_and_in_order(one, other):
    """Integers order as the times do, and give back the same microsecond in UTC."""
    assert codec.from_instant(codec.to_instant(one)) == one
    assert codec.from_instant(codec.to_instant(one)).tzinfo is UTC
    assert (codec.to_instant(one) < codec.to_instant(other)) == (one < other)


def test_a_missing_field_takes_its_default():
    """JSON from before a field was added stays readable."""
    values = codec.to_json(full(LearnerRecord("k", "acme")))
    del values["profile"]["locked"], values["reminders"]
    read = codec.from_json(LearnerRecord, values)
    assert read.profile.locked == ()
    assert read.reminders == ()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
paths = st.sampled_from(
    [(name,) for name in codec.to_json(LearnerRecord("k", "acme"))]
    + [("profile", name) for name in codec.to_json(Profile())]
    + [("reminders", 0, "next_due_at"), ("pathway", "steps", 0, "milestones"), ("goals", 0, "by")]
)


@modest
@given(paths, json_values)
def test_any_json_in_any_place_is_read_or_refused(path, value):
    """A wrong value gives BadRequest and no other error; an accepted one can be stored."""
    document = codec.to_json(full(LearnerRecord("k", "acme")))
    place = document
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    with contextlib.suppress(BadRequest):
        record = codec.from_json(LearnerRecord, document)
        assert codec.checked(record) == record
        assert codec.from_json(LearnerRecord, codec.to_json(record)) == record


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (("profile", "hours_per_week"), "six", "profile.hours_per_week: expected a number."),
        (("profile", "hours_per_week"), True, "profile.hours_per_week: expected a number."),
        (("profile", "budget_cents"), 1.5, "profile.budget_cents: expected a whole number."),
        (("profile", "only"), "free", "profile.only: expected a list."),
        (("profile", "colour"), "red", "profile: there is no field of that name: 'colour'."),
        (("goals", 1, "by"), "June", "goals[1].by: expected a day like 2027-06-01."),
        (("progress", 0, "at"), "2027-01-01T00:00", "progress[0].at: expected an instant like"),
        (("reminders", 0), {}, "reminders[0]: the field 'id' is missing."),
        (("skills",), [], "skills: expected an object."),
        (("pathway",), 3, "pathway: expected an object."),
        (("reminders", 0, "paused"), 0, "reminders[0].paused: expected true or false."),
    ],
)
def test_the_place_of_a_wrong_value_is_named(path, value, sentence):
    """The sentence says where and what was expected."""
    document = codec.to_json(full(LearnerRecord("k", "acme")))
    place = document
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    with pytest.raises(BadRequest) as caught:
        codec.from_json(LearnerRecord, document)
    assert caught.value.message.startswith(sentence)


events = st.builds(
    Event,
    id=texts,
    person=st.builds(Person, texts, texts, texts, texts, names, names),
    conversation=texts,
    kind_of_place=st.sampled_from(["dm", "channel", "home"]),
    kind=st.sampled_from(["message", "press", "form", "opened", "left", "joined", "feedback"]),
    sent_at=instants,
    text=texts,
    thread=names,
    token=texts,
    message=texts,
    form=st.none() | st.builds(FormAnswer, texts, st.dictionaries(texts, texts, max_size=3)),
    files=lists(st.builds(Attachment, texts, texts, counts, texts, names)),
)


@modest
@given(events, texts)
def test_event_round_trip(event, place):
    """Any event comes back equal from the text of its row, but for what the row itself says."""
    read = mail_codec.event_from(mail_codec.event_text(event), place, 7, 2)
    assert read == replace(event, place=place, number=7, attempt=2)
    mark = mail_codec.written_by(event.person.platform, event.person.tenant, event.person.id)
    assert mail_codec.event_text(event).count(mark) == 1


@pytest.mark.parametrize(("field", "value"), [("kind", "shout"), ("kind_of_place", 3), ("kind", None)])
def test_a_literal_is_one_of_its_texts(field, value):
    """Anything else is refused, and the place is named."""
    values = json.loads(mail_codec.event_text(Event("E", Person("t", "p", "u"), "c", "dm", "message", NOW)))
    with pytest.raises(BadRequest, match=f"{field}: expected one of"):
        codec.from_json(Event, values | {field: value})


def test_extreme_instants():
    """The first and last microsecond that datetime knows survive."""
    for value in (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC), NOW - timedelta(days=99_999)):
        assert codec.from_instant(codec.to_instant(value)) == value
