"""A catalog under other names: its references and skills get the ids that they have elsewhere. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from knowledge.catalog import Catalog
from knowledge.credentials import Credential, Issuer
from knowledge.vocabulary import Occupation

_Sourced = TypeVar("_Sourced", Credential, Issuer, Occupation)


@dataclass(frozen=True, slots=True)
class Names:
    """Old id -> new id, "" for a reference that is no more; what is not named keeps its own."""

    references: Mapping[str, str]
    skills: Mapping[str, str]


def renamed(catalog: Catalog, names: Names) -> Catalog:
    """The catalog with every mention of a reference or skill under its new id; a renamed skill itself is left out."""
    if not names.references and not names.skills:
        return catalog
    refs = names.references
    references = {
        refs.get(id, id): replace(r, id=refs.get(id, id), derived_from=refs.get(r.derived_from or "", r.derived_from))
        for id, r in catalog.references.items()
    }
    return replace(
        catalog,
        issuers={id: _sourced(issuer, refs) for id, issuer in catalog.issuers.items()},
        credentials={id: _credential(c, names) for id, c in catalog.credentials.items()},
        skills={id: skill for id, skill in catalog.skills.items() if id not in names.skills},
        occupations={id: _occupation(o, names) for id, o in catalog.occupations.items()},
        references=references,
        rates={key: replace(rate, sources=_each(rate.sources, refs)) for key, rate in catalog.rates.items()},
    )


def _each(ids: Iterable[str], refs: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(new for id in ids if (new := refs.get(id, id)))


def _keys(said: Mapping[str, Any], refs: Mapping[str, str]) -> dict[str, Any]:
    return {new: value for id, value in said.items() if (new := refs.get(id, id))}


def _sourced(value: _Sourced, refs: Mapping[str, str]) -> _Sourced:
    named = {field: _each(ids, refs) for field, ids in (value.sources or {}).items()}
    return replace(value, sources={field: ids for field, ids in named.items() if ids})


def _credential(c: Credential, names: Names) -> Credential:
    refs = names.references
    fees = [replace(f, sources=_each(f.sources, refs), disagree=_keys(f.disagree, refs)) for f in c.fees]
    shown = {s.skill: s for s in (replace(s, skill=names.skills.get(s.skill, s.skill)) for s in reversed(c.skills))}
    disagree = {field: _keys(said, refs) for field, said in c.disagree.items()}
    skills = tuple(reversed(shown.values()))
    return replace(_sourced(c, refs), fees=tuple(fees), skills=skills, disagree=disagree)


def _occupation(o: Occupation, names: Names) -> Occupation:
    essential = {names.skills.get(id, id): level for id, level in o.essential.items()}
    optional = {new: n for id, n in o.optional.items() if (new := names.skills.get(id, id)) not in essential}
    return replace(_sourced(o, names.references), essential=essential, optional=optional)
