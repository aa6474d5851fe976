"""Role families of counted job postings: which family a title or a role belongs to."""

import re

from knowledge.vocabulary import Occupation

_TITLES = (
    # the first that fits; security before architect, for a security architect is asked for security credentials
    (
        "security",
        r"secur|cyber|\bsoc\b|penetration|pen[- ]?test|red team|\bgrc\b|forensic|malware|threat|vulnerab|\biam\b",
    ),
    ("architect", r"architect"),
    (
        "devops/cloud/infra",
        r"dev ?ops|site reliab|\bsre\b|platform|cloud|infra|network|system|kubernetes|linux|support|help ?desk",
    ),
    (
        "data",
        r"\bdata\b|analytics|machine learning|\bml(?:ops)?\b|\bai\b|artificial|statistic|intelligence|\bbi\b|scientist",
    ),
    ("project/product", r"project|product|program(?:me)? manage|scrum|agile|delivery"),
    (
        "software",
        r"software|developer|programmer|full[- ]?stack|front[- ]?end|back[- ]?end|mobile|\bqa\b|\btest|engineer",
    ),
    ("consult/analyst/sales", r"consult|analyst|sales|account|presales|advis"),
)
_PATTERNS = tuple((family, re.compile(pattern, re.IGNORECASE)) for family, pattern in _TITLES)
FAMILIES = (*(family for family, _ in _TITLES), "other")
"""The families, as the shipped counts name them."""
_BY_CATALOG = {
    "security": "security",
    "cloud": "devops/cloud/infra",
    "infrastructure": "devops/cloud/infra",
    "software": "software",
    "data": "data",
    "ai": "data",
    "project": "project/product",
}
"""The family of a role whose title does not say it; service, business and design roles have none."""


def family_of_title(title: str) -> str:
    """The family of a posting's title, "other" when none fits."""
    return next((family for family, pattern in _PATTERNS if pattern.search(title)), "other")


def family_of(role: Occupation | str) -> str | None:
    """The family of a role, a family's own name or a title; None when no counts speak for it.

    A role of our catalog belongs where its own family says, and to the architects by its name.
    """
    if isinstance(role, str):
        wanted = role.strip().casefold()
        named = {part: family for family in FAMILIES for part in (family, *family.split("/"))}
        named |= {"project": "project/product", "architects": "architect"} | _BY_CATALOG
        found = named.get(wanted) or family_of_title(role)
        return None if found == "other" and wanted != "other" else found
    if role.family not in {"security", "data", "ai"} and re.search(r"\barchitect\b", role.name, re.IGNORECASE):
        return "architect"
    return _BY_CATALOG.get(role.family) or _spoken(role)


def _spoken(role: Occupation) -> str | None:
    """Business and service roles belong where their title clearly says."""
    family = family_of_title(role.name)
    return family if family in {"project/product", "consult/analyst/sales"} else None
