"""A team's plan by column generation over kinds of people, priced by the personal model (docs/planner.md, Teams)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.catalog import Catalog
from planner.check_team import check_team
from planner.compose import compose
from planner.pathway import Pathway, Status
from planner.plan import PlannerError
from planner.search import Outcome
from planner.solve import Found, Limits
from planner.team_columns import UNIT, Column, Kind, Prices, kinds, profit, simple
from planner.team_master import Frame, bound, chosen, market
from planner.team_missed import missed
from planner.team_pathway import Offer, Progress, Reached, TeamPlan
from planner.team_pricing import Pricing
from planner.team_request import Team, currency, faults, have
from planner.team_whole import whole
from planner.valid import BadRequest

ROUNDS = 16
NEAR = 0.002
"""A plan this near its bound (0.2 %) ends the search for ways."""
CLOSE = 0.03
"""Within this share of the bound, or without enough new ways, the looks are thorough."""
STEADY = 0.1
"""Within this share of the bound prices move half-way only."""
SMALL = 90
"""Up to this many candidates of all people together the whole team is one model in the end."""
TEAM = Limits(work=1.5, seconds=30.0)
"""For each solve; the rounds are counted, so that the same team gets the same plan in any process."""


@dataclass(slots=True)
class _State:
    """Ways known so far, how many people take each, the plan's value and the best bound."""

    ways: list[Column]
    numbers: tuple[int, ...] = ()
    value: int = 0
    bound: int | None = None
    centre: Prices | None = None
    quick: bool = True
    pricing: tuple[Pricing, ...] = ()

    def near(self) -> bool:
        return self.bound is not None and self.bound - self.value <= NEAR * abs(self.value)


def team_plan(catalog: Catalog, team: Team, limits: Limits = TEAM) -> TeamPlan:
    """The plan that the last of `team_plans` brings. Raises BadRequest and PlannerError."""
    *_, last = team_plans(catalog, team, limits)
    if last.plan is None:
        raise PlannerError("the search for a team's plan ended without one")
    return last.plan


def team_plans(
    catalog: Catalog, team: Team, limits: Limits = TEAM, stop: Callable[[], bool] = lambda: False
) -> Iterator[Progress]:
    """Progress after each round, the plan with the last one. A `stop` that says yes ends the search with what there is.

    Raises BadRequest with one sentence; PlannerError when the plan does not pass planner/check_team.py.
    """
    wrong = next(faults(catalog, team), None)
    if wrong:
        raise BadRequest(wrong)
    frame = frame_of(catalog, team)
    state = start(frame, limits)
    rounds = 0
    while rounds < ROUNDS and not state.near() and not stop():
        rounds += 1
        more = improve(frame, state, limits, stop)
        yield Progress(rounds, state.value, bound_of(frame, state), len(state.ways))
        if not more:
            break
    found = whole(frame, state.ways, state.numbers, limits) if _small(frame, state) and not stop() else None
    if found:
        state.ways, state.numbers, state.value = [*found.ways], found.numbers, found.value
        state.bound = min(bound_of(frame, state), max(found.bound, found.value))
    plan = replace(written(catalog, frame, state), rounds=rounds, columns=len(state.ways))
    if not stop():
        plan = replace(plan, unreached=missed(frame, plan.coverage, limits))
    violations = check_team(catalog, plan)
    if violations:
        raise PlannerError(f"no team plan passes the check: {violations}")
    yield Progress(rounds, plan.value, plan.bound, plan.columns, plan)


def frame_of(catalog: Catalog, team: Team) -> Frame:
    """The team as kinds of people, and what is still wanted."""
    known = have(catalog, team)
    open_heads = tuple(max(0, t.people - n) for t, n in zip(team.targets, known, strict=True))
    sure = sum(t.worth * min(t.people, n) for t, n in zip(team.targets, known, strict=True))
    return Frame(team, tuple(kinds(catalog, team)), open_heads, sure)


def start(frame: Frame, limits: Limits) -> _State:
    """Ways by simple means, and whole numbers of people on them."""
    state = _State([way for k, kind in enumerate(frame.kinds) if (way := simple(kind, k))], value=frame.sure)
    state.value, state.numbers = chosen(frame, state.ways, limits, ())
    state.pricing = tuple(Pricing(kind, k) for k, kind in enumerate(frame.kinds))
    return state


def improve(frame: Frame, state: _State, limits: Limits, stop: Callable[[], bool]) -> bool:
    """One round: prices, the best way of each kind at these, the bound, the plan. False when no way was new."""
    asked = market(frame, state.ways, limits) if state.bound is not None else first_prices(frame)
    if asked is None:
        return False
    if (
        state.centre and state.bound is not None and state.bound - state.value <= STEADY * abs(state.value)
    ):  # half-way to the prices of the best bound: they swing less (Wentges 1997)
        asked = asked.between(state.centre)
    quick = state.quick
    most: list[int] = []
    known = set(state.ways)
    before = len(state.ways)
    for k in range(len(frame.kinds)):
        if stop():
            break
        mine = [way for way in state.ways[:before] if way.kind == k]
        best = max(mine, key=lambda way: profit(way, asked), default=None)
        each, way = state.pricing[k].best(asked, limits, best, quick)
        most.append(each)
        if way and way not in known:
            known.add(way)
            state.ways.append(way)
    state.value, state.numbers = chosen(frame, state.ways, limits, state.numbers)
    if len(most) < len(frame.kinds):  # stopped: not all kinds were asked, which proves nothing
        return False
    proved = bound(frame, asked, most)
    if state.bound is None or proved < state.bound:
        state.bound, state.centre = proved, asked
    state.bound = max(state.bound, state.value)
    new = len(state.ways) - before
    state.quick = quick and state.bound - state.value > CLOSE * abs(state.value) and new * 10 > len(frame.kinds)
    if new or quick or state.centre is None:
        return bool(new) or quick
    swung, state.centre = state.centre != asked, None  # once more at the market's own prices
    return swung


def first_prices(frame: Frame) -> Prices:
    """A guess: every wanted head at its worth, a cent at what the budget buys when it buys them all."""
    heads = tuple(UNIT * t.worth for t in frame.team.targets)
    wanted = sum(n * each for n, each in zip(frame.open_heads, heads, strict=True))
    return Prices(heads, wanted // max(1, frame.budget) if frame.budget is not None else 0)


def bound_of(frame: Frame, state: _State) -> int:
    """The bound, or what is left when no round was finished: all heads and all personal points."""
    if state.bound is not None:
        return state.bound
    free = Prices(tuple(UNIT * t.worth for t in frame.team.targets), 0)
    points = [sum(max(t.worth) for t in kind.problem.targets) * 2 * UNIT + sum(free.heads) for kind in frame.kinds]
    return max(state.value, bound(frame, free, points))


def _small(frame: Frame, state: _State) -> bool:
    sizes = sum(kind.people * len(kind.problem.items) for kind in frame.kinds)
    dated = any(kind.problem.dated for kind in frame.kinds)
    return sizes <= SMALL and not dated and (state.bound is None or state.bound > state.value)


def written(catalog: Catalog, frame: Frame, state: _State) -> TeamPlan:
    """The state as a plan: dated offers per person, coverage per target."""
    team = frame.team
    offers: list[Offer] = []
    for k, kind in enumerate(frame.kinds):
        mine = [(way, n) for way, n in zip(state.ways, state.numbers, strict=True) if way.kind == k and n]
        offers += _handed_out(kind, mine)
    offers.sort(key=lambda offer: offer.member)  # stable: those of one member stay as they were
    known = have(catalog, team)
    coverage = []
    for t, (target, n) in enumerate(zip(team.targets, known, strict=True)):
        new = sum(m for way, m in zip(state.ways, state.numbers, strict=True) if t in way.reaches)
        coverage.append(Reached(target.skill, target.level, target.people, n, n + new))
    most = bound_of(frame, state)
    return TeamPlan(
        team=team,
        catalog=catalog.version,
        status=Status.PROVEN if most == state.value else Status.GAP,
        offers=tuple(offers),
        currency=currency(team),
        cents=sum(way.cents * n for way, n in zip(state.ways, state.numbers, strict=True)),
        value=state.value,
        bound=most,
        gap=100 * (most - state.value) / max(1, abs(state.value)),
        coverage=tuple(coverage),
        shortened=any(kind.problem.shortened for kind in frame.kinds),
    )


def _handed_out(kind: Kind, ways: Sequence[tuple[Column, int]]) -> Iterator[Offer]:
    """The ways over the members of a kind, in the order of what they hold, never of what they are worth."""
    ordered = sorted(ways, key=lambda pair: tuple(sorted(c.item for c in pair[0].choices)))
    waiting: list[tuple[Pathway | None, int]] = []
    for way, n in ordered:
        outcome = Outcome(Found.FEASIBLE, way.choices, way.value)
        waiting.append((compose(kind.problem, outcome), n))
    waiting.append((None, kind.people - sum(n for _, n in ways)))
    for member, people in kind.members:
        left = people
        while left:
            pathway, n = waiting[0]
            given = min(left, n)
            waiting[0] = (pathway, n - given)
            if given:
                yield Offer(member, given, pathway)
            if n == given:
                waiting.pop(0)
            left -= given
