"""Merging wishes, and what a planner request is made of."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records import Achievement, GoalRecord, LearnerRecord, Profile
from bot.requests import HORIZON_DAYS, goal_name, goal_of, profile_with, request_for
from bot.turn import Dialogue
from bot.wish import Wish, wish_from, wish_to
from knowledge.catalog import Catalog

TODAY = date(2026, 11, 23)
IDS = st.lists(st.sampled_from(["a", "b", "c"]), max_size=3, unique=True).map(tuple)
WISHES = st.builds(
    Wish,
    roles=IDS,
    role_text=st.sampled_from(["", "wizard"]),
    by=st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    no_deadline=st.booleans(),
    hours=st.none() | st.sampled_from([0.0, 0.25, 5.0]),
    cents=st.none() | st.sampled_from([0, 80000]),
    currency=st.sampled_from([None, "EUR"]),
    no_limit=st.booleans(),
    held=IDS,
    skills=st.dictionaries(st.sampled_from(["x", "y"]), st.integers(1, 4), max_size=2),
    excluded=IDS,
    locked=IDS,
    only=st.lists(st.sampled_from(["free", "hands_on"]), unique=True).map(tuple),
    experience=st.none() | st.sampled_from([0.0, 5.0]),
)


@given(WISHES)
def test_json_round_trip(wish: Wish) -> None:
    """A wish survives the store, zeros included."""
    assert wish_from(wish_to(wish)) == wish


@given(WISHES)
def test_dialogue_round_trip(wish: Wish) -> None:
    """A dialogue survives the store."""
    dialogue = Dialogue("hours", ("hours",), (("a", "b"),), wish, "{}", None, "x", "forget")
    assert Dialogue.from_json(dialogue.to_json()) == dialogue


@given(WISHES)
def test_an_empty_wish_changes_nothing(wish: Wish) -> None:
    """Merging nothing keeps everything that was said."""
    merged = wish.merged(Wish())
    for name in ("roles", "by", "hours", "cents", "held", "only", "experience"):
        assert getattr(merged, name) == getattr(wish, name)


@pytest.mark.parametrize("slot", [{"cents": 0}, {"experience": 0.0}, {"hours": 0.0}])
def test_zero_is_said(slot: dict[str, float]) -> None:
    """Zero is a value, not silence."""
    assert Wish(**slot).said() == tuple(slot)


def test_lists_grow_and_values_are_replaced() -> None:
    """What is held grows; hours and money change."""
    first = Wish(roles=("x",), hours=6.0, cents=80000, currency="USD", held=("a",), skills={"p": 2})
    later = Wish(hours=4.0, held=("b",), skills={"q": 3})
    merged = first.merged(later)
    assert merged.hours == 4.0
    assert merged.cents == 80000
    assert merged.held == ("a", "b")
    assert dict(merged.skills) == {"p": 2, "q": 3}


def test_a_new_amount_without_a_currency_keeps_the_old_one() -> None:
    """ "make it 500" after "800 euros" is 500 euros."""
    assert Wish(cents=80000, currency="EUR").merged(Wish(cents=50000)).currency == "EUR"


def test_an_amount_takes_no_limit_back_and_the_other_way_round() -> None:
    """The last word about money counts."""
    assert not Wish(no_limit=True).merged(Wish(cents=50000)).no_limit
    assert Wish(cents=50000).merged(Wish(no_limit=True)).cents is None


def test_an_amount_takes_free_only_back() -> None:
    """ "actually 100 dollars is ok" ends "free only"."""
    assert "free" not in Wish(cents=0, only=("free",)).merged(Wish(cents=10000)).only


def test_a_new_deadline_takes_the_second_reading_with_it() -> None:
    """The button "I meant before 1 July" goes when another date is said."""
    old = Wish(by=date(2027, 6, 1), by_said="by June", by_other=date(2027, 7, 1))
    merged = old.merged(Wish(by=date(2027, 10, 15), by_said="by 14 October"))
    assert merged.by_other is None
    assert Wish(by=date(2027, 6, 1)).merged(Wish(no_deadline=True)).by is None


def test_wanting_what_was_left_out_and_the_other_way_round() -> None:
    """The last word about a credential counts."""
    assert Wish(excluded=("a",)).merged(Wish(locked=("a",))).excluded == ()
    assert Wish(locked=("a",)).merged(Wish(excluded=("a",))).locked == ()
    assert Wish(locked=("a",)).merged(Wish(held=("a",))).locked == ()


def test_a_role_replaces_a_role() -> None:
    """ "actually make it devops engineer" replaces the role and leaves no old words."""
    merged = Wish(role_text="wizard", role_options=("x",)).merged(Wish(roles=("devops-engineer",)))
    assert merged.roles == ("devops-engineer",)
    assert merged.role_text == ""
    assert merged.role_options == ()


def test_words_that_are_no_role_do_not_stay_next_to_a_role() -> None:
    """Unknown words for a role either replace the role or are dropped; never both at once."""
    merged = Wish(roles=("data-analyst",)).merged(Wish(role_text="passed"))
    assert not (merged.roles and merged.role_text)


def test_the_profile_takes_what_was_said() -> None:
    """Hours, money and filters end up in the profile; silence keeps what was there."""
    profile = profile_with(Profile(hours_per_week=5.0, language="de"), Wish(cents=0, currency="EUR", experience=0.0))
    assert (profile.hours_per_week, profile.budget_cents, profile.currency) == (5.0, 0, "EUR")
    assert profile.experience_years == 0.0
    assert profile.language == "de"


def test_the_profile_forgets_free_only_when_money_is_named() -> None:
    """A budget ends an accepted "free only"."""
    assert "free" not in profile_with(Profile(only=("free",), budget_cents=0), Wish(cents=10000)).only


def record(**profile: object) -> LearnerRecord:
    """A learner with a profile."""
    return LearnerRecord("k", "t", profile=Profile(hours_per_week=5.0, **profile))  # type: ignore[arg-type]


def test_a_request_carries_the_whole_record(real_catalog: Catalog) -> None:
    """Held, skills, budget, filters and deadline reach the planner."""
    learner = LearnerRecord(
        "k",
        "t",
        profile=Profile(hours_per_week=6.0, budget_cents=0, currency="EUR", only=("free",), experience_years=0.0),
        achievements=(Achievement("comptia-security-plus"), Achievement("comptia-security-plus"), Achievement("gone")),
        skills={"linux-administration": 2},
    )
    request = request_for(learner, (GoalRecord("data-analyst", date(2027, 6, 1)),), TODAY, real_catalog)
    assert request.held.credentials == ("comptia-security-plus",)
    assert request.budget is not None
    assert (request.budget.cents, request.budget.currency) == (0, "EUR")
    assert request.only.free
    assert not request.only.hands_on
    assert request.experience_years == 0.0
    assert request.goals[0].by == date(2027, 6, 1)
    assert request.start == TODAY


def test_no_deadline_is_a_year(real_catalog: Catalog) -> None:
    """Without a deadline the plan is made within a year."""
    request = request_for(record(), (GoalRecord("data-analyst", None),), TODAY, real_catalog)
    assert request.goals[0].by is not None
    assert (request.goals[0].by - TODAY).days == HORIZON_DAYS


def test_no_limit_is_no_budget(real_catalog: Catalog) -> None:
    """No limit reaches the planner as no budget, whatever amount was there."""
    request = request_for(
        record(budget_cents=100, no_budget_limit=True), (GoalRecord("data-analyst", None),), TODAY, real_catalog
    )
    assert request.budget is None


def test_a_credential_goal_locks_it_unless_held(real_catalog: Catalog) -> None:
    """ "I want CISSP" plans CISSP; having it plans nothing of it."""
    goal = (GoalRecord("credential:isc2-cissp", None),)
    assert request_for(record(), goal, TODAY, real_catalog).locked == ("isc2-cissp",)
    held = LearnerRecord("k", "t", profile=Profile(hours_per_week=5.0), achievements=(Achievement("isc2-cissp"),))
    assert request_for(held, goal, TODAY, real_catalog).locked == ()


def test_a_lock_beats_an_exclusion(real_catalog: Catalog) -> None:
    """A request never locks and excludes the same credential."""
    request = request_for(
        record(locked=("isc2-cissp",), excluded=("isc2-cissp",)),
        (GoalRecord("data-analyst", None),),
        TODAY,
        real_catalog,
    )
    assert set(request.locked).isdisjoint(request.excluded)


@pytest.mark.parametrize(
    ("role", "name"),
    [("data-analyst", "Data Analyst"), ("credential:isc2-cissp", "CISSP"), ("skill:kubernetes", "Kubernetes")],
)
def test_goal_names(role: str, name: str, real_catalog: Catalog) -> None:
    """A goal is a role, a credential or a skill, and has a name."""
    assert goal_name(role, real_catalog) == name
    assert goal_of(role, None, real_catalog).by is None
