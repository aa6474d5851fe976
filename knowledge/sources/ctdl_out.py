"""A catalog as CTDL JSON-LD, for tools that read what the Credential Registry publishes (`ctdl` reads it back).

CTDL has no place for a source per fact or for a fact that is unconfirmed: an export is the values alone. Ids are made
from ours, so that the same catalog gives the same graph; nothing claims to be in the Registry.
"""

import uuid
from collections.abc import Iterator
from typing import Any

from knowledge.catalog import Catalog
from knowledge.credentials import AllOf, AnyOf, Credential, Fee, Issuer, Requirement
from knowledge.sources.ctdl import OURS
from knowledge.sources.raw import amount

CONTEXT = "https://credreg.net/ctdl/schema/context/json"
TERMS = "https://credreg.net/ctdl/terms"
Node = dict[str, Any]
_TYPES = {
    "certification": "Certification",
    "certificate": "Certificate",
    "badge": "DigitalBadge",
    "micro-credential": "MicroCredential",
    "university-credit": "AcademicCertificate",
}
_AGENTS = {
    "vendor": "Vendor",
    "industry-body": "ProfessionalAssociation",
    "training-provider": "TrainingProvider",
    "university": "Postsecondary",
    "government": "Government",
}
_STATUS = {"active": "Active", "retiring": "Ceasing", "retired": "Deprecated"}
_LEVELS = {1: "BeginnerLevel", 2: "IntermediateLevel", 3: "ProfessionalLevel", 4: "AdvancedLevel", 5: "AdvancedLevel"}
_COSTS = {
    "exam": "StandaloneAssessment",
    "course": "Tuition",
    "bundle": "MixedFees",
    "application": "Application",
    "travel": "Travel",
}


def written(catalog: Catalog) -> Node:
    """One graph of every issuer and credential, with an assessment beside each that has an exam."""
    nodes = [_organisation(issuer) for issuer in catalog.issuers.values()]
    for credential in catalog.credentials.values():
        nodes += _credential(catalog, credential)
    return {"@context": CONTEXT, "@graph": nodes}


def ctid(kind: str, id: str) -> str:
    """The CTID of one of our records, always the same."""
    return f"ce-{uuid.uuid5(uuid.NAMESPACE_URL, f'credpath:{kind}/{id}')}"


def address(kind: str, id: str) -> str:
    """The id of its node."""
    return f"urn:credpath:{ctid(kind, id)}"


def _words(text: str | list[str]) -> Node:
    return {"en": text}


def _base(kind: str, id: str, type: str, name: str) -> Node:
    return {
        "@id": address(kind, id),
        "@type": f"ceterms:{type}",
        "ceterms:ctid": ctid(kind, id),
        "ceterms:name": _words(name),
    }


def _own(id: str) -> list[Node]:
    names = {"ceterms:identifierTypeName": _words(OURS), "ceterms:identifierValueCode": id}
    return [{"@type": "ceterms:IdentifierValue", **names}]


def _concept(scheme: str, prefix: str, name: str) -> Node:
    return {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:framework": f"{TERMS}/{scheme}",
        "ceterms:targetNode": f"{prefix}:{name}",
    }


def _organisation(issuer: Issuer) -> Node:
    node = _base("issuer", issuer.id, "CredentialOrganization", issuer.name)
    node["ceterms:identifier"] = _own(issuer.id)
    if issuer.url:
        node["ceterms:subjectWebpage"] = issuer.url
    if issuer.aliases:
        node["ceterms:alternateName"] = _words(list(issuer.aliases))
    if issuer.kind in _AGENTS:
        node["ceterms:agentType"] = [_concept("OrganizationType", "orgType", _AGENTS[issuer.kind])]
    if issuer.country:
        node["ceterms:address"] = [{"@type": "ceterms:Place", "ceterms:addressCountry": _words(issuer.country)}]
    return node


def _credential(catalog: Catalog, c: Credential) -> Iterator[Node]:
    """The credential, and its assessment when it has one."""
    owner = [address("issuer", c.issuer)]
    node = _base("credential", c.id, _TYPES.get(c.kind, "Certificate"), c.name)
    node |= {"ceterms:identifier": _own(c.id), "ceterms:ownedBy": owner, "ceterms:offeredBy": owner}
    if c.url:
        node["ceterms:subjectWebpage"] = c.url
    if names := [n for n in (c.short, *c.aliases) if n != c.name]:
        node["ceterms:alternateName"] = _words(names)
    if c.code:
        node["ceterms:credentialId"] = c.code
    if c.languages:
        node["ceterms:inLanguage"] = list(c.languages)
    node["ceterms:credentialStatusType"] = _concept("CredentialStatus", "credentialStat", _STATUS[c.status])
    node["ceterms:audienceLevelType"] = [_concept("AudienceLevel", "audLevel", _LEVELS[c.level])]
    if fees := [_cost(fee) for fee in c.fees if fee.cents is not None]:
        node["ceterms:estimatedCost"] = fees
    if c.hours:
        node["ceterms:estimatedDuration"] = [_duration(c.hours.low, c.hours.high, c.hours.basis)]
    if c.validity_months:
        node["ceterms:renewalFrequency"] = f"P{c.validity_months}M"
    if c.retires_on:
        node["ceterms:expirationDate"] = c.retires_on.isoformat()
    if c.replaced_by:
        node["ceterms:supersededBy"] = [address("credential", c.replaced_by)]
    if c.part_of:
        node["ceterms:isPartOf"] = [address("credential", id) for id in c.part_of]
    if c.awarded_by:
        node["ceterms:hasPart"] = [address("credential", id) for id in c.awarded_by.of]
    if c.renewal and c.renewal.rule != "none":
        hours = f", {c.renewal.ce_hours} hours" if c.renewal.ce_hours else ""
        renewal: Node = {"@type": "ceterms:ConditionProfile", "ceterms:name": _words(f"{c.renewal.rule}{hours}")}
        if c.renewal.cents is not None:
            renewal["ceterms:estimatedCost"] = [_price(c.renewal.cents, c.renewal.currency or "USD", "RenewalFee")]
        node["ceterms:renewal"] = [renewal]
    exam = _assessment(c, owner)
    if requires := _requires(catalog, c, exam):
        node["ceterms:requires"] = requires
    if c.prerequisites.recommended or c.prerequisites.years_recommended:
        years = c.prerequisites.years_recommended
        node["ceterms:recommends"] = [_condition(c.prerequisites.recommended, "Recommended", years)]
    yield node
    if exam:
        yield exam


def _requires(catalog: Catalog, c: Credential, exam: Node | None) -> list[Node]:
    found: list[Node] = []
    before = c.prerequisites
    if before.required or before.years_required:
        found.append(_condition(before.required, "Required", before.years_required))
    for role in ("tested", "taught"):
        if shown := [_competency(catalog, s.skill, s.level) for s in c.skills if s.role == role]:
            condition = {"@type": "ceterms:ConditionProfile", "ceterms:name": _words(f"Skills {role}")}
            found.append({**condition, "ceterms:targetCompetency": shown})
    if exam:
        condition = {"@type": "ceterms:ConditionProfile", "ceterms:name": _words("Exam")}
        found.append({**condition, "ceterms:targetAssessment": [exam["@id"]]})
    if c.credit:
        values: list[Node] = []
        for value, unit in ((c.credit.ects, ""), (c.credit.us, "creditUnit:SemesterHour")):
            if value is not None:
                profile: Node = {"@type": "ceterms:ValueProfile", "schema:value": value}
                values.append(
                    profile | ({"ceterms:creditUnitType": [unit]} if unit else {"schema:description": _words("ECTS")})
                )
        name = f"Credit at {', '.join(c.credit.institutions)}" if c.credit.institutions else "Credit"
        condition = {"@type": "ceterms:ConditionProfile", "ceterms:name": _words(name)}
        found.append({**condition, **({"ceterms:creditValue": values} if values else {})})
    return found


def _condition(requirement: Requirement | None, name: str, years: float) -> Node:
    """An expression as conditions: targets all hold, of alternatives one is enough."""
    node: Node = {"@type": "ceterms:ConditionProfile", "ceterms:name": _words(name)}
    if years:
        node["ceterms:yearsOfExperience"] = years
    parts = requirement.parts if isinstance(requirement, AllOf) else (requirement,) if requirement else ()
    if targets := [address("credential", part) for part in parts if isinstance(part, str)]:
        node["ceterms:targetCredential"] = targets
    for part in parts:
        if isinstance(part, AnyOf):
            choices = [_condition(choice, "Alternative", 0) for choice in part.parts]
            node.setdefault("ceterms:alternativeCondition", []).extend(choices)
    return node


def _competency(catalog: Catalog, skill: str, level: int) -> Node:
    known = catalog.skills.get(skill)
    node: Node = {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:targetNodeName": _words(known.name if known else skill),
    }
    if known and known.esco:
        node["ceterms:targetNode"] = known.esco
    return {**node, "ceterms:weight": level / 4}


def _assessment(c: Credential, owner: list[str]) -> Node | None:
    exam = c.exam
    if exam is None or exam.none or (exam.minutes, exam.proctored, exam.hands_on) == (None, None, None):
        return None
    node = _base("exam", c.id, "AssessmentProfile", f"{c.name}: exam")
    node["ceterms:ownedBy"] = owner
    if exam.minutes is not None:
        profile = {"@type": "ceterms:DurationProfile", "ceterms:exactDuration": f"PT{exam.minutes}M"}
        node["ceterms:estimatedDuration"] = [profile]
    if exam.proctored is not None:
        node["ceterms:isProctored"] = exam.proctored
    if exam.hands_on:
        node["ceterms:assessmentMethodType"] = [_concept("AssessmentMethod", "assessMethod", "Performance")]
    return node


def _duration(low: float, high: float, basis: str) -> Node:
    times = {"ceterms:minimumDuration": f"PT{low:g}H", "ceterms:maximumDuration": f"PT{high:g}H"}
    return {"@type": "ceterms:DurationProfile", "ceterms:description": _words(f"study hours, {basis}"), **times}


def _cost(fee: Fee) -> Node:
    """What CTDL has no field for stands in the name, in words that `ctdl` knows again."""
    node = _price(fee.cents or 0, fee.currency, "OptionalCharges" if fee.optional else _COSTS.get(fee.kind, ""))
    parts = [fee.kind, "" if fee.audience == "any" else fee.audience, f"{fee.count} times" if fee.count > 1 else ""]
    node["ceterms:name"] = _words(", ".join(part for part in parts if part))
    if fee.per:
        node["ceterms:paymentPattern"] = _words(f"each {fee.per}")
    return node


def _price(cents: int, currency: str, cost: str) -> Node:
    node: Node = {"@type": "ceterms:CostProfile", "ceterms:price": amount(cents), "ceterms:currency": currency}
    return node | ({"ceterms:directCostType": _concept("CostType", "costType", cost)} if cost else {})
