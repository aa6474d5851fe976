"""The test oracle: every set of credentials by every route in every useful order, straight from docs/planner.md.

Shares no code with the planner or the check. The walk goes from the empty plan over all sets that can be reached by
adding one supported step after the other. What differs between orders of one set is kept as a state: the study time so
far, which steps are still waiting for their exam, the hours that were saved, and the points of the goals whose day has
passed. A state that is worse in all of these than another of the same set is forgotten.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from knowledge.catalog import Catalog
from knowledge.credentials import AllOf
from planner import worth as recognition
from planner.request import Request
from tests.planner.oracle_days import Time
from tests.planner.oracle_facts import bar, cents_usd, equal, hours_of, price_of, saved_by


@dataclass(frozen=True)
class Best:
    """The optimum: its value, its sorted ids, and one order of (id, route) that reaches it.

    `waits` names, per id, the credential whose credit it waits for.
    """

    value: int
    ids: tuple[str, ...]
    order: tuple[tuple[str, str], ...]
    ties: int
    waits: dict = field(default_factory=dict)


def open_targets(catalog: Catalog, request: Request):
    """Per goal: {skill: (held, need, weight)}."""
    level = dict(request.held.skills)
    for one in request.held.credentials:
        for shows in catalog.credentials[one].skills:
            level[shows.skill] = max(level.get(shows.skill, 0), shows.level)
    result = []
    for goal in request.goals:
        targets = [(t.skill, t.need, t.weight) for t in goal.targets]
        if not targets and goal.role:
            role = catalog.occupations[goal.role]
            targets = [(s, n, 10) for s, n in role.essential.items()]
            targets += [(s, n, 4) for s, n in role.optional.items() if s not in role.essential]
        result.append({s: (level.get(s, 0), n, w) for s, n, w in targets if n > level.get(s, 0)})
    return result


def trouble(catalog: Catalog, request: Request, one: str):
    """Points that a studied step costs besides money and hours."""
    asked = set()
    for goal in request.goals:
        role = catalog.occupations[goal.role] if goal.role and not goal.targets else None
        asked |= {t.skill for t in goal.targets} | ({*role.essential, *role.optional} if role else set())
    skills = {shows.skill for shows in catalog.credentials[one].skills}
    strange = len([skill for skill in skills if skill not in asked])
    return 20_000 + (80_000 * strange // len(skills) if skills else 80_000)


def worth(catalog: Catalog, request: Request, opened, goal: int, skill: str, level: int, one: str):
    """(points, share of the goal's gap) when credential `one` shows a skill at a level."""
    held, need, weight = opened[goal][skill]
    closed = min(level, need) - held
    if closed <= 0:
        return 0, Fraction(0)
    weights = sum(w for _, _, w in opened[goal].values())
    goals = sum(g.weight for g in request.goals)
    low, high = recognition.recognised(catalog, one)
    counts = 70 * 200 + 30 * (low + high)  # of 20,000
    value = 1_000_000 * counts * request.goals[goal].weight * weight * closed
    return value // (20_000 * goals * weights * (need - held)), Fraction(weight * closed, weights * (need - held))


def meets(required, have):
    """`have` holds every id that counts, equivalents included."""
    if required is None:
        return True
    if isinstance(required, str):
        return required in have
    parts = [meets(part, have) for part in required.parts]
    return all(parts) if isinstance(required, AllOf) else any(parts)


@dataclass
class State:
    """One way to a set of steps; `marks` are those of steps that wait, `passed` the goals whose day is over."""

    at: int
    marks: dict
    points: int
    hours: int
    passed: frozenset
    before: tuple | None = None

    def beats(self, other):
        return (
            self.passed == other.passed
            and self.points >= other.points
            and self.hours <= other.hours
            and self.at <= other.at
            and all(mark <= max(other.at, other.marks.get(i, 0)) for i, mark in self.marks.items())
        )


class Walk:
    """The instance in whole numbers, and the rules about one step."""

    def __init__(self, catalog, request, circles):
        self.catalog, self.request, self.circles = catalog, request, circles
        self.held = set(request.held.credentials)
        self.currency = request.budget.currency if request.budget else "USD"
        self.items = []  # (id, route, cents, quarter-hours)
        for one in sorted(catalog.credentials):
            credential = catalog.credentials[one]
            if bar(catalog, request, credential):
                continue
            if not credential.award_only:
                cents, hours = price_of(catalog, request, credential)[0], hours_of(catalog, request, credential)[0]
                self.items.append((one, "study", cents, hours))
            if credential.awarded_by:
                self.items.append((one, "award", 0, 0))
        self.of = [catalog.credentials[item[0]] for item in self.items]
        self.same = {one: equal(catalog, one) for one in {*catalog.credentials, *self.held}}
        self.clash = [
            sum(1 << j for j, b in enumerate(self.items) if j != i and b[0] in self.same[a[0]])
            for i, a in enumerate(self.items)
        ]
        self.penalty = [
            cents_usd(catalog, cents, self.currency) // 2 + (trouble(catalog, request, one) if route == "study" else 0)
            for one, route, cents, _ in self.items
        ]
        self.time = Time(request)
        self.days = [(goal.by - request.start).days if goal.by else None for goal in request.goals]
        self.last = None if None in self.days else max(self.days)
        self.opened = open_targets(catalog, request)
        self.ranked = []  # per goal and target: [(points, share, mask)]
        for g, targets in enumerate(self.opened):
            self.ranked.append([])
            for skill in targets:
                choices = [
                    (*worth(catalog, request, self.opened, g, skill, shows.level, item[0]), 1 << i)
                    for i, item in enumerate(self.items)
                    for shows in catalog.credentials[item[0]].skills
                    if shows.skill == skill
                ]
                self.ranked[g].append([c for c in choices if c[1] > 0])
        self.around = {other for one in self.held for other in self.same[one]}
        self.free = [
            c.prerequisites.required is None and i[1] == "study" for c, i in zip(self.of, self.items, strict=True)
        ]
        self.goal_points, self.supported = cache(self._goal_points), cache(self._supported)
        self.helpers = []  # per item: [(other item, quarter-hours left)]
        for i, (one, route, _, hours) in enumerate(self.items):
            found = []
            for j, (other, *_) in enumerate(self.items):
                left = hours_of(catalog, request, self.of[i], saved_by(catalog, self.of[i], {other}))[0]
                if route == "study" and other != one and left < hours:
                    found.append((j, left))
            self.helpers.append(found)

    def _goal_points(self, g, mask):
        """Points of a goal, or None when it is not covered enough."""
        total, share = 0, Fraction(0)
        for choices in self.ranked[g]:
            there = [(points, part) for points, part, bit in choices if bit & mask]
            if there:
                total += max(points for points, _ in there)
                share += max(part for _, part in there)
        if self.opened[g] and (share == 0 or share < Fraction(str(self.request.goals[g].min_coverage))):
            return None
        return total

    def _supported(self, i, mask):
        have = set(self.around)
        for j, item in enumerate(self.items):
            if mask >> j & 1:
                have |= self.same[item[0]]
        if not meets(self.of[i].prerequisites.required, have):
            return False
        if self.items[i][1] == "award":
            award = self.of[i].awarded_by
            return sum(part in have for part in award.of) >= award.at_least
        return True

    def release(self, i, mask, state):
        """When all that step i rests on is complete; None when it never is."""
        if self.circles or self.free[i]:
            return state.at
        for moment in sorted({state.at, *state.marks.values()}):
            waiting = sum(1 << j for j, mark in state.marks.items() if mark > moment)
            if self.supported(i, mask & ~waiting):
                return moment
        return None

    def in_time(self, g, mark):
        return self.days[g] is None or self.time.on(mark) < self.days[g]

    def steps(self, i, mask, state):
        """The states after adding step i."""
        release = self.release(i, mask, state)
        if release is None:
            return
        item, route, whole = self.of[i], self.items[i][1], self.items[i][3]
        if route == "award":
            yield from self.after(i, mask, state, state.at, release, 0, None)
            return
        for helper, left in [(None, whole), *((j, left) for j, left in self.helpers[i] if mask >> j & 1)]:
            at = max(release, state.marks.get(helper, 0))
            at = self.time.session(item, at, left > 0)
            if at is None:
                continue
            mark = self.time.exam(item, self.request.not_before.get(item.id), at + 7 * left)
            if mark is not None:
                yield from self.after(i, mask, state, at + 7 * left, mark, left, helper)

    def after(self, i, mask, state, at, mark, hours, helper):
        item = self.of[i]
        day = self.time.on(mark)
        if self.last is not None and day >= self.last:
            return
        if item.status == "retiring" and self.time.date(mark) >= item.retires_on:
            return
        marks = {**state.marks, i: mark}
        points, passed = state.points, set(state.passed)
        for g, end in enumerate(self.days):
            if g not in passed and end is not None and self.time.on(at) >= end:
                late = sum(1 << j for j, moment in marks.items() if not self.in_time(g, moment))
                now = self.goal_points(g, (mask | 1 << i) & ~late)
                if now is None:
                    return
                points += now
                passed.add(g)
        marks = {j: moment for j, moment in marks.items() if moment > at}
        yield State(at, marks, points, state.hours + hours, frozenset(passed), (mask, state, i, helper))

    def value(self, mask, state):
        """Points of a plan; None when a goal is not covered enough."""
        value = state.points - 50 * state.hours
        value -= sum(self.penalty[i] for i in range(len(self.items)) if mask >> i & 1)
        for g in range(len(self.days)):
            if g not in state.passed:
                late = sum(1 << j for j, moment in state.marks.items() if not self.in_time(g, moment))
                now = self.goal_points(g, mask & ~late)
                if now is None:
                    return None
                value += now
        return value


def best(catalog: Catalog, request: Request, circles: bool = False) -> Best | None:
    """The optimum, or None; `circles` lets steps support each other in a circle or in no order (a wrong rule)."""
    asked = {one for one in request.locked if one not in request.held.credentials}
    if any(bar(catalog, request, catalog.credentials[one]) for one in asked):
        return None
    walk = Walk(catalog, request, circles)
    count = len(walk.items)
    over = [g for g, days in enumerate(walk.days) if days is not None and days <= 0]
    points = [walk.goal_points(g, 0) for g in over]
    if None in points:
        return None
    layer = {0: [State(0, {}, sum(points), 0, frozenset(over))]}
    reached = {}
    while layer:
        reached |= layer
        following = {}
        for mask, states in layer.items():
            cents = sum(walk.items[i][2] for i in range(count) if mask >> i & 1)
            for i in range(count):
                over_budget = request.budget and cents + walk.items[i][2] > request.budget.cents
                if mask >> i & 1 or walk.clash[i] & mask or over_budget:
                    continue
                for state in states:
                    for new in walk.steps(i, mask, state):
                        _keep(following.setdefault(mask | 1 << i, []), new)
        layer = {mask: states for mask, states in following.items() if states}
    winner, values = None, []
    for mask, states in reached.items():
        ids = tuple(sorted(walk.items[i][0] for i in range(count) if mask >> i & 1))
        if not asked <= set(ids):
            continue
        if circles and not all(walk.supported(i, mask & ~(1 << i)) for i in range(count) if mask >> i & 1):
            continue
        found = [(value, n) for n, state in enumerate(states) if (value := walk.value(mask, state)) is not None]
        if found:
            value, n = max(found, key=lambda pair: (pair[0], -pair[1]))
            values.append(value)
            key = (-value, len(ids), ids)
            if winner is None or key < winner[0]:
                winner = (key, mask, states[n])
    if winner is None:
        return None
    order, waits, state = [], {}, winner[2]
    while state.before is not None:
        _, state, i, helper = state.before
        order.append(walk.items[i][:2])
        if helper is not None:
            waits[walk.items[i][0]] = walk.items[helper][0]
    value = -winner[0][0]
    return Best(value, winner[0][2], tuple(reversed(order)), values.count(value), waits)


def _keep(states, new):
    """Adds a state unless another is at least as good; those that it beats go."""
    if any(old.beats(new) for old in states):
        return
    states[:] = [old for old in states if not new.beats(old)]
    states.append(new)
