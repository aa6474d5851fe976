"""The facts of a credential for the test oracle: its hours, its money, its equivalents and what bars it.

Shares no code with the planner or the check, like the oracle itself.
"""

from decimal import ROUND_HALF_UP, Decimal
from math import ceil, floor

from knowledge.catalog import Catalog
from knowledge.credentials import Credential
from planner.request import Request


def quarter_hours(number):
    return ceil(Decimal(str(number)) * 4)


def saved_by(catalog: Catalog, credential: Credential, have):
    """Quarter-hours that the credentials in `have` take off."""
    around = {other for one in have for other in equal(catalog, one)}
    hours = [Decimal(str(s.hours)) for s in credential.shortened_by if s.credential in around]
    return floor(max(hours) * 4) if hours else 0


def hours_of(catalog: Catalog, request: Request, credential: Credential, saved=0):
    """(quarter-hours that are left, basis); `saved` by what is earned before."""
    whole, basis = whole_hours(catalog, credential)
    behind = max(request.studied.get(credential.id, 0), 0)
    behind += max(saved, saved_by(catalog, credential, request.held.credentials))
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
    exam, only = credential.exam, request.only
    if equal(catalog, credential.id) & held:
        return "held"
    if credential.status == "retired":
        return "retired"
    if credential.status == "retiring" and (credential.retires_on is None or credential.retires_on <= request.start):
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
