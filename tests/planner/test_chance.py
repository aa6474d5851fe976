"""The chance of a plan, the plan that is 80 % sure, and a person's pace."""

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta

import pytest

from knowledge.credentials import Exam, StudyHours, Window
from planner.chance import SURE, Chance, chance, remaining
from planner.check import check
from planner.pace import PEOPLE, Log, Pace, pace, planned
from planner.pathway import Basis
from planner.plan import plan
from planner.request import Budget, Goal, Held, Request, Weeks
from planner.simulation import NEVER, Assumed, lived
from planner.sure import sure
from tests.planner import small
from tests.planner.exercise import solved
from tests.planner.random_requests import random_request
from tests.planner.small import START

EXACT = Assumed(missed=0, failed=0, luck=0, draws=2)
USUAL_PEOPLE = Pace(1.0, 0.0)
ROLE = Request((Goal("finops-analyst", by=date(2027, 6, 1)),), date(2026, 11, 23), 6, Budget(80_000))


@pytest.fixture(scope="module")
def tight(real_catalog):
    """A plan that just fits before its deadline."""
    return plan(real_catalog, ROLE)


def test_without_chance_it_is_the_schedule(real_catalog):
    """Nobody misses, fails or is slower: every step is complete on the planned day, sessions and windows included."""
    dated = steps = 0
    made = [(real_catalog, plan(real_catalog, random_request(real_catalog, seed))) for seed in range(12)]
    made += [(catalog, found) for catalog, _, _, found in map(solved, range(0, 60, 2))]
    for catalog, pathway in made:
        if not pathway.steps or any(s.hours_basis is Basis.UNKNOWN for s in pathway.steps):
            continue
        own = [catalog.credentials[s.credential] for s in pathway.steps]
        dated += any(c.sessions or c.exam_windows for c in own)
        steps += len(own)
        days = lived(catalog, pathway, USUAL_PEOPLE, EXACT)[:, 1].tolist()
        assert days == [(s.end - pathway.request.start).days for s in pathway.steps]
    assert dated >= 5
    assert steps >= 30


def test_each_risk_lowers_the_chance(real_catalog, tight):
    """Missed weeks, failed exams and a slow pace each delay the finish; more time raises the chance."""
    calm = chance(real_catalog, tight, USUAL_PEOPLE, Assumed(0, 0, 0))
    assert calm.share == 1.0
    assert calm.early == calm.sure == calm.late == max(s.end for s in tight.steps)
    for worse in (
        chance(real_catalog, tight, USUAL_PEOPLE, Assumed(0.3, 0, 0)),
        chance(real_catalog, tight, USUAL_PEOPLE, Assumed(0, 0.9, 0)),
        chance(real_catalog, tight, Pace(1.5, 0.0), Assumed(0, 0, 0)),
    ):
        assert worse.sure > calm.sure
    usual = chance(real_catalog, tight)
    assert 0.05 < usual.share < 0.8
    assert usual.early < usual.sure < usual.late
    shares = []
    for days in (0, 30, 60, 120, 300):
        later = replace(tight.request, goals=(replace(ROLE.goals[0], by=ROLE.goals[0].by + timedelta(days)),))
        shares.append(chance(real_catalog, replace(tight, request=later)).share)
    assert shares == sorted(shares)
    assert shares[-1] > 0.95


def test_it_waits_for_what_it_needs():
    """The exam that a step waits for is late: it begins after that day, and what is left of it takes one day more."""
    late = (Window(START + timedelta(30), START + timedelta(40)),)
    known = small.catalog(
        small.credential("first", {"a": 1}, exam_windows=late, hours=5),
        small.credential("then", {"a": 3}, needs="first"),
    )
    found = plan(known, small.request(small.goal({"a": 3})))
    assert [s.credential for s in found.steps] == ["first", "then"]
    days = lived(known, found, USUAL_PEOPLE, EXACT)[:, 0].tolist()
    assert days == [(s.end - START).days for s in found.steps] == [30, 37]


def test_a_failed_exam_waits_and_costs_again():
    """A quarter of the hours again, and not before the waiting time is over."""
    one = small.credential("x", {"a": 3}, hours=10, exam=Exam(60), retake_days=14)
    known = small.catalog(one)
    found = plan(known, small.request(small.goal({"a": 3})))
    assert lived(known, found, USUAL_PEOPLE, EXACT)[0, 0] == 6
    assert lived(known, found, USUAL_PEOPLE, replace(EXACT, failed=1))[0, 0] == 20
    soon = small.catalog(replace(one, retake_days=0))
    assert lived(soon, found, USUAL_PEOPLE, replace(EXACT, failed=1))[0, 0] == 8
    no_exam = small.catalog(replace(one, exam=Exam(none=True)))
    assert lived(no_exam, found, USUAL_PEOPLE, replace(EXACT, failed=1))[0, 0] == 6


def test_a_deadline_is_the_first_day_that_is_too_late(real_catalog, tight):
    """Complete on the day before it is in time; on the day itself it is not."""
    end = max(s.end for s in tight.steps)
    for by, share in ((end, 0.0), (end + timedelta(1), 1.0)):
        request = replace(tight.request, goals=(replace(ROLE.goals[0], by=by),))
        assert chance(real_catalog, replace(tight, request=request), USUAL_PEOPLE, EXACT).share == share


def test_a_step_that_is_begun_is_not_nearly_done_for_its_last_minutes():
    """With more than all planned hours behind, what is left is what people who needed more still needed."""
    one = replace(small.credential("x", {"a": 3}), hours=StudyHours(40, 80, "stated"))
    known = small.catalog(one)
    left = {}
    for hours in (0, 59, 90):
        request = small.request(small.goal({"a": 3}), hours=7, studied={"x": hours * 4})
        days = lived(known, plan(known, request), Pace(), Assumed(0, 0))[0]
        assert days.max() < NEVER
        left[hours] = float(days.mean())  # an hour a day
    assert 55 < left[0] < 75
    assert 10 < left[59] < 25
    assert 10 < left[90] < 30


def test_what_remains_of_a_plan(real_catalog, tight):
    """What is held goes, hours since then are taken off, and the calendar begins on the new day."""
    done, begun = tight.steps[0], tight.steps[-1]
    assert done != begun
    request = replace(ROLE, start=date(2027, 1, 10), held=Held((done.credential,)), studied={begun.credential: 40})
    rest = remaining(tight, request)
    assert [s.credential for s in rest.steps] == [s.credential for s in tight.steps[1:]]
    assert rest.steps[-1].quarter_hours == begun.quarter_hours - 40
    assert rest.request.start == request.start
    assert remaining(rest, request).steps == rest.steps


def test_what_is_not_known_is_said(real_catalog, tight):
    """No chance from an estimate; no share without a deadline; never 0 or 100 percent."""
    guessed = replace(tight, steps=(replace(tight.steps[0], hours_basis=Basis.ESTIMATE), *tight.steps[1:]))
    assert chance(real_catalog, guessed) == Chance(unknown=(tight.steps[0].credential,))
    open_end = replace(tight, request=replace(tight.request, goals=(replace(ROLE.goals[0], by=None),)))
    free = chance(real_catalog, open_end)
    assert free.share is None
    assert free.percent is None
    assert free.sure is not None
    assert Chance(1.0).percent == 95
    assert Chance(0.0).percent == 5
    assert Chance(0.63).percent == 65


def test_the_same_in_any_process(real_catalog, tight):
    """Another process, with other hashes, says the same."""
    code = (
        "from tests.planner.test_chance import *\nfrom knowledge.sources.own import read_folder\n"
        "c = read_folder(); print(repr(chance(c, plan(c, ROLE))))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": "."},
    )
    assert run.stdout.strip() == repr(chance(real_catalog, tight))


@pytest.mark.parametrize("role", ["finops-analyst", "devsecops-engineer", "nlp-engineer", "it-support-specialist"])
def test_the_sure_plan(real_catalog, role):
    """It keeps every rule of the request and is at least 80 % sure; a slow person gets a smaller one."""
    request = replace(ROLE, goals=(Goal(role, by=date(2027, 6, 1)),))
    best, found = plan(real_catalog, request), sure(real_catalog, request)
    assert check(real_catalog, found) == []
    assert found.request == request
    assert chance(real_catalog, found).share >= SURE
    assert found.value <= best.value
    slow = sure(real_catalog, request, pace=Pace(1.6, 0.2))
    assert slow is None or (slow.value <= found.value and chance(real_catalog, slow, Pace(1.6, 0.2)).share >= SURE)


def test_no_sure_plan(real_catalog):
    """None when nothing is sure: a quarter of an hour a week."""
    hardly = replace(ROLE, hours_per_week=0.25, weeks=(Weeks(date(2026, 11, 23), date(2027, 6, 1), 0.0),))
    assert sure(real_catalog, hardly) is None


def test_pace_is_shrunk_towards_the_usual(real_catalog, tight):
    """One slow step moves it a little, more of them more; hardly logged steps not at all."""
    known = sorted(c.id for c in real_catalog.credentials.values() if c.hours and c.hours.high == 2 * c.hours.low)[:6]
    double = [Log(c, round(2 * planned(real_catalog.credentials[c])), True) for c in known]
    assert pace(real_catalog, ()) == Pace(1.0, pytest.approx(PEOPLE), 0)
    one, six = pace(real_catalog, double[:1]), pace(real_catalog, double)
    assert 1.2 < one.factor < 1.6 < six.factor < 2
    assert six.spread < one.spread < PEOPLE
    assert (one.steps, six.steps) == (1, 6)
    barely = [replace(log, quarter_hours=log.quarter_hours // 10) for log in double]
    assert pace(real_catalog, barely).steps == 0
    assert pace(real_catalog, [replace(double[0], finished=False)]).factor > 1.1
    usual = [replace(log, quarter_hours=log.quarter_hours // 4, finished=False) for log in double]
    assert pace(real_catalog, usual).factor == 1
    assert pace(real_catalog, [Log("of-another-catalog", 40, True)]).steps == 0


def test_a_credential_that_the_catalog_has_no_more(real_catalog, tight):
    """A stored plan may be older than the catalog: nothing is said of it, and nothing breaks."""
    gone = tight.steps[0].credential
    left = {id: c for id, c in real_catalog.credentials.items() if id != gone}
    assert chance(replace(real_catalog, credentials=left), tight) == Chance(unknown=(gone,))
