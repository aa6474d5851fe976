"""One step after another, for the test oracle: what may come next, when, and what that is worth."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from tests.planner.oracle_days import Time
from tests.planner.oracle_facts import bar, cents_usd, equal, hours_of, price_of, saved_by
from tests.planner.oracle_value import meets, open_targets, steep, trouble, understood, worth


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
        self.learnt = {other for one in understood(catalog, request) for other in self.same[one]}
        self.steep = [steep(catalog, request, one) if route == "study" else 0 for one, route, _, _ in self.items]
        self.free = [
            c.prerequisites.required is None and i[1] == "study" for c, i in zip(self.of, self.items, strict=True)
        ]
        self.goal_points, self.supported = cache(self._goal_points), cache(self._supported)
        self.prepared = cache(self._prepared)
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

    def _prepared(self, i, mask):
        """Whether what is advised before step i is held, known or in the mask."""
        have = self.around | self.learnt
        for j, item in enumerate(self.items):
            if mask >> j & 1:
                have |= self.same[item[0]]
        return meets(self.of[i].prerequisites.recommended, have)

    def eased(self, i, mask, state, at):
        """Whether that is complete at a moment."""
        return self.prepared(i, mask & ~sum(1 << j for j, mark in state.marks.items() if mark > at))

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
            soon = max(release, state.marks.get(helper, 0))
            waits = {soon}
            if self.steep[i] and self.prepared(i, mask):  # it may wait for what is advised
                waits.add(min(m for m in {soon, *state.marks.values()} if m >= soon and self.eased(i, mask, state, m)))
            for wait in sorted(waits):
                at = self.time.session(item, wait, left > 0)
                if at is None:
                    continue
                mark = self.time.exam(item, self.request.not_before.get(item.id), at + 7 * left)
                cost = 0 if not self.steep[i] or self.eased(i, mask, state, at) else self.steep[i]
                if mark is not None:
                    yield from self.after(i, mask, state, at + 7 * left, mark, left, helper, cost, wait)

    def after(self, i, mask, state, at, mark, hours, helper, cost=0, wait=0):
        item = self.of[i]
        day = self.time.on(mark)
        if self.last is not None and day >= self.last:
            return
        if item.status == "retiring" and self.time.date(mark) >= item.retires_on:
            return
        marks = {**state.marks, i: mark}
        points, passed = state.points - cost, set(state.passed)
        for g, end in enumerate(self.days):
            if g not in passed and end is not None and self.time.on(at) >= end:
                late = sum(1 << j for j, moment in marks.items() if not self.in_time(g, moment))
                now = self.goal_points(g, (mask | 1 << i) & ~late)
                if now is None:
                    return
                points += now
                passed.add(g)
        marks = {j: moment for j, moment in marks.items() if moment > at}
        yield State(at, marks, points, state.hours + hours, frozenset(passed), (mask, state, i, helper, wait))

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
