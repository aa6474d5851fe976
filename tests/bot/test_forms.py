"""The forms: the same way as words, and every wrong value said at its field."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.forms import blank, filled, holding, intent, validate
from bot.intents import Kind
from bot.messages import FormAnswer
from bot.reading import read
from bot.records import GoalRecord, LearnerRecord, Profile, Reminder
from knowledge.catalog import Catalog
from knowledge.finder import Finder
from tests.conftest import NOW

TODAY = NOW.date()
NAMES = ("goal", "evidence", "settings")
RECORD = LearnerRecord(
    "k",
    "home",
    profile=Profile("Europe/Berlin", 6.5, 80_050, "EUR", quiet_from="21:00", quiet_to="07:00"),
    goals=(GoalRecord("data-analyst", date(2027, 9, 1)),),
    reminders=(
        Reminder("r", "weekly-check-in", 6, "18:00", "Europe/Berlin", datetime(2027, 1, 1, tzinfo=UTC), "x", "y"),
    ),
)
SETTINGS = {"zone": "UTC", "quiet_from": "20:00", "quiet_to": "08:00"}


def answer_of(name: str, record: LearnerRecord, catalog: Catalog, **changes: str) -> FormAnswer:
    form = filled(name, record, catalog, TODAY)
    assert form is not None
    return FormAnswer(name, {**{f.name: f.value for f in form.fields}, **changes})


def test_the_forms_have_names() -> None:
    assert blank("nonsense") is None
    for name in NAMES:
        form = blank(name)
        assert form is not None
        assert form.name == name
        assert all(f.label for f in form.fields)
        assert not any(f.value for f in form.fields)


def test_present_values(real_catalog: Catalog) -> None:
    """What is known stands in the form: the deadline as its last day, money in whole units."""
    goal = answer_of("goal", RECORD, real_catalog).values
    assert goal == {
        "role": "Data Analyst",
        "by": "2027-08-31",
        "hours": "6.5",
        "budget": "800.5",
        "currency": "EUR",
        "have": "",
    }
    assert answer_of("settings", RECORD, real_catalog).values == {
        "zone": "Europe/Berlin",
        "quiet_from": "21:00",
        "quiet_to": "07:00",
        "hours": "6.5",
        "weekday": "6",
        "at": "18:00",
    }
    paused = replace(RECORD, reminders=(replace(RECORD.reminders[0], paused=True),))
    assert answer_of("settings", paused, real_catalog).values["weekday"] == "off"


@pytest.mark.parametrize("name", ["goal", "settings"])
def test_what_is_known_is_valid(name: str, real_catalog: Catalog) -> None:
    assert validate(answer_of(name, RECORD, real_catalog), TODAY) == {}


@pytest.mark.parametrize(
    ("name", "values", "field"),
    [
        ("goal", {"role": ""}, "role"),
        ("goal", {"role": "  ?! "}, "role"),
        ("goal", {"role": "x" * 501}, "role"),
        ("goal", {"role": "chef", "by": "31.12.2027"}, "by"),
        ("goal", {"role": "chef", "by": "2026-11-23"}, "by"),
        ("goal", {"role": "chef", "by": "2066-11-23"}, "by"),
        ("goal", {"role": "chef", "hours": "0"}, "hours"),
        ("goal", {"role": "chef", "hours": "nan"}, "hours"),
        ("goal", {"role": "chef", "hours": "many"}, "hours"),
        ("goal", {"role": "chef", "budget": "-1"}, "budget"),
        ("goal", {"role": "chef", "budget": "1e9"}, "budget"),
        ("goal", {"role": "chef", "currency": "XYZ"}, "currency"),
        ("evidence", {"note": ""}, "note"),
        ("evidence", {"note": "x", "url": "javascript:alert(1)"}, "url"),
        ("evidence", {"note": "x", "on": "2026-11-24"}, "on"),
        ("settings", {**SETTINGS, "zone": "Moon/Base"}, "zone"),
        ("settings", {**SETTINGS, "quiet_from": "24:00"}, "quiet_from"),
        ("settings", {**SETTINGS, "quiet_to": "20:00"}, "quiet_to"),
        ("settings", {**SETTINGS, "weekday": "7"}, "weekday"),
        ("settings", {**SETTINGS, "weekday": "6", "at": "23:00"}, "at"),
        ("settings", {**SETTINGS, "quiet_from": "17:00", "weekday": "6"}, "at"),
    ],
)
def test_what_cannot_be(name: str, values: dict[str, str], field: str) -> None:
    """Each wrong value is said at its own field, in a sentence."""
    wrong = validate(FormAnswer(name, values), TODAY)
    assert list(wrong) == [field]
    assert wrong[field].endswith((".", ")"))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("goal", {"role": "chef", "by": "2027-06-01", "hours": "0,5", "budget": "0"}),
        ("evidence", {"note": "x", "url": "example.org/a", "on": "2026-11-23"}),
        ("settings", {**SETTINGS, "zone": "berlin", "weekday": "off", "at": "23:00"}),
        ("evidence", {"note": "x", "quiet_from": "0", "quiet_to": "0"}),
        ("settings", {**SETTINGS, "zone": " UTC ", "weekday": " 6", "at": " 18:00 "}),
        ("unknown", {"a": "b"}),
    ],
)
def test_what_can_be(name: str, values: dict[str, str]) -> None:
    assert validate(FormAnswer(name, values), TODAY) == {}


values = st.dictionaries(
    st.sampled_from([f.name for n in NAMES for f in blank(n).fields]),  # type: ignore[union-attr]
    st.text(max_size=30) | st.sampled_from(["2027-01-01", "5", "6", "18:00", "off", "UTC", "https://x.org", "chef"]),
)


def test_any_answer_has_an_answer(real_catalog: Catalog, real_finder: Finder) -> None:
    """Whatever stands in a form, it is refused in words or becomes an intent."""

    @settings(deadline=None, max_examples=300)
    @given(st.sampled_from(NAMES), values)
    def answered(name: str, told: dict[str, str]) -> None:
        answer = FormAnswer(name, told)
        wrong = validate(answer, TODAY)
        assert set(wrong) <= {f.name for f in blank(name).fields}  # type: ignore[union-attr]
        assert all(wrong.values())
        if not wrong:
            assert intent(answer, TODAY, real_catalog, real_finder).kind in {Kind.WISH, Kind.EVIDENCE, Kind.SET}

    answered()


def test_a_goal_is_a_wish(real_catalog: Catalog, real_finder: Finder) -> None:
    """The form means what the same thing said in words means."""
    values = {
        "role": "data analyst", "by": "2027-08-31", "hours": "5", "budget": "300", "currency": "EUR",
        "have": "Security+, Python and 2 years of experience in IT",
    }  # fmt: skip
    sent = intent(FormAnswer("goal", values), TODAY, real_catalog, real_finder)
    text = (
        "I want to be a data analyst by 31 August 2027, 5 hours a week, 300 euros, "
        "I have Security+ and know Python, 2 years of experience in IT"
    )
    told = read(text, TODAY, real_catalog, real_finder)
    assert sent.kind is told.kind is Kind.WISH
    for slot in ("roles", "by", "hours", "cents", "currency", "held", "skills", "experience"):
        assert getattr(sent.wish, slot) == getattr(told.wish, slot), slot


@pytest.mark.parametrize(
    ("role", "goal"),
    [("CISSP", "credential:cissp"), ("Kubernetes", "skill:kubernetes"), ("soc analyst", "soc-analyst")],
)
def test_a_goal_of_any_kind(role: str, goal: str, real_catalog: Catalog, real_finder: Finder) -> None:
    """A role, a credential or a skill; what is left out is left open on purpose."""
    wish = intent(FormAnswer("goal", {"role": role}), TODAY, real_catalog, real_finder).wish
    assert wish.roles[0].split(":")[-1].endswith(goal.split(":")[-1])
    assert wish.roles[0].partition(":")[0] == goal.partition(":")[0] or ":" not in goal
    assert wish.no_deadline
    assert wish.no_limit
    assert wish.cents is None


def test_nothing_to_spend_means_free_ones(real_catalog: Catalog, real_finder: Finder) -> None:
    wish = intent(FormAnswer("goal", {"role": "chef", "budget": "0"}), TODAY, real_catalog, real_finder).wish
    assert (wish.cents, wish.only, wish.no_limit) == (0, ("free",), False)


def test_values_are_put_in() -> None:
    form = blank("goal")
    assert form is not None
    assert [f.value for f in holding(form, {"role": "a", "x": "b"}).fields if f.value] == ["a"]
