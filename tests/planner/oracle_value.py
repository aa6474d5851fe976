"""What credentials are worth and ask for, for the test oracle. Shares no code with the planner or the check."""

from fractions import Fraction

from knowledge.catalog import Catalog
from knowledge.credentials import AllOf
from planner import worth as recognition
from planner.request import Request


def levels(catalog: Catalog, request: Request):
    level = dict(request.held.skills)
    for one in request.held.credentials:
        for shows in catalog.credentials[one].skills:
            level[shows.skill] = max(level.get(shows.skill, 0), shows.level)
    return level


def steep(catalog: Catalog, request: Request, one: str):
    """Points for studying it without what is advised before it."""
    mine, skills = levels(catalog, request), catalog.credentials[one].skills
    return max([0, *(30_000 * (shows.level - mine.get(shows.skill, 0) - 1) for shows in skills)])


def understood(catalog: Catalog, request: Request):
    """The credentials whose every skill the person has already, at the level that they show."""
    mine = levels(catalog, request)
    return {
        one
        for one, item in catalog.credentials.items()
        if item.skills and not [shows for shows in item.skills if shows.level > mine.get(shows.skill, 0)]
    }


def open_targets(catalog: Catalog, request: Request):
    """Per goal: {skill: (held, need, weight)}."""
    level = levels(catalog, request)
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
