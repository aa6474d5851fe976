"""The test oracle: every set of credentials by every route in every useful order, straight from docs/planner.md.

Shares no code with the planner or the check. The walk goes from the empty plan over all sets that can be reached by
adding one supported step after the other. What counts for a deadline is the set that was there when the deadline's
hours ran out, so the walk keeps, for each set, the best value of the goals whose deadline has passed. That covers all
orders: two orders with the same set and the same hours differ in nothing else.
"""

from dataclasses import dataclass
from fractions import Fraction

from knowledge.catalog import Catalog
from knowledge.credentials import AllOf
from planner.request import Request
from tests.planner.oracle_facts import bar, cents_usd, equal, hours_of, price_of


@dataclass(frozen=True)
class Best:
    """The optimum: its value, its sorted ids, and one order of (id, route) that reaches it."""

    value: int
    ids: tuple[str, ...]
    order: tuple[tuple[str, str], ...]
    ties: int


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


def worth(request: Request, opened, goal: int, skill: str, level: int):
    """(points, share of the goal's gap) for showing a skill at a level."""
    held, need, weight = opened[goal][skill]
    closed = min(level, need) - held
    if closed <= 0:
        return 0, Fraction(0)
    weights = sum(w for _, _, w in opened[goal].values())
    goals = sum(g.weight for g in request.goals)
    value = 1_000_000 * 85 * request.goals[goal].weight * weight * closed // (100 * goals * weights * (need - held))
    return value, Fraction(weight * closed, weights * (need - held))


def meets(required, have):
    """`have` holds every id that counts, equivalents included."""
    if required is None:
        return True
    if isinstance(required, str):
        return required in have
    parts = [meets(part, have) for part in required.parts]
    return all(parts) if isinstance(required, AllOf) else any(parts)


def best(catalog: Catalog, request: Request, circles: bool = False) -> Best | None:
    """The optimum, or None; `circles` lets steps support each other in a circle or in no order (a wrong rule)."""
    held = set(request.held.credentials)
    for one in request.locked:
        if one not in held and bar(catalog, request, catalog.credentials[one]):
            return None
    currency = request.budget.currency if request.budget else "USD"
    items = []  # (id, route, cents, quarter-hours)
    for one in sorted(catalog.credentials):
        credential = catalog.credentials[one]
        if bar(catalog, request, credential):
            continue
        if not credential.award_only:
            items.append(
                (one, "study", price_of(catalog, request, credential)[0], hours_of(catalog, request, credential)[0])
            )
        if credential.awarded_by:
            items.append((one, "award", 0, 0))
    same = {one: equal(catalog, one) for one in {*catalog.credentials, *held}}
    clash = [sum(1 << j for j, b in enumerate(items) if j != i and b[0] in same[a[0]]) for i, a in enumerate(items)]
    penalty = [
        cents_usd(catalog, cents, currency) // 2
        + 50 * study
        + (trouble(catalog, request, one) if route == "study" else 0)
        for one, route, cents, study in items
    ]
    week = int(request.hours_per_week * 4)
    caps = []  # quarter-hours before each goal's deadline; None without one, -1 when it is not after the start
    for goal in request.goals:
        days = (goal.by - request.start).days if goal.by else None
        caps.append(None if days is None else week * days // 7 if days > 0 else -1)
    limit = max(caps) if caps and None not in caps else None
    opened = open_targets(catalog, request)
    ranked = []  # per goal and target: [(points, share, mask)], best first
    for g, targets in enumerate(opened):
        ranked.append([])
        for skill in targets:
            choices = [
                (*worth(request, opened, g, skill, shows.level), 1 << i)
                for i, item in enumerate(items)
                for shows in catalog.credentials[item[0]].skills
                if shows.skill == skill
            ]
            ranked[g].append(sorted((c for c in choices if c[1] > 0), reverse=True))

    def goal_points(g, mask):
        """Points of a goal, or None when it is not covered enough."""
        total, share = 0, Fraction(0)
        for choices in ranked[g]:
            for points, part, bit in choices:
                if bit & mask:
                    total, share = total + points, share + part
                    break
        if opened[g] and (share == 0 or share < Fraction(str(request.goals[g].min_coverage))):
            return None
        return total

    around = {other for one in held for other in same[one]}

    def supported(i, mask):
        one, route, _, _ = items[i]
        have = set(around)
        for j, item in enumerate(items):
            if mask >> j & 1:
                have |= same[item[0]]
        credential = catalog.credentials[one]
        if not meets(credential.prerequisites.required, have):
            return False
        if route == "award":
            return sum(part in have for part in credential.awarded_by.of) >= credential.awarded_by.at_least
        return True

    free = [catalog.credentials[one].prerequisites.required is None and route == "study" for one, route, _, _ in items]
    passed = 0
    for g, cap in enumerate(caps):
        if cap is not None and cap < 0:
            points = goal_points(g, 0)
            if points is None:
                return None
            passed += points
    layer = {0: (passed, 0, 0, 0, None)}  # mask: (points of passed goals, cents, hours, penalty, (mask, item) before)
    reached = dict(layer)
    while layer:
        following = {}
        for mask, (points, cents, study, cost, _) in layer.items():
            for i, item in enumerate(items):
                if mask >> i & 1 or clash[i] & mask:
                    continue
                spent, hours = cents + item[2], study + item[3]
                over_budget = request.budget and spent > request.budget.cents
                if over_budget or (limit is not None and hours > limit):
                    continue
                if not (circles or free[i] or supported(i, mask)):
                    continue
                total = points
                for g, cap in enumerate(caps):
                    if cap is not None and max(study, 0) <= cap < hours:
                        now = goal_points(g, mask)
                        total = None if now is None or total is None else total + now
                new = mask | 1 << i
                if total is not None and (new not in following or following[new][0] < total):
                    following[new] = (total, spent, hours, cost + penalty[i], (mask, i))
        reached |= following
        layer = following
    asked = {one for one in request.locked if one not in held}
    winner = None
    values = []
    for mask, (points, _, study, cost, _) in reached.items():
        ids = tuple(items[i][0] for i in range(len(items)) if mask >> i & 1)
        if not asked <= set(ids):
            continue
        if circles and not all(supported(i, mask & ~(1 << i)) for i in range(len(items)) if mask >> i & 1):
            continue
        value = points - cost
        for g, cap in enumerate(caps):
            if cap is None or study <= cap:
                now = goal_points(g, mask)
                if now is None:
                    break
                value += now
        else:
            values.append(value)
            key = (-value, len(ids), tuple(sorted(ids)))
            if winner is None or key < winner[0]:
                winner = (key, mask)
    if winner is None:
        return None
    order, mask = [], winner[1]
    while (before := reached[mask][4]) is not None:
        order.append(items[before[1]][:2])
        mask = before[0]
    value = -winner[0][0]
    return Best(value, winner[0][2], tuple(reversed(order)), values.count(value))
