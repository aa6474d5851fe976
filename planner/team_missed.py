"""Why a team target is missed: how many could reach it at all, and the least budget that reaches it alone."""

from collections.abc import Sequence

from planner.rows import Row
from planner.solve import Found, Limits, solve
from planner.team_columns import Kind
from planner.team_master import Frame
from planner.team_pathway import Reached, Unreached


def missed(frame: Frame, coverage: Sequence[Reached], limits: Limits) -> tuple[Unreached, ...]:
    """Each target that is not reached in full, as far as solving tells."""
    return tuple(_why(frame, t, told, limits) for t, told in enumerate(coverage) if told.missing)


def _why(frame: Frame, t: int, told: Reached, limits: Limits) -> Unreached:
    costs: list[int] = []
    sure = True
    for kind in frame.kinds:
        cents, proven = _cheapest(kind, t, limits)
        sure &= proven
        costs += [] if cents is None else [cents] * kind.people
    wanted = sorted(costs)[: max(0, told.wanted - told.have)]
    return Unreached(t, told.have + len(costs), sum(wanted) if sure else None)


def _cheapest(kind: Kind, t: int, limits: Limits) -> tuple[int | None, bool]:
    """The least cents with which a person of the kind reaches the target (None: cannot), and whether that is proven."""
    gap = kind.gaps[t]
    if gap is None or gap not in kind.built.reached:
        return None, True
    least = Row(((kind.built.reached[gap], 1),), 1, None, "heads")
    answer = solve(kind.built, [(v, -cents) for v, cents in kind.built.of_study("cents")], limits, (least,))
    if answer.found is Found.INFEASIBLE:
        return None, True
    return (-answer.objective if answer.values else None), answer.found is Found.OPTIMAL
