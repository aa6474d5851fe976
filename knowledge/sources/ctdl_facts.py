"""Facts of our format from CTDL profiles: costs, durations, conditions, credit. Unknown is left out."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from knowledge.sources.draft import Expression
from knowledge.sources.reading import each, text

Node = Mapping[str, Any]
CURRENCIES = {
    "us dollar": "USD",
    "dollar": "USD",
    "euro": "EUR",
    "pound sterling": "GBP",
    "british pound": "GBP",
    "canadian dollar": "CAD",
    "australian dollar": "AUD",
    "swiss franc": "CHF",
    "singapore dollar": "SGD",
    "indian rupee": "INR",
    "japanese yen": "JPY",
    "yen": "JPY",
}
_COSTS = {
    "AggregateCost": "bundle",
    "MixedFees": "bundle",
    "Application": "application",
    "ProcessingFee": "application",
    "StandaloneAssessment": "exam",
    "ScoringFee": "exam",
    "Travel": "travel",
    **dict.fromkeys(("Tuition", "EnrollmentFee", "ProgramSpecificFee", "LearningResource", "TechnologyFee"), "course"),
    **dict.fromkeys(("StudentServicesFee", "GraduationFee", "Equipment", "Consumables"), "course"),
}
_EXTRA = {
    *("OptionalCharges", "ReexaminationFee", "RenewalFee", "ReschedulingFee", "Childcare", "Meals", "PersonalExpenses"),
    *("RoomOrResidency", "SpecialHardship", "SpecialNeeds", "BackgroundCheck"),
}
_OURS = re.compile(
    r"(?P<kind>exam|course|bundle|subscription|membership|travel|application)"
    r"(?:, (?P<who>member|non-member))?(?:, (?P<count>\d+) times)?"
)
"""The name that an export of ours gives a cost."""
_DURATION = re.compile(
    r"P(?:(?P<y>\d+)Y)?(?:(?P<m>\d+)M)?(?:(?P<w>\d+)W)?(?:(?P<d>\d+)D)?"
    r"(?:T(?:(?P<h>\d+(?:\.\d+)?)H)?(?:(?P<min>\d+(?:\.\d+)?)M)?(?:(?P<s>\d+(?:\.\d+)?)S)?)?"
)


def concept(value: Any) -> str:
    """The concept that an alignment names, without its prefix: "costType:Tuition" -> "Tuition"."""
    for item in each(value):
        target = item.get("ceterms:targetNode") if isinstance(item, Mapping) else item
        if isinstance(target, str) and target:
            return re.split(r"[:/#]", target)[-1]
    return ""


def hours(duration: Any) -> float | None:
    """Hours of an ISO 8601 duration that is given in hours and minutes; a span of days or months is no workload."""
    found = _DURATION.fullmatch(text(duration))
    if not found or any(found[part] for part in "ymwd"):
        return None
    total = float(found["h"] or 0) + float(found["min"] or 0) / 60
    return total or None


def months(duration: Any) -> int | None:
    """Months of an ISO 8601 duration in years and months."""
    found = _DURATION.fullmatch(text(duration))
    if not found or not (found["y"] or found["m"]):
        return None
    return int(found["y"] or 0) * 12 + int(found["m"] or 0)


def workload(profiles: Any) -> dict[str, Any] | None:
    """Study hours of DurationProfiles, when they are stated as hours."""
    for profile in each(profiles):
        if not isinstance(profile, Mapping):
            continue
        exact = hours(profile.get("ceterms:timeRequired")) or hours(profile.get("ceterms:exactDuration"))
        low = exact or hours(profile.get("ceterms:minimumDuration"))
        high = exact or hours(profile.get("ceterms:maximumDuration"))
        if low or high:
            said = text(profile.get("ceterms:description"))
            ours = next((b for b in ("estimate", "bucket") if said == f"study hours, {b}"), "stated")
            return {"low": low or high, "high": high or low, "basis": ours}
    return None


def fees(profiles: list[Node], usual: str, tell: Callable[[str], None]) -> list[dict[str, Any]]:
    """Fees of CostProfiles: an aggregate alone when there is one; of several for different people the highest, so that
    a budget holds for everybody."""
    found: dict[str, list[tuple[bool, dict[str, Any]]]] = {}
    for profile in profiles:
        cost = concept(profile.get("ceterms:directCostType"))
        ours = _OURS.fullmatch(text(profile.get("ceterms:name")))
        if cost in _EXTRA:
            continue
        kind = ours["kind"] if ours else _COSTS.get(cost, usual)
        name = text(profile.get("ceterms:currency"))
        currency = CURRENCIES.get(name.lower().rstrip("s"), name.upper() if re.fullmatch("[A-Za-z]{3}", name) else "")
        price = amount(profile.get("ceterms:price"))
        if price is not None and not currency:
            tell(f"a price in {name[:40] or 'no currency'!r} is left out")
            price = None
        special = bool(profile.get("ceterms:residencyType") or profile.get("ceterms:audienceType"))
        fee = {"kind": kind, "amount": price, "currency": currency or "USD"}
        if ours:
            fee |= {"audience": ours["who"] or "any", "count": int(ours["count"] or 1)}
            fee |= {"per": "month"} if text(profile.get("ceterms:paymentPattern")) == "each month" else {}
        found.setdefault(cost or kind if price is not None else "", []).append((special, fee))
    if aggregate := [fee for _, fee in found.get("AggregateCost", ())]:
        return [max(aggregate, key=lambda fee: fee["amount"])]
    made: list[dict[str, Any]] = []
    for cost, group in found.items():
        if not cost:
            continue
        if any(special for special, _ in group) and len(group) > 1:
            tell("of several prices for different people the highest is taken")
            group = [max(group, key=lambda pair: pair[1]["amount"])]
        made += [fee for _, fee in group]
    return made or [fee for _, fee in found.get("", ())][:1]


def amount(value: Any) -> int | float | None:
    """A price as a number; None when it is none."""
    try:
        number = Decimal(text(value).replace(",", ""))
    except InvalidOperation:
        return None
    if not number.is_finite() or number < 0:
        return None
    return int(number) if number == int(number) else float(number)


def credit(profiles: list[Node]) -> dict[str, Any] | None:
    """University credit of ConditionProfiles: ECTS, or US semester hours."""
    for profile in profiles:
        old = text(profile.get("ceterms:creditHourType")).lower()
        if old.startswith(("semester", "ects")) and (value := amount(profile.get("ceterms:creditHourValue"))):
            return {"ects" if old.startswith("ects") else "us": value, "institutions": []}
        for given in each(profile.get("ceterms:creditValue")):
            if not isinstance(given, Mapping):
                continue
            units = {concept(unit) for unit in each(given.get("ceterms:creditUnitType"))}
            value = amount(given.get("schema:value") or given.get("ceterms:value"))
            ects = "ects" in text(given.get("schema:description") or given.get("ceterms:subject")).lower()
            if value and (ects or "SemesterHour" in units):
                return {"ects" if ects else "us": value, "institutions": []}
    return None


def needed(profiles: list[Node], key: Callable[[Any], str | None]) -> tuple[Expression, float | None]:
    """(the credentials that conditions ask for, years of experience). `key` names a target, None for no credential.

    Every condition holds; where one has alternatives, one of them is enough.
    """
    parts: list[Expression] = []
    years: list[float] = []
    for profile in profiles:
        targets = [k for target in each(profile.get("ceterms:targetCredential")) if (k := key(target))]
        parts += targets
        others = [p for p in each(profile.get("ceterms:alternativeCondition")) if isinstance(p, Mapping)]
        choices = [choice for choice, _ in (needed([p], key) for p in others) if choice]
        if choices:
            parts.append({"any": choices} if len(choices) > 1 else choices[0])
        if (asked := amount(profile.get("ceterms:yearsOfExperience"))) is not None:
            years.append(float(asked))
    whole = parts[0] if len(parts) == 1 else {"all": parts} if parts else None
    return whole, max(years, default=None) or None
