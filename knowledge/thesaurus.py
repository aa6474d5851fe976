"""The terms that a choice of vocabularies offers for linking: one entry for what several of them name.

An own entry that says which ESCO concept, or else which O*NET one, it is, lends its names to that one and is no entry
of its own; so is an O*NET entry that an own entry ties to an ESCO concept.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path

from knowledge.catalog import Catalog
from knowledge.names import Kind
from knowledge.vocabularies import Source, Term, current, terms
from knowledge.vocabulary import Occupation, Skill

CHOICES = ("own", "esco", "onet", "all")
_GENERIC = re.compile(r"\s+(?:software|tools?)$", re.IGNORECASE)
_ACRONYM_LAST = re.compile(r"\b([A-Z][A-Z0-9+#/]{1,6})$")


class NotImported(ValueError):
    """A vocabulary was asked for that is not imported; the message is the sentence to show."""


def choose(catalog: Catalog, folder: Path, choice: str, kind: Kind) -> list[Term]:
    """The merged terms of a kind: every id once, names without repetition, ESCO before O*NET before our own.

    `folder` holds the imported vocabularies. Raises NotImported for "esco" or "onet" without an import.
    """
    wanted: tuple[Source, ...] = {"own": (), "all": ("esco", "onet")}.get(choice, (choice,))
    places = {source: place for source in wanted if (place := current(folder, source))}
    if choice in ("esco", "onet") and choice not in places:
        title = {"esco": "ESCO", "onet": "O*NET"}[choice]
        raise NotImported(f"{title} is not imported: credpath vocabulary import FILE... reads its official files.")
    merged: dict[str, list[str]] = {}
    groups: dict[str, str] = {}
    for source, place in places.items():
        for term in terms(place, kind):
            names = [term.name, *term.aliases]
            merged[term.id] = names + (_short(term.name) if source == "onet" and kind == "skill" else [])
            groups[term.id] = term.group
    for own in _own(catalog, kind):
        esco, onet = _codes(own, places)
        home = next((id for id in (esco, onet) if id in merged), None)
        if home is None:
            if choice in ("own", "all"):
                merged[own.id] = [own.name, *own.aliases]
            continue
        merged[home] += [own.name, *own.aliases]
        if onet in merged and onet != home:
            merged[home] += merged.pop(onet)
    return [
        Term(
            id, kind, names[0], tuple(dict.fromkeys(name for name in names[1:] if name != names[0])), groups.get(id, "")
        )
        for id, names in merged.items()
    ]


def version(found: Iterable[Term]) -> str:
    """A hash of these terms: what is built from them is kept under it."""
    digest = hashlib.sha256()
    for term in found:
        digest.update(json.dumps([term.id, term.kind, term.name, term.aliases]).encode())
    return digest.hexdigest()


def _own(catalog: Catalog, kind: Kind) -> Iterable[Skill | Occupation]:
    return catalog.skills.values() if kind == "skill" else catalog.occupations.values()


def _codes(own: Skill | Occupation, places: Iterable[Source]) -> tuple[str, str]:
    """The ids of an own entry in the imported vocabularies, "" where it has none."""
    esco = own.esco if "esco" in places else None
    onet = own.onet if isinstance(own, Skill) else own.onet_soc
    if "onet" not in places:
        onet = None
    return esco or "", tool_id(onet) if onet and isinstance(own, Skill) else onet or ""


def tool_id(example: str) -> str:
    """The id of an O*NET technology example, which has no code of its own."""
    return f"onet:{example}"


def _short(tool: str) -> list[str]:
    """What people call an O*NET tool: without "software", and the acronym at its end."""
    plain = _GENERIC.sub("", tool)
    names = [plain] if plain != tool else []
    if (acronym := _ACRONYM_LAST.search(plain)) and acronym[1] != plain:
        names += [acronym[1], plain[: acronym.start()].strip()]
    return [name for name in names if len(name) > 1]
