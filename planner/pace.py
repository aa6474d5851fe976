"""A person's own pace: how many of the usual hours they take, from the hours they logged, shrunk towards the usual.

Everything is in logarithms: a step takes its planned hours x the person's pace x luck of its own (docs/planner.md).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.catalog import Catalog
from knowledge.credentials import Credential

TENTHS = 1.2816
"""Standard deviations from the median to the tenth part at either end of a normal distribution."""
LEAST_SPREAD = 0.15
"""A single stated number of hours is not exact either."""
PEOPLE = 0.3
"""How much people differ (standard deviation of the logarithm). An assumption; no data on it was found."""
LOGGED = 0.25
"""With less than this share of the planned hours logged, a finished step tells of the logging and not of the pace."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Hours taken / hours planned: the median `factor`, the standard deviation of its logarithm, and from how many
    finished steps it was learnt.
    """

    factor: float = 1.0
    spread: float = PEOPLE
    steps: int = 0


@dataclass(frozen=True, slots=True)
class Log:
    """Quarter-hours that were logged for a credential in all, and whether it is finished."""

    credential: str
    quarter_hours: int
    finished: bool


def planned(credential: Credential) -> float | None:
    """The usual quarter-hours: the middle of low and high, as the planner counts; None when they are not known."""
    return None if credential.hours is None else (credential.hours.low + credential.hours.high) * 2


def spread(credential: Credential) -> float:
    """Standard deviation of the logarithm of a step's hours: from low to high are eight of ten people."""
    if credential.hours is None:
        return LEAST_SPREAD
    return max(LEAST_SPREAD, math.log(credential.hours.high / credential.hours.low) / (2 * TENTHS))


def pace(catalog: Catalog, logs: Iterable[Log]) -> Pace:
    """The pace that the logs speak for.

    A finished step counts with the weight of its certainty, the usual pace with that of PEOPLE: about as much as one
    finished step whose high is twice its low. An unfinished step counts when it took longer already than this pace
    would have it.
    """
    weight, total, finished = PEOPLE**-2, 0.0, 0
    longer: list[tuple[float, float]] = []
    for log in sorted(logs, key=lambda log: log.credential):
        credential = catalog.credentials.get(log.credential)
        usual = planned(credential) if credential else None
        if credential is None or not usual or log.quarter_hours < LOGGED * usual:
            continue
        ratio, worth = math.log(log.quarter_hours / usual), spread(credential) ** -2
        if log.finished:
            weight, total, finished = weight + worth, total + worth * ratio, finished + 1
        else:
            longer.append((ratio, worth))
    for ratio, worth in sorted(longer):
        if ratio > total / weight:
            weight, total = weight + worth, total + worth * ratio
    return Pace(math.exp(total / weight), weight**-0.5, finished)
