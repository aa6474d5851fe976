"""What is searched: one short text for each credential, skill and occupation of a catalog."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from knowledge.catalog import Catalog
from knowledge.credentials import Credential, Issuer
from knowledge.names import Kind
from knowledge.vocabulary import Skill
from knowledge.words import keys

FORMAT = 1
"""Raise it when the texts or how they are indexed change: older indexes are then built anew."""
SKILLS = 4
"""How many of a credential's skills its text names, its first being its core: more only blurs what it is."""


class Document(NamedTuple):
    """The words by which a thing can be found."""

    kind: Kind
    id: str
    text: str


def documents(catalog: Catalog) -> list[Document]:
    """Every document of the catalog, in the catalog's order."""
    found = [
        Document("occupation", role.id, _text([role.name, *role.aliases])) for role in catalog.occupations.values()
    ]
    found += [Document("skill", skill.id, _text([skill.name, *skill.aliases])) for skill in catalog.skills.values()]
    for credential in catalog.credentials.values():
        text = _credential(credential, catalog.issuers.get(credential.issuer), catalog.skills)
        found.append(Document("credential", credential.id, text))
    return found


def _credential(credential: Credential, issuer: Issuer | None, skills: Mapping[str, Skill]) -> str:
    """Name, short name, issuer and aliases first, then the skills it shows."""
    names = [credential.name, credential.short, issuer.name if issuer else "", *credential.aliases]
    shown = [skills[show.skill].name for show in credential.skills if show.skill in skills]
    return _text([*names, *shown[:SKILLS]])


def _text(parts: Iterable[str]) -> str:
    """The parts as a list, without those that say no new word."""
    said: set[str] = set()
    kept = []
    for part in parts:
        said_before = len(said)
        said.update(keys(part))
        if len(said) > said_before:
            kept.append(part)
    return ", ".join(kept)
