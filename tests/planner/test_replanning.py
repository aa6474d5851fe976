"""Planning the rest again changes as little as 2 % of the value allow."""

from planner.check import check
from planner.pathway import Status
from planner.plan import plan
from planner.replanning import replan
from tests.planner.small import catalog, credential, goal, request

KNOWN = catalog(
    credential("new", {"a": 2}, dollars=100),
    credential("old", {"a": 2}, dollars=140),
    credential("dear", {"a": 2}, dollars=900),
)
ASKED = request(goal({"a": 2}))


def _ids(found):
    return [step.credential for step in found.steps]


def test_a_little_better_is_no_reason_to_change():
    """Within 2 % the old step stays, and the plan says that it is not the best; beyond, it goes."""
    assert _ids(plan(KNOWN, ASKED)) == ["new"]
    kept = replan(KNOWN, ASKED, ["old"])
    assert (_ids(kept), kept.status, check(KNOWN, kept)) == (["old"], Status.GAP, [])
    assert kept.gap is not None
    assert 0 < kept.gap < 2.1
    assert _ids(replan(KNOWN, ASKED, ["dear"])) == ["new"]


def test_the_best_plan_itself_stays_proven():
    """Where the old plan is the best one nothing is given up."""
    assert replan(KNOWN, ASKED, ["new"]).status is Status.PROVEN
