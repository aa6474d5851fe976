"""How well a credential is described: the nine catalog elements of the EU's standard for micro-credentials.

Council Recommendation 2022/C 243/02, annex I, lists eleven mandatory elements; the learner and the date of issue belong
to a holder, so nine can stand in a catalog. This measures description, never quality.
"""

from dataclasses import dataclass

from knowledge.catalog import Catalog
from knowledge.claims import statements
from knowledge.credentials import Credential
from knowledge.evidence import Component

ELEMENTS = (
    "title",
    "country of the issuer",
    "awarding body",
    "learning outcomes",
    "workload",
    "level",
    "type of assessment",
    "form of participation",
    "quality assurance",
)


@dataclass(frozen=True, slots=True)
class Completeness:
    """The elements that are stated with a source, and those that are not; title and awarding body need none."""

    stated: tuple[str, ...]
    missing: tuple[str, ...]
    of: int = len(ELEMENTS)


def completeness(catalog: Catalog, credential: Credential) -> Completeness:
    """Which of the nine elements our record of the credential states with a source."""
    c, issuer = credential, catalog.issuers[credential.issuer]
    said = {s.component for s in statements(catalog, c) if s.sources}
    has = {
        "title": True,
        "country of the issuer": bool(issuer.country and issuer.sources.get("country")),
        "awarding body": True,
        "learning outcomes": bool(c.skills and c.sources.get("skills")) or bool(c.outline_url),
        "workload": bool(c.hours and c.hours.basis != "estimate" and c.sources.get("hours")),
        "level": bool(c.sources.get("level")),
        "type of assessment": bool(c.exam and c.sources.get("exam")) or Component.ASSESSMENT in said,
        "form of participation": "participation" in said,
        "quality assurance": Component.QUALITY in said,
    }
    return Completeness(tuple(e for e in ELEMENTS if has[e]), tuple(e for e in ELEMENTS if not has[e]))
