"""What the planner is measured against. FROZEN (2026-11-25): never weakened, never improved, no code of the planner's.

`greedy`: bundles (a credential with all before it on its cheapest way, stack awards included) added while they help,
by net gain and by gain per cost; the better of the two plans. `similar`: the credentials most like the goals, each with
its bundle, as long as money and hours allow: the first ten, or the best number of them in hindsight. Both get every
stack award that their credentials happen to complete.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from planner.dates import Choice, in_order, value
from planner.problem import Item, Problem

Bundle = dict[int, bool]
TOP = 10


@dataclass(slots=True)
class Draft:
    """A growing plan: item -> (award, deadline index)."""

    problem: Problem
    picks: dict[int, tuple[bool, int]] = field(default_factory=dict)

    def grown(self, adding: Bundle, by: int) -> "Draft | None":
        picks = dict(self.picks)
        for i, award in adding.items():
            old = picks.get(i)
            picks[i] = (old[0], min(by, old[1])) if old else (award, by)
            if any(rival in picks for rival in self.problem.items[i].rivals):
                return None
        draft = Draft(self.problem, picks)
        return draft if draft.fits() else None

    def fits(self) -> bool:
        items, problem = self.problem.items, self.problem
        spent = sum(items[i].cents for i, (award, _) in self.picks.items() if not award)
        if problem.budget is not None and spent > problem.budget:
            return False
        for d, capacity in enumerate(problem.capacity):
            before = [i for i, (award, by) in self.picks.items() if by <= d and not award]
            if capacity is not None and sum(items[i].quarter_hours for i in before) > capacity:
                return False
        return True

    def closed(self) -> list[int]:
        best = [0] * len(self.problem.targets)
        for i, (_, by) in self.picks.items():
            for t, k in self.problem.items[i].shows:
                if by <= self.problem.due[self.problem.targets[t].goal]:
                    best[t] = max(best[t], k)
        return best

    def evidence(self) -> int:
        return sum(t.worth[k] for t, k in zip(self.problem.targets, self.closed(), strict=True))

    def toll(self) -> int:
        return sum(self.problem.items[i].toll for i, (award, _) in self.picks.items() if not award)

    def awarded(self) -> "Draft":
        """With every award that is complete and shows something more."""
        draft, changed = self, True
        while changed:
            changed = False
            for i, item in enumerate(self.problem.items):
                if i in draft.picks or item.stack is None or not self._complete(draft, item):
                    continue
                better = draft.grown({i: True}, len(self.problem.deadlines) - 1)
                if better and better.evidence() > draft.evidence():
                    draft, changed = better, True
        return draft

    @staticmethod
    def _complete(draft: "Draft", item: Item) -> bool:
        have = draft.picks
        stack = item.stack
        return (
            stack is not None
            and all(any(k in have for k in group) for group in item.clauses)
            and sum(any(k in have for k in group) for group in stack.groups) >= stack.need
        )

    def value(self) -> int:
        """Objective points by the real order, as of any plan."""
        choices = [Choice(i, award, by) for i, (award, by) in sorted(self.picks.items())]
        return value(self.problem, in_order(self.problem, choices))

    def reaches(self) -> bool:
        """Whether every goal is brought as near as it must be."""
        shares = [0] * len(self.problem.least)
        for target, k in zip(self.problem.targets, self.closed(), strict=True):
            shares[target.goal] += target.weight * 12 * k // target.gap
        return all(share >= least for share, least in zip(shares, self.problem.least, strict=True))


def greedy(problem: Problem) -> int | None:
    """The value of the better greedy plan, None when there is none."""
    bundles = cheapest(problem.items)
    drafts = [_grow(problem, bundles, score) for score in (lambda gain, toll: gain - toll, _ratio)]
    values = [d.awarded().value() for d in drafts if d.reaches()]
    return max(values, default=None)


def _ratio(gain: int, toll: int) -> float:
    return gain / max(toll, 1)


def _grow(problem: Problem, bundles: dict[int, Bundle], score: Callable[[int, int], float]) -> Draft:
    draft = Draft(problem)
    for i in problem.locked:
        options = [draft.grown(bundles[i], d) for d in reversed(range(len(problem.deadlines))) if i in bundles]
        draft = next((option for option in options if option), draft)
    alive = [i for i in bundles if problem.items[i].shows]
    while True:
        best, useful = None, []
        evidence, toll, reaches = draft.evidence(), draft.toll(), draft.reaches()
        for i in alive:
            for grown in _options(draft, bundles[i], problem.items[i]):
                gain, more = grown.evidence() - evidence, grown.toll() - toll
                if gain <= 0 or (gain <= more and reaches):
                    continue
                useful.append(i)
                rank = (score(gain, more), -i)
                best = max(best or (rank, grown), (rank, grown), key=lambda pair: pair[0])
        if best is None:
            return draft
        draft, alive = best[1], sorted(set(useful))


def _options(draft: Draft, bundle: Bundle, item: Item) -> Iterator[Draft]:
    problem = draft.problem
    for by in sorted({problem.due[problem.targets[t].goal] for t, _ in item.shows}, reverse=True):
        grown = draft.grown(bundle, by)
        if grown:
            yield grown


def similar(problem: Problem) -> tuple[int, int]:
    """The value of the ten most similar that fit, and of the best number of them."""
    bundles = cheapest(problem.items)
    ranked = sorted((i for i in bundles if problem.items[i].shows), key=lambda i: (-_cosine(problem, i), i))
    draft, values, taken = Draft(problem), [0], 0
    for i in ranked:
        if taken == TOP:
            break
        if i in draft.picks:
            continue
        dues = sorted({problem.due[problem.targets[t].goal] for t, _ in problem.items[i].shows})
        grown = next((g for by in (*dues, len(problem.deadlines) - 1) if (g := draft.grown(bundles[i], by))), None)
        if grown:
            draft, taken = grown, taken + 1
            values.append(draft.awarded().value())
    return values[-1], max(values)


def _cosine(problem: Problem, i: int) -> float:
    """Likeness of what a credential shows (levels) and what the goals want (levels times weight)."""
    wanted: dict[str, int] = {}
    for t in problem.targets:
        wanted[t.skill] = max(wanted.get(t.skill, 0), t.need * t.weight)
    shown = {s.skill: s.level for s in problem.catalog.credentials[problem.items[i].id].skills}
    dot = sum(level * wanted.get(skill, 0) for skill, level in shown.items())
    return dot / (math.hypot(*shown.values()) * math.hypot(*wanted.values()))


def cheapest(items: Sequence[Item]) -> dict[int, Bundle]:
    """Per item that can be earned, it and all before it on its cheapest way: bought, or awarded for components."""
    cost: dict[int, int] = {}
    way: dict[int, tuple[bool, tuple[int, ...]]] = {}
    changed = True
    while changed:
        changed = False
        for i, item in enumerate(items):
            for total, award, rests_on in _ways(item, cost):
                if total < cost.get(i, 1 << 60):
                    cost[i], way[i], changed = total, (award, rests_on), True
    return {i: _bundle(i, way) for i in cost}


def _ways(item: Item, cost: dict[int, int]) -> Iterator[tuple[int, bool, tuple[int, ...]]]:
    before = [
        min((cost[k], k) for k in group if k in cost) if any(k in cost for k in group) else None
        for group in item.clauses
    ]
    if None in before:
        return
    base = [pair for pair in before if pair]
    if item.study:
        yield item.toll + sum(c for c, _ in base), False, tuple(k for _, k in base)
    if item.stack:
        parts = sorted(
            min((cost[k], k) for k in g if k in cost) for g in item.stack.groups if any(k in cost for k in g)
        )
        if len(parts) >= item.stack.need:
            base += parts[: item.stack.need]
            yield sum(c for c, _ in base), True, tuple(k for _, k in base)


def _bundle(i: int, way: dict[int, tuple[bool, tuple[int, ...]]]) -> Bundle:
    chosen: Bundle = {}
    waiting = [i]
    while waiting:
        k = waiting.pop()
        if k not in chosen:
            chosen[k] = way[k][0]
            waiting.extend(way[k][1])
    return chosen
