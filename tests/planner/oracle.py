"""The test oracle: every set of credentials by every route in every useful order, straight from docs/planner.md.

Shares no code with the planner or the check. The walk goes from the empty plan over all sets that can be reached by
adding one supported step after the other. What counts for a deadline is the set that was there when the deadline's
hours ran out, so the walk keeps, for each set, the best value of the goals whose deadline has passed. That covers all
orders: two orders with the same set and the same hours differ in nothing else.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil

from knowledge.catalog import Catalog
from knowledge.credentials import AllOf, Credential
from planner.request import Request


@dataclass(frozen=True)
class Best:
    """The optimum: its value, its sorted ids, and one order of (id, route) that reaches it."""

    value: int
    ids: tuple[str, ...]
    order: tuple[tuple[str, str], ...]
    ties: int


def quarter_hours(number):
    return ceil(Decimal(str(number)) * 4)


def hours_of(catalog: Catalog, request: Request, credential: Credential):
    """(quarter-hours that are left, basis)."""
    whole, basis = whole_hours(catalog, credential)
    behind = request.studied.get(credential.id, 0)
    return (whole if behind <= 0 or whole == 0 else max(1, whole - behind)), basis


def whole_hours(catalog: Catalog, credential: Credential):
    if credential.award_only:
        return 0, "known"
    if credential.hours:
        low, high = Decimal(str(credential.hours.low)), Decimal(str(credential.hours.high))
        return quarter_hours((low + high) / 2), "known"
    high = [
        quarter_hours(other.hours.high)
        for other in catalog.credentials.values()
        if other.issuer == credential.issuer and other.status != "retired" and other.hours
    ]
    return (max(high), "estimate") if high else (0, "unknown")


def usd_rate(catalog, currency):
    if currency == "USD":
        return Decimal(1)
    return catalog.rates[currency].usd if currency in catalog.rates else None


def single(catalog, fee, currency):
    """One payment in the plan's currency with its margin, or None."""
    if fee.cents is None:
        return None
    cents = max((fee.cents, *fee.disagree.values()))
    if fee.currency == currency:
        return cents
    here, there = usd_rate(catalog, fee.currency), usd_rate(catalog, currency)
    if here is None or there is None:
        return None
    converted = int((cents * here / there).quantize(Decimal(1), ROUND_HALF_UP))
    return -(-converted * 105 // 100)


def price_of(catalog: Catalog, request: Request, credential: Credential):
    """(cents, basis, about)."""
    if credential.award_only:
        return 0, "known", False
    currency = request.budget.currency if request.budget else "USD"
    paid = [
        fee
        for fee in credential.fees
        if not fee.optional and fee.audience in {"any", "member" if request.member else "non-member"}
    ]
    total, basis, about = 0, "known", False
    for fee in paid:
        amount = single(catalog, fee, currency)
        if amount is None:
            basis = "estimate"
            like = [
                single(catalog, other_fee, currency)
                for other in catalog.credentials.values()
                if other.issuer == credential.issuer and other.status != "retired"
                for other_fee in other.fees
                if other_fee.kind == fee.kind and other_fee.per == fee.per
            ]
            known = [cents for cents in like if cents is not None]
            if not known:
                return 0, "unknown", False
            amount = max(known)
        elif fee.currency != currency:
            about = True
        times = fee.count
        if fee.per == "month":
            week = int(request.hours_per_week * 4)
            study = hours_of(catalog, request, credential)[0]
            times *= max(1, -(-study * 12 // (week * 52)))
        total += amount * times
    return total, basis, about


def cents_usd(catalog, cents, currency):
    return int((cents * usd_rate(catalog, currency)).quantize(Decimal(1), ROUND_HALF_UP))


def equal(catalog, one):
    """The id and its equivalents."""
    mine = set(catalog.credentials[one].equivalent_to) if one in catalog.credentials else set()
    return {one} | mine | {c.id for c in catalog.credentials.values() if one in c.equivalent_to}


def bar(catalog: Catalog, request: Request, credential: Credential):
    """Why it is no candidate ("" when it is one); a locked credential may say "" where others may not."""
    held = set(request.held.credentials)
    cents, cost_basis, _ = price_of(catalog, request, credential)
    deadlines = [goal.by for goal in request.goals]
    exam, only = credential.exam, request.only
    if equal(catalog, credential.id) & held:
        return "held"
    if credential.status == "retired":
        return "retired"
    if credential.status == "retiring" and (
        credential.retires_on is None or None in deadlines or credential.retires_on < max(deadlines)
    ):
        return "retiring"
    if credential.id in request.excluded or credential.issuer in request.excluded_issuers:
        return "excluded"
    if only.hands_on and (exam is None or exam.hands_on is not True):
        return "hands_on"
    if only.proctored and (exam is None or exam.proctored is not True):
        return "proctored"
    if only.credit and credential.credit is None:
        return "credit"
    if only.free and not (cost_basis == "known" and cents == 0):
        return "free"
    asked = request.language
    if asked is not None and credential.languages is not None and asked not in credential.languages:
        return "language"
    if credential.id in request.locked:
        return ""
    if credential.prerequisites.years_required > (request.experience_years or 0):
        return "experience"
    if "unknown" in (hours_of(catalog, request, credential)[1], cost_basis):
        return "estimate"
    return ""


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
