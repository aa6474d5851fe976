"""The plan without a solver, and the cheapest ways behind it."""

from datetime import date

from knowledge.credentials import AnyOf, Award
from planner.circles import circles
from planner.greedy import greedy
from planner.problem import Problem, build
from planner.reach import bundle, greatest, trim, ways
from planner.shortlist import ENOUGH, shortlist
from tests.planner.small import catalog, credential, goal, request


def _ids(problem: Problem) -> list[str] | None:
    choices = greedy(problem)
    return None if choices is None else [problem.items[c.item].id for c in choices]


def test_a_bundle_brings_its_prerequisites():
    """The cheaper of two prerequisites comes along."""
    known = catalog(
        credential("x", {"a": 2}, needs=AnyOf(("p", "q"))), credential("p", dollars=50), credential("q", dollars=60)
    )
    assert _ids(build(known, request(goal({"a": 2})))) == ["p", "x"]


def test_no_plan_beyond_the_budget():
    """Where the only help is too dear there is no simple plan."""
    assert _ids(build(catalog(credential("x", {"a": 2})), request(goal({"a": 2}), dollars=99))) is None


def test_locked_credentials_come_first():
    """A locked credential is in, even when it shows nothing."""
    known = catalog(credential("x", {"a": 2}), credential("l"))
    assert _ids(build(known, request(goal({"a": 2}), locked=("l",)))) == ["l", "x"]


def test_awards_are_the_cheaper_way():
    """A credential given for two cheap ones costs what these cost."""
    known = catalog(
        credential("x", {"a": 2}, dollars=900, award=Award(2, ("p", "q"))),
        credential("p", dollars=50),
        credential("q", dollars=60),
    )
    built = build(known, request(goal({"a": 2})))
    found = ways(built.items, lambda item: item.cents, sum)
    assert [way and (way.cost, way.award) for way in found] == [(5000, False), (6000, False), (11000, True)]
    assert bundle(2, found) == {2: True, 0: False, 1: False}
    assert [way and way.cost for way in ways(built.items, lambda item: item.cents, greatest)] == [5000, 6000, 6000]


def test_circles_are_unreachable():
    """Two credentials that need each other cannot be earned."""
    known = catalog(credential("x", {"a": 2}, needs="y"), credential("y", {"a": 2}, needs="x"))
    trimmed = trim(build(known, request(goal({"a": 2}))))
    assert not trimmed.items
    assert [(left.credential, left.why) for left in trimmed.left_out] == [("x", "unreachable"), ("y", "unreachable")]


def test_what_alone_breaks_a_limit_is_trimmed_with_its_number():
    """Too dear (with its cents) and too long (with its hours) are told apart."""
    known = catalog(credential("x", {"a": 2}, dollars=500), credential("y", {"a": 2}, hours=90.5))
    trimmed = trim(build(known, request(goal({"a": 2}, by=date(2027, 2, 1)), dollars=300)))
    assert [(left.why, left.detail) for left in trimmed.left_out] == [("over-budget", "50000"), ("over-time", "90.5")]


def test_strongly_connected_components():
    """Only sets of two and more nodes are circles."""
    assert circles([{1}, {2}, {0}, {0, 4}, set()]) == [frozenset({0, 1, 2})]


def test_a_big_catalog_is_shortened_and_keeps_prerequisites():
    """Beyond 400 candidates the cheap and the valuable stay, with what they need."""
    many = [credential(f"x{n:04}", {"a": 1 + n % 4}, dollars=100 + n, needs=f"p{n % 7}") for n in range(ENOUGH + 50)]
    built = trim(build(catalog(*many, *(credential(f"p{n}") for n in range(7))), request(goal({"a": 4}))))
    short = shortlist(built)
    assert short.shortened
    assert len(short.items) < 120
    assert all(group for item in short.items for group in item.clauses)
    assert {"x0003", "x0000"} <= {item.id for item in short.items}
