"""The catalog: an immutable snapshot of all that is known, with a version hash.

Plans, index and caches are keyed by `Catalog.version`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from knowledge.credentials import Confidence, Credential, Fee, Issuer, Reference
from knowledge.evidence import Evidence, Weights
from knowledge.kindred import Kindred
from knowledge.vocabulary import Occupation, Skill
from knowledge.wages import Wage
from knowledge.windows import Demand

STALE_DAYS = 365
"""Facts from references older than this are shown with their age."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit of `currency` is worth in US dollars."""

    currency: str
    usd: Decimal
    as_of: date
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything known, by id. Treat as a value: nothing mutates it.

    `wages` are by SOC code; `weights` None means the published ones (knowledge/recognition.py), `kindred` None that
    O*NET is not imported.
    """

    issuers: Mapping[str, Issuer]
    credentials: Mapping[str, Credential]
    skills: Mapping[str, Skill]
    occupations: Mapping[str, Occupation]
    references: Mapping[str, Reference]
    rates: Mapping[str, Rate]
    version: str
    evidence: Evidence = field(default_factory=Evidence)
    weights: Weights | None = None
    demand: Demand | None = None
    wages: Mapping[str, Wage] = field(default_factory=dict)
    kindred: Kindred | None = None

    def confidence(self, sources: Iterable[str]) -> Confidence:
        """Confirmed when two references of different origin are named, single when one, else unconfirmed."""
        origins = {self._origin(source) for source in sources}
        if not origins:
            return Confidence.UNCONFIRMED
        return Confidence.CONFIRMED if len(origins) > 1 else Confidence.SINGLE

    def _origin(self, reference: str) -> str:
        seen = {reference}
        while (parent := self.references[reference].derived_from) and parent not in seen:
            seen.add(parent)
            reference = parent
        return reference

    def newest(self, sources: Iterable[str]) -> Reference | None:
        """The most recent of the named references."""
        return max((self.references[s] for s in sources), key=lambda r: (r.as_of, r.id), default=None)

    def convert(self, cents: int, currency: str, to: str) -> int | None:
        """Cents in another currency, rounded half up; None when no rate is known for the pair."""
        if currency == to:
            return cents
        try:
            value = Decimal(cents) * self._usd(currency) / self._usd(to)
        except KeyError:
            return None
        return int(value.quantize(Decimal(1), ROUND_HALF_UP))

    def _usd(self, currency: str) -> Decimal:
        return Decimal(1) if currency == "USD" else self.rates[currency].usd


def highest(fee: Fee) -> int | None:
    """The cents to budget for a fee: the highest value any reference states."""
    return None if fee.cents is None else max(fee.cents, *fee.disagree.values(), 0)
