"""Half a year with learners whose lives the planner does not know: ./dev bench weeks.

Plans stay valid, every difference is listed, finished work is never asked for again, and forecasts are compared with
what happens: a hit is a finish on or before the day that was called 80 % sure.
"""

import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import fmean

import pytest

from bot.views.compare import difference
from knowledge.catalog import Catalog
from planner.chance import chance, remaining
from planner.check import check
from planner.pace import Pace, pace
from planner.pathway import Pathway
from planner.plan import plan
from planner.replanning import replan
from planner.request import Goal, Request
from planner.sure import sure
from tests.benchmarks.lives import Life, with_holiday
from tests.benchmarks.report import report

START, WEEKS = date(2026, 11, 23), 26


@dataclass
class Seen:
    """What was found out. Hits are (forecast, came true)."""

    first: list[bool] = field(default_factory=list)
    later: list[bool] = field(default_factory=list)
    unpaced: list[bool] = field(default_factory=list)
    again: list[bool] = field(default_factory=list)
    safer: list[bool] = field(default_factory=list)
    shares: list[tuple[float, bool]] = field(default_factory=list)
    replans: int = 0
    refused: int = 0
    invalid: int = 0
    unlisted: int = 0
    repeated: int = 0
    lines: int = 0


def profiles(known: Catalog, count: int) -> list[Request]:
    """Roles, weekly hours and deadlines, spread evenly over what the shipped catalog has."""
    roles = sorted(known.occupations)
    hours, months = (4, 6, 8, 10), (4, 6, 9)
    step = max(1, len(roles) // count)
    return [
        Request((Goal(role, by=START + timedelta(30 * months[n % 3])),), START, hours[n % 4])
        for n, role in enumerate(roles[::step][:count])
    ]


def follow(known: Catalog, request: Request, made: Pathway, seed: int, seen: Seen, replans: bool) -> None:
    """One learner: a forecast at the start, one after eight weeks, and for some a new plan every few weeks."""
    life = Life(known, made.request, seed)
    told = chance(known, made)
    if told.sure is None or told.share is None:
        return
    end = life.finish(made)
    by = (request.goals[0].by - START).days
    seen.first.append(end <= (told.sure - START).days)
    seen.shares.append((told.share, end < by))
    at_hand = made
    for week in range(1, WEEKS + 1):
        life.live(at_hand, week * 7)
        asked = life.asks(at_hand)
        rest = remaining(at_hand, asked)
        if not rest.steps:
            break
        if week == 8:
            real = life.finish(at_hand)
            for own, found in ((pace(known, life.logs()), seen.later), (Pace(), seen.unpaced)):
                told = chance(known, rest, own)
                if told.sure is not None:
                    found.append(real <= (told.sure - START).days)
        if replans and week % 5 == seed % 5:
            at_hand = _again(known, life, at_hand, rest, asked, seen)


def _again(known: Catalog, life: Life, old: Pathway, rest: Pathway, asked: Request, seen: Seen) -> Pathway:
    """The rest planned again, and looked at."""
    new = replan(known, asked, [s.credential for s in rest.steps])
    seen.replans += 1
    if not new.steps:  # the deadline is too near for anything: the old plan stays
        seen.refused += 1
        return old
    seen.invalid += bool(check(known, new))
    seen.repeated += bool({s.credential for s in new.steps} & set(life.done))
    before, after = ({s.credential: s.end for s in p.steps} for p in (rest, new))
    lines = difference(known, rest, new)
    seen.lines += len(lines)
    changed = {c for c in before.keys() | after.keys() if before.get(c) != after.get(c)}
    seen.unlisted += sum(known.credentials[c].short not in " ".join(lines) for c in changed)
    told = chance(known, new, pace(known, life.logs()))
    if told.sure is not None:
        seen.again.append(life.finish(new) <= (told.sure - START).days)
    return new


def simulated(known: Catalog, learners: int, count: int, replanning: int) -> Seen:
    """Learners in a few profiles; of every `replanning` one plans again."""
    seen, made = Seen(), {}
    asked = profiles(known, count)
    for seed in range(learners):
        kind = seed % (2 * count)  # people of a kind have the same plan
        if kind not in made:
            request = with_holiday(asked[seed % count], kind)
            best = plan(known, request)
            made[kind] = (request, best, sure(known, request) if best.steps else None)
        request, best, safe = made[kind]
        if best.steps:
            follow(known, request, best, seed, seen, seed % replanning == 0)
        if safe:
            end = Life(known, safe.request, seed).finish(safe)
            seen.safer.append(end < (request.goals[0].by - START).days)
    return seen


def table(seen: Seen) -> dict[str, object]:
    """The figures."""
    found: dict[str, object] = {"learners": len(seen.first)}
    for name, hits in (
        ("start", seen.first),
        ("week 8, own pace", seen.later),
        ("week 8, usual pace", seen.unpaced),
        ("after replans", seen.again),
        ("80 % plans in time", seen.safer),
    ):
        found[f"{name}: n"], found[f"{name}: hits %"] = len(hits), 100 * fmean(hits) if hits else None
    for low, high in ((0, 0.35), (0.35, 0.65), (0.65, 0.9), (0.9, 1.01)):
        some = [(said, came) for said, came in seen.shares if low <= said < high]
        if some:
            said, came = fmean(s for s, _ in some), fmean(c for _, c in some)
            found[f"said {low}-{min(high, 1)}"] = f"{said:.2f}, came true {came:.2f} (n {len(some)})"
    for name in ("replans", "refused", "invalid", "unlisted", "repeated", "lines"):
        found[name] = getattr(seen, name)
    return found


def _sound(seen: Seen) -> None:
    assert seen.replans > seen.refused
    assert seen.lines
    assert (seen.invalid, seen.unlisted, seen.repeated) == (0, 0, 0)


def test_some_learners(real_catalog: Catalog) -> None:
    """A short run: nothing invalid, unlisted or asked for again, and forecasts that are roughly right."""
    seen = simulated(real_catalog, 60, 4, 12)
    _sound(seen)
    assert 0.6 <= fmean(seen.first) <= 0.95


@pytest.mark.benchmark
def test_half_a_year(real_catalog: Catalog) -> None:
    """500 learners: 70 to 90 % of the forecasts hit, at the start and with the pace of eight weeks."""
    began = time.perf_counter()
    seen = simulated(real_catalog, 500, 25, 4)
    report("26 weeks", {**table(seen), "s": time.perf_counter() - began})
    _sound(seen)
    assert 0.7 <= fmean(seen.first) <= 0.9
    assert 0.7 <= fmean(seen.later) <= 0.9
