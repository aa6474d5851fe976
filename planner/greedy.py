"""A valid plan without a solver: bundles (a credential with all before it) added while they help. Hint and fallback."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from planner.dates import Choice, eased
from planner.gap import SHARE_UNIT
from planner.problem import Item, Problem
from planner.reach import Ways, bundle, ways

Bundle = dict[int, bool]
Bundles = dict[int, tuple[Bundle, ...]]
"""Per item its cheapest way; and one with what is advised before it."""
Score = Callable[[int, int], Fraction]


@dataclass(slots=True)
class _Draft:
    """A growing plan: item -> (award, deadline index); `closed[t]` levels; all limits hold at any time."""

    problem: Problem
    picks: dict[int, tuple[bool, int]] = field(default_factory=dict)

    def grown(self, adding: Bundle, by: int) -> "_Draft | None":
        """With the bundle earned by that deadline, None when a limit or an equivalent forbids it."""
        picks = dict(self.picks)
        own = [last for i in adding if (last := self.problem.items[i].last) is not None]
        by = min([by, *own])  # what retires, and all before it, is earned in time
        for i, award in adding.items():
            old = picks.get(i)
            picks[i] = (old[0], min(by, old[1])) if old else (award, by)
            if any(rival in picks for rival in self.problem.items[i].rivals):
                return None
        draft = _Draft(self.problem, picks)
        return draft if draft.fits() else None

    def fits(self) -> bool:
        """Whether budget and hours hold."""
        items, problem = self.problem.items, self.problem
        if (
            problem.budget is not None
            and sum(items[i].cents for i, (a, _) in self.picks.items() if not a) > problem.budget
        ):
            return False
        for d, capacity in enumerate(problem.capacity):
            before = [i for i, (_, by) in self.picks.items() if by <= d]
            spent = sum(items[i].quarter_hours for i in before if not self.picks[i][0])
            if capacity is not None and (spent > capacity or (capacity < 0 and before)):
                return False
        return True

    def closed(self) -> list[int]:
        """Levels closed per target."""
        best = [0] * len(self.problem.targets)
        for i, (_, by) in self.picks.items():
            for t, k in self.problem.items[i].shows:
                if by <= self.problem.due[self.problem.targets[t].goal]:
                    best[t] = max(best[t], k)
        return best

    def evidence(self) -> int:
        """Points of the closed gaps."""
        best = [0] * len(self.problem.targets)
        for i, (_, by) in self.picks.items():
            for (t, _), points in zip(self.problem.items[i].shows, self.problem.items[i].points, strict=True):
                if by <= self.problem.due[self.problem.targets[t].goal]:
                    best[t] = max(best[t], points)
        return sum(best)

    def toll(self) -> int:
        """Points that its money and hours cost, and being without what is advised before."""
        studied = ((self.problem.items[i], by) for i, (award, by) in self.picks.items() if not award)
        return sum(item.toll + (0 if self._advised(item, by) else item.steep) for item, by in studied)

    def _advised(self, item: Item, by: int) -> bool:
        return all(any(k in self.picks and self.picks[k][1] <= by for k in group) for group in item.advised)

    def missing(self) -> int:
        """Weight twelfths that the goals still must close."""
        shares = [0] * len(self.problem.least)
        for target, k in zip(self.problem.targets, self.closed(), strict=True):
            shares[target.goal] += target.weight * SHARE_UNIT * k // target.gap
        return sum(max(least - share, 0) for least, share in zip(self.problem.least, shares, strict=True))

    def choices(self) -> list[Choice]:
        """The plan as choices."""
        return eased(self.problem, [Choice(i, award, by) for i, (award, by) in sorted(self.picks.items())])


def greedy(problem: Problem) -> list[Choice] | None:
    """The better of two simple plans, None when neither meets every constraint (that proves nothing)."""
    if problem.impossible:
        return None
    known = ways(problem.items, lambda item: item.toll, sum)
    bundles = {i: _bundles(problem.items[i], i, known) for i, way in enumerate(known) if way}
    drafts = [_grow(problem, bundles, score) for score in (_net, _per_toll)]
    valid = [d for d in drafts if d]
    if not valid:
        return None
    return max(valid, key=lambda d: d.evidence() - d.toll()).choices()


def _bundles(item: Item, i: int, known: Ways) -> tuple[Bundle, ...]:
    plain, before = bundle(i, known), Bundle()
    for group in item.advised:
        able = [k for k in group if known.reachable(k)]
        if not able:
            return (plain,)
        before |= bundle(min(able, key=known.key), known)
    return (plain, before | plain) if before else (plain,)


def _net(gain: int, toll: int) -> Fraction:
    return Fraction(gain - toll)


def _per_toll(gain: int, toll: int) -> Fraction:
    return Fraction(gain, max(toll, 1))


def _grow(problem: Problem, bundles: Bundles, score: Score) -> _Draft | None:
    draft = _Draft(problem)
    for i in problem.locked:
        deadlines = reversed(range(len(problem.deadlines)))
        options = (draft.grown(one, d) for d in deadlines for one in bundles.get(i, ()))
        grown = next((option for option in options if option), None)
        if grown is None:
            return None
        draft = grown
    alive = [i for i in bundles if problem.items[i].shows]
    while (best := _best_step(problem, draft, bundles, alive, score)) is not None:
        draft, alive = best
    return None if draft.missing() else draft


def _best_step(
    problem: Problem, draft: _Draft, bundles: Bundles, alive: list[int], score: Score
) -> tuple[_Draft, list[int]] | None:
    """The draft after the best further bundle, and the items still worth a try; None when nothing helps."""
    evidence, toll, missing, closed = draft.evidence(), draft.toll(), draft.missing(), draft.closed()
    best: tuple[tuple[int, Fraction], _Draft] | None = None
    useful: list[int] = []
    for i in alive:
        shows = problem.items[i].shows
        dues = sorted({problem.due[problem.targets[t].goal] for t, k in shows if k >= closed[t]}, reverse=True)
        for by, adding in itertools.product(dues, bundles[i]):
            grown = draft.grown(adding, by)
            if grown is None:
                continue
            gain, more = grown.evidence() - evidence, grown.toll() - toll
            nearer = missing - grown.missing()
            if gain <= 0 or (gain <= more and nearer <= 0):
                continue
            useful.append(i)
            rank = (min(nearer, 1), score(gain, more))
            if best is None or rank > best[0]:
                best = (rank, grown)
    return (best[1], sorted(set(useful))) if best else None
