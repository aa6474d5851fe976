"""What a goal still asks for, given what the person holds: the open targets and what closing them is worth."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from knowledge.catalog import Catalog
from planner.request import Goal, Request, Target

POINTS = 1_000_000
"""Objective points for closing every gap of every goal at full recognition."""
ALWAYS, RECOGNISED = 1400, 3
"""Of 2,000: what evidence counts for in any case, and for each percent of both ends of its recognition range."""
NEUTRAL = ALWAYS + RECOGNISED * 100
"""What it counts for at 50 %: 0.85."""
ESSENTIAL, OPTIONAL = 10, 4
"""Weights of a role's essential and optional skills."""
SHARE_UNIT = 12
"""Gaps are 1-4 levels, so 1/12 of a weight measures every share exactly."""


@dataclass(frozen=True, slots=True)
class OpenTarget:
    """A skill that goal `goal` needs above the `held` level. `share` of all gaps is closing it in full.

    `worth[k]` are the points for closing k levels by evidence of neutral recognition.
    """

    goal: int
    skill: str
    need: int
    held: int
    weight: int
    worth: tuple[int, ...]
    share: Fraction = Fraction(0)

    def points(self, closed: int, counts: int) -> int:
        """Points for closing so many levels by evidence that counts for `counts` of 2,000."""
        if counts == NEUTRAL:
            return self.worth[closed]
        share = self.share
        return POINTS * counts * closed * share.numerator // (2000 * self.gap * share.denominator)

    @property
    def gap(self) -> int:
        """Levels still to close, 1-4."""
        return self.need - self.held

    def closed_by(self, level: int) -> int:
        """Levels that evidence at `level` closes, 0 to `gap`."""
        return max(min(level, self.need) - self.held, 0)


def held_levels(catalog: Catalog, request: Request) -> Mapping[str, int]:
    """Skill id -> level the person has: the highest claimed or shown by a held credential."""
    levels = dict(request.held.skills)
    for held in request.held.credentials:
        for shows in catalog.credentials[held].skills:
            levels[shows.skill] = max(levels.get(shows.skill, 0), shows.level)
    return levels


def counted(range_: tuple[int, int]) -> int:
    """What evidence of that recognition range counts for, of 2,000: 0.7 + 0.3 x the middle of the range."""
    return ALWAYS + RECOGNISED * (range_[0] + range_[1])


def targets_of(catalog: Catalog, goal: Goal) -> tuple[Target, ...]:
    """The goal's own targets, else its role's: essential skills first."""
    if goal.targets or goal.role is None:
        return goal.targets
    role = catalog.occupations[goal.role]
    wanted = {skill: Target(skill, need, OPTIONAL) for skill, need in role.optional.items()}
    wanted.update({skill: Target(skill, need, ESSENTIAL) for skill, need in role.essential.items()})
    return tuple(sorted(wanted.values(), key=lambda t: (-t.weight, t.skill)))


def open_targets(catalog: Catalog, request: Request) -> tuple[OpenTarget, ...]:
    """Every target of every goal that the person does not reach yet, in goal order."""
    held = held_levels(catalog, request)
    all_weights = sum(goal.weight for goal in request.goals)
    found: list[OpenTarget] = []
    for index, goal in enumerate(request.goals):
        missing = [t for t in targets_of(catalog, goal) if t.need > held.get(t.skill, 0)]
        total = sum(t.weight for t in missing)
        for target in missing:
            have = held.get(target.skill, 0)
            share = Fraction(goal.weight * target.weight, all_weights * total)
            gap = target.need - have
            worth = tuple(int(POINTS * Fraction(NEUTRAL, 2000) * share * Fraction(k, gap)) for k in range(gap + 1))
            found.append(OpenTarget(index, target.skill, target.need, have, target.weight, worth, share))
    return tuple(found)


def least_closed(goal: Goal, targets: tuple[OpenTarget, ...]) -> int:
    """Weight twelfths that must be closed of a goal's open targets: its `min_coverage`, and any progress at all."""
    total = sum(t.weight for t in targets) * SHARE_UNIT
    asked = Fraction(str(goal.min_coverage)) * total
    return max(1, -(-asked.numerator // asked.denominator))
