"""What the planner answers to a team: an offer for each person, and what the team reaches. Nobody is compared."""

from dataclasses import dataclass

from planner.pathway import Pathway, Status
from planner.team_request import Team


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered to `people` of member number `member`; None: nothing this time. For those people only."""

    member: int
    people: int
    pathway: Pathway | None


@dataclass(frozen=True, slots=True)
class Reached:
    """Of `wanted` people with the skill at the level, `have` reach it already and `reached` with the plan."""

    skill: str
    level: int
    wanted: int
    have: int
    reached: int

    @property
    def missing(self) -> int:
        """People who are missing with the plan."""
        return max(0, self.wanted - self.reached)


@dataclass(frozen=True, slots=True)
class Unreached:
    """Why a target (index) is not reached. `most` people have it or could reach it, were money no matter.

    `cents` is the least budget with which the wanted number, or `most` where that is less, reaches this target alone,
    found by solving within the candidates; None when a solve ended without proof.
    """

    target: int
    most: int
    cents: int | None


@dataclass(frozen=True, slots=True)
class TeamPlan:
    """The team's plan. `value` and `bound` are points; PROVEN and GAP as in planner/pathway.py, within the candidates.

    Offers are in the members' order, those of one member by what they hold. `cents` is the sum of all offers.
    `shortened`: of a kind of people with many candidates the best ones were chosen first.
    """

    team: Team
    catalog: str
    status: Status
    offers: tuple[Offer, ...]
    currency: str
    cents: int
    value: int
    bound: int
    gap: float
    coverage: tuple[Reached, ...]
    unreached: tuple[Unreached, ...] = ()
    rounds: int = 0
    columns: int = 0
    shortened: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """After a round: the best plan's value, the bound on any plan's, how many ways are known; at last the plan."""

    round: int
    value: int
    bound: int
    columns: int
    plan: TeamPlan | None = None

    @property
    def gap(self) -> float:
        """By how many percent of its value the best plan so far may be below the best there is."""
        return 100 * (self.bound - self.value) / max(1, abs(self.value))
