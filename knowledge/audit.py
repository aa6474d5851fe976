"""Reviews a catalog: every rule of docs/catalog.md that can be computed. `audit` returns what is wrong."""

from collections.abc import Iterable, Iterator
from datetime import date

from knowledge.audit_evidence import beside
from knowledge.catalog import Catalog
from knowledge.credentials import AllOf, AnyOf, Confidence, Credential, Fee, Issuer, Requirement, satisfied
from knowledge.findings import Finding as Finding
from knowledge.vocabulary import Occupation

KINDS = {"certification", "certificate", "badge", "micro-credential", "university-credit"}
DOMAINS = {
    *(
        "security",
        "cloud",
        "infrastructure",
        "software",
        "data",
        "ai",
        "project",
        "service",
        "business",
        "design",
    ),
}
ISSUER_KINDS = {"vendor", "industry-body", "training-provider", "university", "government", "nonprofit"}
FEE_KINDS = {"exam", "course", "bundle", "subscription", "membership", "travel", "application"}
RULES = {"none", "exam", "continuing-education", "assessment", "fee"}
FACT_FIELDS = (
    *("level", "status", "languages", "exam", "hours", "validity_months", "renewal", "prerequisites"),
    *("equivalent_to", "awarded_by", "award_only", "part_of", "credit", "employer_partners", "skills"),
    *("retires_on", "replaced_by", "sessions", "exam_windows", "retake_days", "shortened_by"),
)
ISSUER_FACTS = ("country", "verify_url", "employer_partners")


def audit(catalog: Catalog, today: date) -> list[Finding]:
    """Everything wrong with the catalog; an empty list is a clean one. `today` bounds the references' dates."""
    return [
        *_references(catalog, today),
        *(f for issuer in catalog.issuers.values() for f in _issuer(catalog, issuer)),
        *(f for c in catalog.credentials.values() for f in _credential(catalog, c)),
        *(f for o in catalog.occupations.values() for f in _occupation(catalog, o)),
        *_skill_names(catalog),
        *_unreachable(catalog),
        *_chains(catalog),
        *beside(catalog, today),
    ]


def _references(catalog: Catalog, today: date) -> Iterator[Finding]:
    for r in catalog.references.values():
        if not r.title or not r.url.startswith("https://"):
            yield Finding(r.id, "url", "a reference needs a title and an https address")
        if not date(2000, 1, 1) <= r.as_of <= today:
            yield Finding(r.id, "as_of", f"{r.as_of} is not a date that a reference can have")
        if r.derived_from and r.derived_from not in catalog.references:
            yield Finding(r.id, "derived_from", f"unknown reference {r.derived_from}")
    for rate in catalog.rates.values():
        if rate.usd <= 0:
            yield Finding(f"rate {rate.currency}", "usd", "a rate is above zero")
        yield from _known(catalog, f"rate {rate.currency}", "sources", rate.sources)


def _issuer(catalog: Catalog, issuer: Issuer) -> Iterator[Finding]:
    if issuer.kind not in ISSUER_KINDS:
        yield Finding(issuer.id, "kind", f"{issuer.kind} is not a kind of issuer")
    if not issuer.url.startswith("https://"):
        yield Finding(issuer.id, "url", "the issuer's page must be an https address")
    yield from _sourced(catalog, issuer.id, issuer, ISSUER_FACTS)


def _credential(catalog: Catalog, c: Credential) -> Iterator[Finding]:
    def wrong(field: str, text: str) -> Finding:
        return Finding(c.id, field, text)

    if c.kind not in KINDS:
        yield wrong("kind", f"{c.kind} is not a kind of credential")
    if c.domain not in DOMAINS:
        yield wrong("domain", f"{c.domain} is not a domain")
    if not c.url.startswith("https://"):
        yield wrong("url", "the issuer's page must be an https address")
    if c.level not in range(1, 6):
        yield wrong("level", f"{c.level} is not a level from 1 to 5")
    if c.status not in {"active", "retiring", "retired"}:
        yield wrong("status", f"{c.status} is not a status")
    if c.validity_months is not None and not 0 <= c.validity_months <= 120:
        yield wrong("validity_months", f"{c.validity_months} months is not a validity")
    if c.hours and not (0 < c.hours.low <= c.hours.high <= 3000 and c.hours.basis in {"stated", "bucket", "estimate"}):
        yield wrong("hours", "hours are 0 < low <= high <= 3000 with the basis stated, bucket or estimate")
    if c.exam and c.exam.minutes is not None and not 0 < c.exam.minutes <= 20160:
        yield wrong("exam", f"{c.exam.minutes} minutes is not an exam")
    if c.renewal and c.renewal.rule not in RULES:
        yield wrong("renewal", f"{c.renewal.rule} is not a renewal rule")
    if not (0 <= c.prerequisites.years_required <= 15 and 0 <= c.prerequisites.years_recommended <= 20):
        yield wrong("prerequisites", "years of experience are 0 to 15")
    if c.award_only and not c.awarded_by:
        yield wrong("award_only", "an award needs its components")
    if c.awarded_by and not 0 < c.awarded_by.at_least <= len(set(c.awarded_by.of)):
        yield wrong("awarded_by", "at_least is 1 to the number of components")
    if c.status != "retired" and not c.fees and not c.award_only:
        yield wrong("fees", "an unknown fee is written as one with amount null")
    if c.status != "retired" and not c.skills:
        yield wrong("skills", "a credential that shows no skill cannot be planned")
    if list(c.sessions or ()) != sorted(set(c.sessions or ())):
        yield wrong("sessions", "days a course starts are in order, each once")
    days = [day for window in c.exam_windows or () for day in (window.opens, window.closes)]
    if days != sorted(days):
        yield wrong("exam_windows", "a window opens before it closes, and windows are in order")
    if not 0 <= (c.retake_days or 0) <= 730:
        yield wrong("retake_days", f"{c.retake_days} days is not a waiting time")
    if any(not 0 < s.hours <= 3000 for s in c.shortened_by):
        yield wrong("shortened_by", "hours that are saved are above 0 and at most 3000")
    for fee in c.fees:
        yield from _fee(catalog, c.id, fee)
    for shown in c.skills:
        if shown.skill not in catalog.skills:
            yield wrong("skills", f"unknown skill {shown.skill}")
        if shown.level not in range(1, 5) or shown.role not in {"tested", "taught"}:
            yield wrong("skills", f"{shown.skill}: level 1 to 4, role tested or taught")
    if len({s.skill for s in c.skills}) < len(c.skills):
        yield wrong("skills", "a skill is named twice")
    links = [*credentials_in(c.prerequisites.required), *credentials_in(c.prerequisites.recommended)]
    links += [*c.equivalent_to, *c.part_of, *([c.replaced_by] if c.replaced_by else [])]
    links += c.awarded_by.of if c.awarded_by else ()
    links += [s.credential for s in c.shortened_by]
    for link in links:
        if link not in catalog.credentials or link == c.id:
            yield wrong("links", f"{link} is not another credential of the catalog")
    yield from _sourced(catalog, c.id, c, FACT_FIELDS)


def _fee(catalog: Catalog, record: str, fee: Fee) -> Iterator[Finding]:
    if fee.kind not in FEE_KINDS or fee.audience not in {"any", "member", "non-member"}:
        yield Finding(record, "fees", f"{fee.kind} for {fee.audience} is not a fee")
    if fee.per not in {None, "month"} or not 1 <= fee.count <= 12:
        yield Finding(record, "fees", "a fee is paid 1 to 12 times, or per month")
    if len(fee.currency) != 3 or (fee.currency != "USD" and fee.currency not in catalog.rates):
        yield Finding(record, "fees", f"no rate for {fee.currency}")
    for amount in (fee.cents, *fee.disagree.values()):
        if amount is not None and not 0 <= amount <= 10_000_000:
            yield Finding(record, "fees", f"{amount} cents is not a fee")
    if fee.cents is not None and bool(fee.sources) == fee.unconfirmed:
        yield Finding(record, "fees", "a fee has sources or says unconfirmed: true, and not both")
    yield from _known(catalog, record, "fees", [*fee.sources, *fee.disagree])


def _occupation(catalog: Catalog, o: Occupation) -> Iterator[Finding]:
    needed = {**o.optional, **o.essential}
    if len(needed) < len(o.essential) + len(o.optional):
        yield Finding(o.id, "skills", "a skill is both essential and optional")
    if not 10 <= len(needed) <= 25 or not o.essential:
        yield Finding(o.id, "skills", f"{len(needed)} skills; a role has 10 to 25, some of them essential")
    for skill, level in needed.items():
        if skill not in catalog.skills:
            yield Finding(o.id, "skills", f"unknown skill {skill}")
        if level not in range(1, 5):
            yield Finding(o.id, "skills", f"{skill}: level {level} is not 1 to 4")
    if o.family not in DOMAINS:
        yield Finding(o.id, "family", f"{o.family} is not a family")
    if o.esco and not o.esco.startswith("http://data.europa.eu/esco/occupation/"):
        yield Finding(o.id, "esco", "not an ESCO occupation URI")
    for field, ids in (o.sources or {}).items():
        yield from _known(catalog, o.id, field, ids)


def _skill_names(catalog: Catalog) -> Iterator[Finding]:
    names: dict[str, str] = {}
    for skill in catalog.skills.values():
        other = names.setdefault(skill.name.casefold(), skill.id)
        if other != skill.id:
            yield Finding(skill.id, "name", f"{other} has the same name")
        if skill.esco and not skill.esco.startswith("http://data.europa.eu/esco/skill/"):
            yield Finding(skill.id, "esco", "not an ESCO skill URI")
    for skill in catalog.skills.values():
        for alias in skill.aliases:
            if names.get(alias.casefold(), skill.id) != skill.id:
                yield Finding(skill.id, "aliases", f"{alias!r} is the name of {names[alias.casefold()]}")


def _sourced(catalog: Catalog, record: str, value: Credential | Issuer, fields: Iterable[str]) -> Iterator[Finding]:
    for field in fields:
        if stated(value, field) and (field in value.sources) == (field in value.unconfirmed):
            yield Finding(record, field, "name its sources or list it as unconfirmed (one of the two)")
    for field, ids in value.sources.items():
        if not ids:
            yield Finding(record, field, "an empty list of sources")
        yield from _known(catalog, record, field, ids)
    if isinstance(value, Credential):
        for field, others in value.disagree.items():
            yield from _known(catalog, record, field, others)


def stated(value: Credential | Issuer, field: str) -> bool:
    """Whether the field carries a fact: not unknown and not the harmless default."""
    content = getattr(value, field)
    if field == "prerequisites":
        return field in value.sources or field in value.unconfirmed or bool(content.required or content.recommended)
    return bool(content) or (content == 0 and field == "validity_months")


def _known(catalog: Catalog, record: str, field: str, ids: Iterable[str]) -> Iterator[Finding]:
    for id in ids:
        if id not in catalog.references:
            yield Finding(record, field, f"unknown reference {id}")


def credentials_in(requirement: Requirement | None) -> Iterator[str]:
    """Every credential id in a prerequisite expression."""
    match requirement:
        case str():
            yield requirement
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from credentials_in(part)


def _unreachable(catalog: Catalog) -> Iterator[Finding]:
    """Credentials that need themselves: nobody could ever earn them, not even through retired ones."""
    have: set[str] = set()
    while True:
        more = {
            c.id
            for c in catalog.credentials.values()
            if c.id not in have
            and satisfied(c.prerequisites.required, have)
            and (not c.award_only or (c.awarded_by and len(have & set(c.awarded_by.of)) >= c.awarded_by.at_least))
        }
        if not more:
            break
        have |= more
    for id in sorted(set(catalog.credentials) - have):
        yield Finding(id, "prerequisites", "it can never be earned: its prerequisites go in a circle")


def _chains(catalog: Catalog) -> Iterator[Finding]:
    for field in ("replaced_by", "part_of"):
        for c in catalog.credentials.values():
            seen, front = {c.id}, [c]
            while front:
                links = getattr(front.pop(), field) or ()
                for link in (links,) if isinstance(links, str) else links:
                    if link == c.id:
                        yield Finding(c.id, field, "goes in a circle")
                    if link in catalog.credentials and link not in seen:
                        seen.add(link)
                        front.append(catalog.credentials[link])


def shares(catalog: Catalog) -> dict[str, dict[Confidence, int]]:
    """How many facts have which confidence: under "facts" all fields and fees, under "fees" the fees alone.

    Only stated facts count; unknown ones are counted under no confidence.
    """
    counts = {key: dict.fromkeys(Confidence, 0) for key in ("facts", "fees")}
    for c in catalog.credentials.values():
        for field in FACT_FIELDS:
            if stated(c, field):
                counts["facts"][catalog.confidence(c.sources.get(field, ()))] += 1
        for fee in c.fees:
            if fee.cents is not None:
                confidence = catalog.confidence(fee.sources)
                counts["fees"][confidence] += 1
                counts["facts"][confidence] += 1
    return counts
