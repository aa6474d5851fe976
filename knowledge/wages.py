"""What a role pays where official statistics have its SOC code (United States only; no wage is ever estimated here)."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.vocabulary import Occupation


@dataclass(frozen=True, slots=True)
class Wage:
    """The yearly median of a SOC occupation in cents, with its place, date and reference.

    `low_cents` and `high_cents` are the 10th and 90th percentile, None where the statistics give none.
    """

    soc: str
    title: str
    median_cents: int
    low_cents: int | None
    high_cents: int | None
    currency: str
    place: str
    as_of: str
    sources: tuple[str, ...]


def wage(wages: Mapping[str, Wage], occupation: Occupation) -> Wage | None:
    """The wage under the role's SOC code: the first seven characters of its O*NET-SOC code.

    A SOC occupation is often wider than the role ("Computer Occupations, All Other"), so its title belongs beside it.
    """
    return wages.get((occupation.onet_soc or "")[:7])
