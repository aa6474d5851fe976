"""The catalog and the request as an integer instance."""

from dataclasses import replace
from datetime import date

import pytest

from knowledge.credentials import AllOf, AnyOf, Award, Fee
from planner.candidates import equivalents
from planner.clauses import clauses
from planner.costs import Costs
from planner.gap import open_targets
from planner.pathway import Basis
from planner.problem import build
from planner.request import Budget, Goal, Held, Only
from tests.planner.small import START, catalog, credential, goal, request


def _price(fee: Fee, **asked: object) -> tuple[int, Basis, bool]:
    one = credential("x", {"a": 2}, fees=(fee,), hours=100)
    price = Costs(catalog(one), request(goal({"a": 2}), **asked)).price(one)
    return price.cents, price.basis, price.about


def test_conversion_is_half_up_per_payment_with_a_margin_rounded_up():
    """A converted fee is rounded per payment, takes 5 % on top and is then counted."""
    assert _price(Fee("exam", 1002, "EUR", count=2)) == (2 * 1316, Basis.KNOWN, True)


def test_a_subscription_is_paid_for_every_started_month():
    """400 quarter-hours at 40 a week are 2.3 months: three are paid."""
    assert _price(Fee("subscription", 1000, "USD", per="month")) == (3000, Basis.KNOWN, False)


@pytest.mark.parametrize(("member", "cents"), [(True, 100), (False, 300)])
def test_a_fee_for_the_other_audience_is_not_paid(member: bool, cents: int):
    """Members pay the member's fee and others theirs."""
    fees = (Fee("exam", 100, "USD", audience="member"), Fee("exam", 300, "USD", audience="non-member"))
    one = credential("x", {"a": 2}, fees=fees)
    assert Costs(catalog(one), request(goal({"a": 2}), member=member)).price(one).cents == cents


def test_the_highest_stated_amount_is_budgeted_and_optional_fees_are_not():
    """References that disagree count with the highest value."""
    assert _price(Fee("exam", 100, "USD", disagree={"r": 150}))[0] == 150
    assert _price(Fee("exam", 100, "USD", optional=True))[0] == 0


def test_unknown_values_stand_at_the_issuers_maximum():
    """An unknown fee takes the issuer's dearest of its kind, unknown hours the issuer's greatest high."""
    blank = credential("x", {"a": 2}, dollars=None, hours=None)
    known = catalog(blank, credential("y", dollars=70, hours=12), credential("z", dollars=90, hours=9))
    costs = Costs(known, request(goal({"a": 2})))
    assert (costs.price(blank).cents, costs.price(blank).basis) == (9000, Basis.ESTIMATE)
    assert (costs.effort(blank).quarter_hours, costs.effort(blank).basis) == (48, Basis.ESTIMATE)


@pytest.mark.parametrize(("behind", "left"), [(0, 40), (12, 28), (40, 1), (900, 1)])
def test_study_that_is_behind_is_not_planned_again(behind: int, left: int):
    """What was studied already comes off, but a quarter-hour stays."""
    one = credential("x", {"a": 2}, hours=10)
    assert Costs(catalog(one), request(goal({"a": 2}), studied={"x": behind})).effort(one).quarter_hours == left


def test_retired_credentials_give_no_estimate():
    """Without any known value there is no estimate, and with a budget the credential is no candidate."""
    blank = credential("x", {"a": 2}, dollars=None)
    known = catalog(blank, credential("y", status="retired"))
    built = build(known, request(goal({"a": 2}), dollars=500))
    assert [(left.credential, left.why) for left in built.left_out] == [("x", "no-price")]
    locked = build(known, request(goal({"a": 2}), dollars=500, locked=("x",)))
    assert [(item.id, item.cents, item.cost_basis) for item in locked.items] == [("x", 0, Basis.UNKNOWN)]


@pytest.mark.parametrize(
    ("change", "asked", "why"),
    [
        ({"status": "retired"}, {}, "retired"),
        ({"status": "retiring"}, {}, "retiring"),
        ({"status": "retiring", "retires_on": date(2027, 1, 4)}, {}, "retiring"),
        ({}, {"excluded": ("x",)}, "excluded"),
        ({}, {"excluded_issuers": ("acme",)}, "excluded-issuer"),
        ({}, {"only": Only(hands_on=True)}, "only"),
        ({}, {"only": Only(proctored=True)}, "only"),
        ({}, {"only": Only(credit=True)}, "only"),
        ({}, {"only": Only(free=True)}, "only"),
        ({"languages": ("ja",)}, {"language": "en"}, "language"),
        ({"years": 1}, {}, "experience"),
        ({"years": 2}, {"experience_years": 1.0}, "experience"),
        ({"hours": None}, {}, "no-hours"),
    ],
)
def test_every_bar_is_named(change: dict[str, object], asked: dict[str, object], why: str):
    """Each rule that leaves a credential out gives its own reason."""
    built = build(catalog(credential("x", {"a": 2}, **change)), request(goal({"a": 2}, by=date(2027, 3, 1)), **asked))
    assert [left.why for left in built.left_out] == [why]
    assert not built.items


def test_what_is_held_or_equal_to_it_is_no_candidate():
    """A held credential and its equivalents are not earned again."""
    known = catalog(credential("x", {"a": 1}), credential("y", {"a": 2}, equivalent_to=("x",)))
    built = build(known, request(goal({"a": 2}), held=Held(("x",))))
    assert not built.items
    assert [left.why for left in built.left_out] == ["equivalent-held"]


def test_held_levels_leave_the_rest_open():
    """The gap starts at the best of the claimed level and the held credentials' levels."""
    known = catalog(credential("x", {"a": 2}))
    asked = request(goal({"a": 4, "b": 1}), held=Held(("x",), {"a": 1, "b": 3}))
    assert [(t.skill, t.held, t.worth) for t in open_targets(known, asked)] == [("a", 2, (0, 425000, 850000))]


def test_a_role_gives_its_skills_with_their_weights():
    """Essential skills weigh 10, optional ones 4."""
    found = open_targets(catalog(), request(Goal(role="clerk")))
    assert [(t.skill, t.weight, t.worth[-1]) for t in found] == [("a", 10, 607142), ("b", 4, 242857)]


def test_expressions_become_clauses():
    """(a and b) or c is (a or c) and (b or c); equivalents join their id; wider clauses go."""
    same = {"c": ("k",)}
    found = clauses(AnyOf((AllOf(("a", "b")), "c")), lambda i: same.get(i, ()))
    assert found == (frozenset("ack"), frozenset("bck"))
    assert clauses(AllOf(("a", AnyOf(("a", "b")))), lambda _: ()) == (frozenset("a"),)
    assert clauses(AnyOf(()), lambda _: ()) == (frozenset(),)


def test_held_credentials_satisfy_prerequisites_and_components():
    """What is held falls out of clauses and counts toward an award."""
    known = catalog(
        credential("h"),
        credential("p"),
        credential("x", {"a": 2}, needs=AllOf(("h", "p"))),
        credential("s", {"a": 2}, award=Award(2, ("h", "p")), award_only=True, hours=None),
    )
    built = build(known, request(goal({"a": 2}), held=Held(("h",))))
    names = [item.id for item in built.items]
    assert names == ["p", "s", "x"]
    assert built.items[2].clauses == ((0,),)
    assert built.items[2].needs_held == ("h",)
    assert built.items[1].stack is not None
    assert (built.items[1].stack.need, built.items[1].stack.groups, built.items[1].study) == (1, ((0,),), False)


def test_equivalents_count_on_both_sides_and_one_step():
    """The relation is symmetric and not transitive."""
    known = catalog(credential("x", equivalent_to=("y",)), credential("y", equivalent_to=("z",)), credential("z"))
    assert equivalents(known)["y"] == {"x", "z"}
    assert equivalents(known)["x"] == {"y"}


def test_only_what_can_matter_is_an_item():
    """Credentials that show nothing missing stay away unless they support one that does."""
    known = catalog(credential("x", {"a": 2}, needs="p"), credential("p"), credential("other", {"d": 4}))
    assert [item.id for item in build(known, request(goal({"a": 2}))).items] == ["p", "x"]


def test_capacity_is_whole_quarter_hours_before_the_deadline():
    """40 quarter-hours a week for 10 days are 57; without a deadline there is no limit."""
    asked = request(goal({"a": 2}, by=date(2027, 1, 14)), goal({"b": 2}))
    built = build(catalog(credential("x", {"a": 2})), asked)
    assert built.capacity == (57, None)
    assert built.due == (0, 1)
    dropped = build(catalog(), replace(asked, goals=asked.goals[:1]), frozenset({"deadline"}))
    assert dropped.capacity == (None,)


def test_costs_convert_to_us_cents():
    """A plan in euros still weighs money in US cents."""
    built = build(
        catalog(credential("x", {"a": 2}, fees=(Fee("exam", 1000, "EUR"),))),
        replace(request(goal({"a": 2})), budget=Budget(5000, "EUR"), start=START),
    )
    assert (built.items[0].cents, built.items[0].us_cents, built.items[0].about) == (1000, 1250, False)


def test_a_monstrous_expression_is_impossible_instead_of_endless():
    """Fifteen alternatives of four parts each would be a billion clauses."""
    monster = AnyOf(tuple(AllOf(tuple(f"c{i}-{j}" for j in range(4))) for i in range(15)))
    assert clauses(monster, lambda _: ()) == (frozenset(),)
