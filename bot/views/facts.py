"""Facts with their sources: fees, hours, validity, cards of credentials, roles and skills."""

import re
from datetime import date

from bot.messages import Card
from bot.wording import en
from bot.wording.formats import clip, listed, money, month, plural, some
from knowledge.catalog import STALE_DAYS, Catalog
from knowledge.credentials import AllOf, AnyOf, Credential, Fee, Requirement


def reference(catalog: Catalog, today: date, id: str) -> str:
    """A short name and the date of a reference; one that is older than twelve months says so."""
    found = catalog.references[id]
    old = ", over a year old" if (today - found.as_of).days > STALE_DAYS else ""
    title = re.split(r",? data/| \(", found.title)[0]
    when = found.dated if len(found.dated) == 4 else month(found.as_of)
    return f"{clip(title, 48)}, {when}{old}"


def sourced(catalog: Catalog, today: date, sources: tuple[str, ...]) -> str:
    """ "(cert/map, May 2026)", with "two references agree" where they do, or the words for unconfirmed."""
    newest = catalog.newest(sources)
    if newest is None:
        return f"({en.NOT_CONFIRMED})"
    extra = ", confirmed by a second reference" if catalog.confidence(sources) == "confirmed" else ""
    return f"({reference(catalog, today, newest.id)}{extra})"


def fee_line(catalog: Catalog, today: date, fee: Fee) -> str:
    """One fee with its source, and what another reference says."""
    what = {"exam": "exam", "subscription": "subscription"}.get(fee.kind, fee.kind)
    if fee.count > 1:
        what = f"{fee.count} × {what}"
    if fee.audience != "any":
        what += f" ({fee.audience})"
    if fee.cents is None:
        return f"{what}: fee unknown ({en.NOT_CONFIRMED})"
    amount = "free" if fee.cents == 0 else money(fee.cents, fee.currency)
    line = f"{what} {amount}{' a ' + fee.per if fee.per else ''} {sourced(catalog, today, fee.sources)}"
    others = [f"{reference(catalog, today, r)}: {money(c, fee.currency)}" for r, c in sorted(fee.disagree.items())]
    return f"{line}; disagrees: {listed(others)}" if others else line


def hours_line(catalog: Catalog, today: date, credential: Credential) -> str:
    """Study hours and what they rest on."""
    if credential.hours is None:
        return f"study hours unknown ({en.NOT_CONFIRMED})"
    basis = {"stated": "stated by the issuer", "bucket": "from the issuer's range", "estimate": "our estimate"}
    found = credential.sources.get("hours", ())
    source = f", {reference(catalog, today, r.id)}" if (r := catalog.newest(found)) else ""
    if not found and credential.hours.basis != "estimate":
        source = f", {en.NOT_CONFIRMED}"
    low, high = credential.hours.low, credential.hours.high
    return f"{low:g}{f'-{high:g}' if high > low else ''} h, {basis[credential.hours.basis]}{source}"


def _length(minutes: int | None) -> str:
    if not minutes:
        return ""
    return f"{minutes} minutes" if minutes < 600 else f"{minutes / 60:g} hours"


def validity_line(catalog: Catalog, today: date, credential: Credential) -> str:
    """How long it lasts."""
    months = credential.validity_months
    if months is None:
        return f"validity unknown ({en.NOT_CONFIRMED})"
    text = "never expires" if months == 0 else f"valid for {plural(months / 12, 'year')}"
    return f"{text} {sourced(catalog, today, credential.sources.get('validity_months', ()))}"


def needs(catalog: Catalog, requirement: Requirement | None) -> str:
    """A prerequisite expression in words."""
    match requirement:
        case None:
            return ""
        case str():
            return catalog.credentials[requirement].short
        case AllOf(parts):
            return listed([needs(catalog, p) for p in parts])
        case AnyOf(parts):
            return listed([needs(catalog, p) for p in parts], "or")


def credential_card(catalog: Catalog, today: date, credential: Credential) -> Card:
    """What is known about one credential."""
    c, before = credential, credential.prerequisites
    lines = [f"{catalog.issuers[c.issuer].name} · {c.kind} · level {c.level} of 5 on our scale · {c.status}"]
    if c.replaced_by:
        lines.append(f"replaced by {catalog.credentials[c.replaced_by].short}")
    lines += [fee_line(catalog, today, fee) for fee in c.fees]
    if not c.award_only:
        lines += [hours_line(catalog, today, c)]
    if c.exam and not c.exam.none:
        kinds = [_length(c.exam.minutes), "hands-on" if c.exam.hands_on else ""]
        kinds.append("proctored" if c.exam.proctored else "")
        if text := listed([k for k in kinds if k]):
            lines.append(f"exam: {text} {sourced(catalog, today, c.sources.get('exam', ()))}")
    lines.append(validity_line(catalog, today, c))
    if text := needs(catalog, before.required):
        lines.append(f"requires {text} {sourced(catalog, today, c.sources.get('prerequisites', ()))}")
    if before.years_required:
        years = plural(before.years_required, "year")
        lines.append(
            f"requires {years} of work experience {sourced(catalog, today, c.sources.get('prerequisites', ()))}"
        )
    if c.awarded_by:
        parts = listed([catalog.credentials[i].short for i in c.awarded_by.of])
        told = sourced(catalog, today, c.sources.get("awarded_by", ()))
        lines.append(f"awarded for holding {c.awarded_by.at_least} of {parts} {told}")
    if c.renewal:
        lines.append(_renewal(catalog, today, c))
    if c.credit:
        amounts = [
            f"{c.credit.ects:g} ECTS" if c.credit.ects else "",
            f"{c.credit.us:g} US credits" if c.credit.us else "",
        ]
        told = listed([a for a in amounts if a]) or "an unknown amount"
        where = listed(list(c.credit.institutions))
        lines.append(f"university credit: {told}, {where} {sourced(catalog, today, c.sources.get('credit', ()))}")
    if partners := (*c.employer_partners, *catalog.issuers[c.issuer].employer_partners):
        lines.append(f"employer partners: {some(partners, 5)}")
    if c.outline_url:
        lines.append(f"exam outline: {c.outline_url}")
    if page := catalog.issuers[c.issuer].verify_url:
        lines.append(f"anybody can check one at {page}")
    if c.skills:
        shown = [f"{catalog.skills[s.skill].name} {s.level}" for s in c.skills[:8]]
        lines.append(f"shows {listed(shown)} (our reading of the outline)")
    return Card(c.name, tuple(lines), c.url)


_RENEWED = {
    "none": "no renewal",
    "exam": "renewed by an exam",
    "continuing-education": "renewed by continuing education",
    "assessment": "renewed by an assessment",
    "fee": "renewed by a fee",
}


def renewed_how(catalog: Catalog, credential: str) -> str:
    """How a credential is kept valid, in few words: "renewed by an exam"; "" when nobody knows."""
    known = catalog.credentials.get(credential)
    rule = known.renewal if known else None
    return _RENEWED[rule.rule] if rule and rule.rule != "none" else ""


def _renewal(catalog: Catalog, today: date, credential: Credential) -> str:
    """What keeps it valid."""
    rule, source = credential.renewal, credential.sources.get("renewal", ())
    if rule is None:
        return ""
    parts = [f"{rule.ce_hours} hours" if rule.ce_hours else ""]
    parts.append(money(rule.cents, rule.currency or "USD") if rule.cents else "")
    detail = f" ({listed([p for p in parts if p])})" if any(parts) else ""
    return f"{_RENEWED[rule.rule]}{detail} {sourced(catalog, today, source)}"


def role_card(catalog: Catalog, id: str) -> Card:
    """What a role needs."""
    role = catalog.occupations[id]
    codes = [f"O*NET {role.onet_soc}" if role.onet_soc else "", f"NICE {role.nice}" if role.nice else ""]
    essential = [f"{catalog.skills[s].name} {level}" for s, level in role.essential.items()]
    optional = [f"{catalog.skills[s].name} {level}" for s, level in role.optional.items()]
    lines = [f"essential: {listed(essential)}", f"useful: {listed(optional)}" if optional else "", en.ASSUME_LEVELS]
    return Card(role.name, tuple(x for x in [listed([c for c in codes if c]), *lines] if x), role.esco)


def skill_card(catalog: Catalog, id: str) -> Card:
    """A skill, and which credentials show it best."""
    skill = catalog.skills[id]
    showing = sorted(
        (-s.level, c.level, c.short)
        for c in catalog.credentials.values()
        if c.status == "active"
        for s in c.skills
        if s.skill == id
    )
    lines = [f"also called {listed(list(skill.aliases[:5]), 'or')}"] if skill.aliases else []
    lines.append("shown by " + listed([f"{name} ({-level})" for level, _, name in showing[:6]]) if showing else "")
    return Card(skill.name, tuple(x for x in lines if x), skill.esco)


_FOCUS: list[tuple[str, str]] = [
    (r"\b(?:cost|price|fee|expensive|how much|pay)", "cost"),
    (r"\b(?:valid|expire|renew|last|recertif)", "validity"),
    (r"\b(?:how long|hours|study|prepare)", "hours"),
    (r"\b(?:require|prerequisite|need|before|eligible)", "needs"),
]


def focus(catalog: Catalog, today: date, credential: Credential, question: str) -> list[str]:
    """The one fact that a question asks for, first; nothing when it asks in general."""
    asked = next((what for pattern, what in _FOCUS if re.search(pattern, question, re.I)), None)
    name = credential.short
    match asked:
        case "cost":
            return (
                [f"{name}: {'; '.join(fee_line(catalog, today, f) for f in credential.fees)}."]
                if credential.fees
                else []
            )
        case "validity":
            return [f"{name}: {validity_line(catalog, today, credential)}."]
        case "hours":
            return [f"{name}: {hours_line(catalog, today, credential)}."]
        case "needs":
            text = needs(catalog, credential.prerequisites.required)
            return [f"{name} requires {text}." if text else f"{name} requires no other credential that I know of."]
        case _:
            return []
