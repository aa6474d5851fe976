"""Occupations that O*NET counts as related, where its files are imported: evidence that people move between them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.vocabulary import Occupation

TIERS = ("Primary-Short", "Primary-Long", "Supplemental")
"""O*NET's tiers, closest first: the five closest occupations, the next five, and ten more."""


@dataclass(frozen=True, slots=True)
class Kindred:
    """Which O*NET occupations are related: code -> code -> tier, as release `release` says."""

    release: str
    tiers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def tier(self, one: Occupation, other: Occupation) -> str | None:
        """How O*NET relates a role to another; "same" when both are one occupation there, None when not at all."""
        if not one.onet_soc or not other.onet_soc:
            return None
        if one.onet_soc == other.onet_soc:
            return "same"
        return self.tiers.get(one.onet_soc, {}).get(other.onet_soc)


def rank(tier: str | None) -> int:
    """0 for the nearest, more for less; tiers that no release had until now come before none."""
    if tier is None:
        return len(TIERS) + 2
    return {"same": 0, **{name: n for n, name in enumerate(TIERS, 1)}}.get(tier, len(TIERS) + 1)
