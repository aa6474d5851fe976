"""What a credential costs and takes, worked out again for the check (docs/planner.md, Money and Hours)."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from knowledge.catalog import Catalog
from knowledge.credentials import Credential, Fee
from planner.check_rests import credit, equivalents
from planner.pathway import Basis
from planner.request import Request

WEEKS, MONTHS = 52, 12
MARGIN = Fraction(105, 100)


@dataclass(frozen=True, slots=True)
class Price:
    """Money of one credential, in cents of the plan's currency, and where it comes from."""

    cents: int
    basis: Basis
    about: bool


FREE = Price(0, Basis.KNOWN, False)


def weekly(request: Request) -> Fraction:
    """Quarter-hours of study in a week."""
    return Fraction(str(request.hours_per_week)) * 4


def plan_currency(request: Request) -> str:
    """The currency that a plan counts in."""
    return request.budget.currency if request.budget else "USD"


def worth_usd(catalog: Catalog, currency: str) -> Fraction | None:
    """US dollars for one unit of a currency; None without a rate."""
    if currency == "USD":
        return Fraction(1)
    rate = catalog.rates.get(currency)
    return Fraction(rate.usd) if rate else None


def in_usd(catalog: Catalog, cents: int, currency: str) -> int:
    """Cents of a currency that has a rate, in US cents, rounded half up."""
    return _half_up(cents * (worth_usd(catalog, currency) or 0))


def study_price(catalog: Catalog, request: Request, credential: Credential) -> Price:
    """The price of buying and studying a credential; nothing for one that is only awarded."""
    if credential.award_only:
        return FREE
    currency = plan_currency(request)
    cents, estimated, about = 0, False, False
    for fee in credential.fees:
        if fee.optional or fee.audience not in ("any", "member" if request.member else "non-member"):
            continue
        single = _payment(catalog, fee, currency)
        if single is None:
            estimated = True
            single = _dearest(catalog, credential, fee, currency)
            if single is None:
                return Price(0, Basis.UNKNOWN, False)
        elif fee.currency != currency:
            about = True
        cents += single * fee.count * (_months(catalog, request, credential) if fee.per == "month" else 1)
    return Price(cents, Basis.ESTIMATE if estimated else Basis.KNOWN, about)


def study_time(catalog: Catalog, request: Request, credential: Credential, saved: int = 0) -> tuple[int, Basis]:
    """Quarter-hours of study that are left, and where they come from; `saved` by what the plan earns before."""
    whole, basis = _whole_time(catalog, credential)
    behind = max(0, request.studied.get(credential.id, 0))
    if credential.shortened_by:
        behind += max(saved, credit(credential, set(request.held.credentials), equivalents(catalog)))
    return (max(1, whole - behind) if whole else 0), basis


def _whole_time(catalog: Catalog, credential: Credential) -> tuple[int, Basis]:
    if credential.award_only:
        return 0, Basis.KNOWN
    if credential.hours is not None:
        total = Fraction(str(credential.hours.low)) + Fraction(str(credential.hours.high))
        return ceil(total / 2 * 4), Basis.KNOWN
    longest = [Fraction(str(c.hours.high)) for c in _siblings(catalog, credential) if c.hours is not None]
    return (ceil(max(longest) * 4), Basis.ESTIMATE) if longest else (0, Basis.UNKNOWN)


def _months(catalog: Catalog, request: Request, credential: Credential) -> int:
    quarter_hours, _ = study_time(catalog, request, credential)
    return max(1, ceil(quarter_hours * MONTHS / (weekly(request) * WEEKS)))


def _payment(catalog: Catalog, fee: Fee, currency: str) -> int | None:
    if fee.cents is None:
        return None
    cents = max([fee.cents, *fee.disagree.values()])
    if fee.currency == currency:
        return cents
    paid, counted = worth_usd(catalog, fee.currency), worth_usd(catalog, currency)
    return ceil(_half_up(cents * paid / counted) * MARGIN) if paid and counted else None


def _dearest(catalog: Catalog, credential: Credential, like: Fee, currency: str) -> int | None:
    fees = (f for c in _siblings(catalog, credential) for f in c.fees if (f.kind, f.per) == (like.kind, like.per))
    return max((p for f in fees if (p := _payment(catalog, f, currency)) is not None), default=None)


def _siblings(catalog: Catalog, credential: Credential) -> Iterator[Credential]:
    every = catalog.credentials.values()
    return (c for c in every if c.issuer == credential.issuer and c.status != "retired")


def _half_up(cents: Fraction | int) -> int:
    return floor(cents + Fraction(1, 2))
