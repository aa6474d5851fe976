"""What is searched by meaning: one short text of names for each thing of a catalog, and one of plain words.

A shelf holds the texts of one sort: "credential", "skill" and "occupation" the names, those that end in "-plain" the
descriptions of knowledge.plain.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from knowledge.catalog import Catalog
from knowledge.credentials import Credential, Issuer
from knowledge.names import Kind
from knowledge.plain import plain
from knowledge.vocabulary import Skill
from knowledge.words import keys

FORMAT = 3
"""Raise it when the texts or how they are indexed change: older indexes are then built anew."""
SKILLS = 4
"""How many of a credential's skills its text names, its first being its core: more only blurs what it is."""
PLAIN: Mapping[Kind, str] = {"credential": "credential-plain", "skill": "skill-plain", "occupation": "occupation-plain"}
"""The shelf of descriptions of a kind."""
SHELVES = (*PLAIN, *PLAIN.values())


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
        found[shelf] = [Document(kind, id, f"{name}: {said[id]}") for id, name in _names(catalog, kind) if id in said]
    return found


def _names(catalog: Catalog, kind: Kind) -> list[tuple[str, str]]:
    """Ids with what people call them: the short name of a credential, for the long one says more than its subject."""
    if kind == "credential":
        return [(id, it.short) for id, it in catalog.credentials.items()]
    return [(id, it.name) for id, it in (catalog.skills if kind == "skill" else catalog.occupations).items()]


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
