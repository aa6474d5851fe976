"""What is searched by meaning: one short text of names for each thing of a catalog, and one of plain words.

A shelf holds the texts of one sort: "credential", "skill" and "occupation" the names, "skill-plain" and
"occupation-plain" the descriptions of knowledge.plain.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from knowledge.catalog import Catalog
from knowledge.credentials import Credential, Issuer
from knowledge.names import Kind
from knowledge.plain import plain
from knowledge.vocabulary import Skill
from knowledge.words import keys

FORMAT = 2
"""Raise it when the texts or how they are indexed change: older indexes are then built anew."""
SKILLS = 4
"""How many of a credential's skills its text names, its first being its core: more only blurs what it is."""
SHELVES = ("credential", "skill", "occupation", "skill-plain", "occupation-plain")
PLAIN: Mapping[Kind, str] = {"skill": "skill-plain", "occupation": "occupation-plain"}
"""The shelf of descriptions of a kind."""


class Document(NamedTuple):
    """A text by which a thing can be found."""

    kind: Kind
    id: str
    text: str


def shelves(catalog: Catalog) -> dict[str, list[Document]]:
    """All texts of the catalog by shelf, in the catalog's order."""
    found: dict[str, list[Document]] = {shelf: [] for shelf in SHELVES}
    for document in documents(catalog):
        found[document.kind].append(document)
    for kind, shelf in PLAIN.items():
        said = plain(kind)
        things = catalog.skills if kind == "skill" else catalog.occupations
        found[shelf] = [Document(kind, id, f"{thing.name}: {said[id]}") for id, thing in things.items() if id in said]
    return found


def documents(catalog: Catalog) -> list[Document]:
    """Every text of names of the catalog, in the catalog's order."""
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
