"""What a credential costs in money and study time, with labelled estimates where the catalog knows no value."""

import math
from dataclasses import dataclass, field, replace

from knowledge.catalog import Catalog, highest
from knowledge.credentials import Credential, Fee, Shortening
from planner.pathway import Basis
from planner.request import Request

MARGIN_PERCENT = 105
"""Converted fees are budgeted at this percentage, because rates move."""
_Kind = tuple[str, str, str | None]


@dataclass(frozen=True, slots=True)
class Price:
    """Cents in the plan's currency; `about` when a fee was converted. With basis unknown the cents are 0."""

    cents: int
    basis: Basis
    about: bool = False


@dataclass(frozen=True, slots=True)
class Effort:
    """Study time in quarter-hours. With basis unknown they are 0."""

    quarter_hours: int
    basis: Basis


def credit_of(shortening: Shortening) -> int:
    """Whole quarter-hours that it takes off."""
    return math.floor(shortening.hours * 4)


def weekly(request: Request) -> int:
    """Quarter-hours in a usual week."""
    return round(request.hours_per_week * 4)


def currency_of(request: Request) -> str:
    """The currency that a plan for this request counts in."""
    return request.budget.currency if request.budget else "USD"


@dataclass(slots=True)
class Memory:
    """What was worked out for one catalog, currency and membership: whole efforts, prices without months, maxima."""

    efforts: dict[str, Effort] = field(default_factory=dict)
    prices: dict[str, Price] = field(default_factory=dict)
    fees: dict[_Kind, int] | None = None
    hours: dict[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Costs:
    """Prices and efforts of one catalog for one request; each is found once, on first need.

    `memory` may serve other requests of the same catalog, currency and membership.
    """

    catalog: Catalog
    request: Request
    memory: Memory = field(default_factory=Memory)

    def effort(self, credential: Credential) -> Effort:
        """What is left of the study time: its mean rounded up, else the issuer's greatest, less what is behind.

        What a held credential takes off is behind as well.
        """
        return self.shortened(credential, 0)

    def shortened(self, credential: Credential, credit: int) -> Effort:
        """The same after earning a credential that takes `credit` quarter-hours off. Only the greatest one counts."""
        whole = self.memory.efforts.get(credential.id)
        if whole is None:
            whole = self.memory.efforts[credential.id] = self._whole(credential)
        behind = self.request.studied.get(credential.id, 0) + max(credit, self._held_credit(credential))
        if behind <= 0 or not whole.quarter_hours:
            return whole
        return replace(whole, quarter_hours=max(1, whole.quarter_hours - behind))

    def _held_credit(self, credential: Credential) -> int:
        if not credential.shortened_by:
            return 0
        return max((credit_of(s) for s in credential.shortened_by if self._counts_as(s.credential)), default=0)

    def _counts_as(self, wanted: str) -> bool:
        """Whether the person holds the credential or an equivalent."""
        known = self.catalog.credentials
        equal = known[wanted].equivalent_to if wanted in known else ()
        held = self.request.held.credentials
        return any(h == wanted or h in equal or (h in known and wanted in known[h].equivalent_to) for h in held)

    def _whole(self, credential: Credential) -> Effort:
        if credential.award_only:
            return Effort(0, Basis.KNOWN)
        if credential.hours is not None:
            mean = (credential.hours.low + credential.hours.high) / 2
            return Effort(math.ceil(mean * 4), Basis.KNOWN)
        if self.memory.hours is None:
            self.memory.hours = self._greatest_hours()
        estimate = self.memory.hours.get(credential.issuer)
        return Effort(0, Basis.UNKNOWN) if estimate is None else Effort(estimate, Basis.ESTIMATE)

    def price(self, credential: Credential) -> Price:
        """All that is paid on the usual route for this person."""
        found = self.memory.prices.get(credential.id)
        if found is None:
            found = self._paid(credential)
            if all(fee.per != "month" for fee in credential.fees):  # months depend on the weekly hours
                self.memory.prices[credential.id] = found
        return found

    def _paid(self, credential: Credential) -> Price:
        if credential.award_only:
            return Price(0, Basis.KNOWN)
        total, basis, about = 0, Basis.KNOWN, False
        for fee in credential.fees:
            if not self._is_paid(fee):
                continue
            payment = self._payment(fee)
            if payment is None:
                basis, payment = Basis.ESTIMATE, self._estimate(credential, fee)
            elif fee.currency != currency_of(self.request):
                about = True
            if payment is None:
                return Price(0, Basis.UNKNOWN)
            total += payment * fee.count * (self._months(credential) if fee.per == "month" else 1)
        return Price(total, basis, about)

    def _is_paid(self, fee: Fee) -> bool:
        return not fee.optional and (fee.audience == "any" or (fee.audience == "member") == self.request.member)

    def _payment(self, fee: Fee) -> int | None:
        cents, currency = highest(fee), currency_of(self.request)
        if cents is None or fee.currency == currency:
            return cents
        converted = self.catalog.convert(cents, fee.currency, currency)
        return None if converted is None else -(-converted * MARGIN_PERCENT // 100)

    def _months(self, credential: Credential) -> int:
        return max(1, -(-self.effort(credential).quarter_hours * 12 // (weekly(self.request) * 52)))

    def _estimate(self, credential: Credential, fee: Fee) -> int | None:
        if self.memory.fees is None:
            self.memory.fees = self._greatest_fees()
        return self.memory.fees.get((credential.issuer, fee.kind, fee.per))

    def _greatest_fees(self) -> dict[_Kind, int]:
        greatest: dict[_Kind, int] = {}
        for credential in self.catalog.credentials.values():
            for fee in credential.fees if credential.status != "retired" else ():
                kind = (credential.issuer, fee.kind, fee.per)
                if (payment := self._payment(fee)) is not None:
                    greatest[kind] = max(payment, greatest.get(kind, 0))
        return greatest

    def _greatest_hours(self) -> dict[str, int]:
        greatest: dict[str, int] = {}
        for credential in self.catalog.credentials.values():
            if credential.hours is not None and credential.status != "retired":
                high = math.ceil(credential.hours.high * 4)
                greatest[credential.issuer] = max(high, greatest.get(credential.issuer, 0))
        return greatest
