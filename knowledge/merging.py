"""A catalog with what a tenant imported laid over it. Pure: the same parts give the same catalog and the same version.

An overlay never overwrites a shipped fact. It adds records; it fills what was unknown; it agrees (one more source) or
disagrees (`disagree`, which plans budget for). A statement without a source says nothing about a shipped record.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from knowledge.audit import FACT_FIELDS, ISSUER_FACTS, stated
from knowledge.catalog import Catalog
from knowledge.credentials import AllOf, AnyOf, Credential, Credit, Exam, Fee, Issuer, Prerequisites, Renewal
from knowledge.renaming import Names, renamed
from knowledge.sources import raw
from knowledge.vocabulary import Occupation, Skill

_Record = TypeVar("_Record", Skill, Occupation)
_Known = TypeVar("_Known", Credential, Issuer)
_FILLED = {
    *("languages", "exam", "hours", "validity_months", "renewal", "part_of", "credit", "employer_partners", "skills"),
    *("outline_url", *ISSUER_FACTS),
}
"""Where nothing stated means unknown. Elsewhere it means no (nothing required, not replaced): that is a statement."""


def merge(base: Catalog, *overlays: Catalog) -> Catalog:
    """`base` with each overlay in turn; without any it is `base` itself."""
    if not overlays:
        return base
    merged = base
    for overlay in overlays:
        merged = _laid(merged, overlay)
    parts = "\0".join([base.version, *(overlay.version for overlay in overlays)])
    return replace(merged, version=hashlib.sha256(parts.encode()).hexdigest())


def same(one: Catalog, other: Catalog) -> bool:
    """Whether two catalogs say the same, whatever their versions are."""
    return replace(one, version="") == replace(other, version="")


def _laid(base: Catalog, overlay: Catalog) -> Catalog:
    names = _names(base, overlay)
    overlay = renamed(overlay, names)
    issuers, credentials = dict(base.issuers), dict(base.credentials)
    for id, giver in overlay.issuers.items():
        issuers[id] = _facts(base.issuers[id], giver, ISSUER_FACTS) if id in base.issuers else giver
    for id, credential in overlay.credentials.items():
        known = base.credentials.get(id)
        credentials[id] = _credential(known, credential) if known else credential
    merged = replace(
        base,
        issuers=issuers,
        credentials=credentials,
        skills=_added(base.skills, overlay.skills),
        occupations=_added(base.occupations, overlay.occupations),
    )
    wanted = cited(merged)
    wanted |= {r.derived_from for id, r in overlay.references.items() if id in wanted and r.derived_from}
    more = {id: reference for id, reference in overlay.references.items() if id in wanted}
    return replace(merged, references={**base.references, **more})


def _added(known: Mapping[str, _Record], more: Mapping[str, _Record]) -> dict[str, _Record]:
    return {**known, **{id: record for id, record in more.items() if id not in known}}


def _names(base: Catalog, overlay: Catalog) -> Names:
    """What the overlay's references and skills are called here: a taken id is changed, a known skill is that skill.

    An overlay outlives the catalog that it was made over: a shipped reference that it names may be gone.
    """
    references = {
        id: f"{id}-{overlay.version[:8]}"
        for id, reference in overlay.references.items()
        if base.references.get(id, reference) != reference
    }
    references |= dict.fromkeys(cited(overlay) - overlay.references.keys() - base.references.keys(), "")
    known = {skill.name.casefold(): skill.id for skill in base.skills.values()}
    skills = {
        id: known[skill.name.casefold()]
        for id, skill in overlay.skills.items()
        if id not in base.skills and skill.name.casefold() in known
    }
    return Names(references, skills)


def _credential(base: Credential, other: Credential) -> Credential:
    merged = _facts(base, other, (*FACT_FIELDS, "outline_url"))
    aliases = (*base.aliases, *(a for a in other.aliases if a not in base.aliases))
    return _fees(replace(merged, aliases=aliases), other)


def _facts(base: _Known, other: _Known, names: Iterable[str]) -> _Known:
    """`base` with the facts of `other` that have a source: filled in, agreed with or noted as disagreeing."""
    sources, unconfirmed = dict(base.sources), list(base.unconfirmed)
    changed: dict[str, Any] = {}
    disagree = {name: dict(said) for name, said in getattr(base, "disagree", {}).items()}
    for name in names:
        said, known = getattr(other, name), getattr(base, name)
        given = other.sources.get(name, ())
        if not given or not stated(other, name):
            continue
        if name == "skills" and {s.skill for s in said} < {s.skill for s in known}:
            continue  # a part of them is no other opinion
        both = _together(known, said)
        if both is not None:
            changed |= {name: both} if both != known else {}
            sources[name] = _united(sources.get(name, ()), given)
            unconfirmed = [field for field in unconfirmed if field != name]
        elif name in _FILLED and not stated(base, name):
            changed[name], sources[name] = said, given
        elif isinstance(base, Credential):
            disagree.setdefault(name, {}).update(_new(given, sources.get(name, ()), raw.fact(said)))
    more: dict[str, Any] = {"disagree": disagree} if disagree else {}
    return replace(base, **changed, **more, sources=sources, unconfirmed=tuple(unconfirmed))


def _together(known: Any, said: Any) -> Any:
    """Both as one when they do not contradict each other, else None. What a part leaves open says nothing."""
    if known == said or (isinstance(known, tuple) and known and set(known) == set(said or ())):
        return known
    if isinstance(known, Prerequisites) and isinstance(said, Prerequisites):
        parts = ((_plain(getattr(known, field.name)), _plain(getattr(said, field.name))) for field in fields(said))
        return known if all(not theirs or ours == theirs for ours, theirs in parts) else None
    if not isinstance(known, Exam | Renewal | Credit) or type(known) is not type(said):
        return None
    filled: dict[str, Any] = {}
    for field in fields(known):
        ours, theirs = getattr(known, field.name), getattr(said, field.name)
        if theirs in (None, ()) or ours == theirs:
            continue
        if ours not in (None, ()):
            return None
        filled[field.name] = theirs
    return replace(known, **filled)


def _plain(part: Any) -> Any:
    """An expression without groups of one, its parts in no order."""
    if not isinstance(part, AllOf | AnyOf):
        return part
    inner = [_plain(each) for each in part.parts]
    return inner[0] if len(inner) == 1 else (type(part), frozenset(inner))


def _united(known: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return (*known, *(id for id in more if id not in known))


def _new(given: Iterable[str], known: Iterable[str], said: Any) -> dict[str, Any]:
    """A reference cannot disagree with what it is a source of."""
    return dict.fromkeys((id for id in given if id not in set(known)), said)


def _fees(base: Credential, other: Credential) -> Credential:
    """Fees of one kind are compared; one that the shipped record does not name is noted and not budgeted."""
    said_fees = [fee for fee in other.fees if fee.cents is not None and fee.sources]
    if said_fees and not base.award_only and all(fee.cents is None for fee in base.fees):
        return replace(base, fees=tuple(said_fees))
    fees, disagree = list(base.fees), {name: dict(said) for name, said in base.disagree.items()}
    for fee in said_fees:
        alike = [n for n, known in enumerate(fees) if _kind(known) == _kind(fee)]
        place = next((n for n in alike if fees[n].cents == fee.cents), alike[0] if alike else None)
        if place is not None and fees[place].count == fee.count:
            fees[place] = _fee(fees[place], fee)
        else:
            said = raw.fact(replace(fee, sources=(), disagree={}))
            for id in fee.sources:
                listed = disagree.setdefault("fees", {}).setdefault(id, [])
                if isinstance(listed, list) and said not in listed:
                    disagree["fees"][id] = [*listed, said]
    return replace(base, fees=tuple(fees), disagree=disagree or base.disagree)


def _kind(fee: Fee) -> tuple[str, str, str, str | None]:
    return fee.kind, fee.audience, fee.currency, fee.per


def _fee(known: Fee, said: Fee) -> Fee:
    if known.cents is None:
        return replace(said, optional=known.optional)
    if known.cents == said.cents:
        return replace(known, sources=_united(known.sources, said.sources), unconfirmed=False)
    others = {id: said.cents for id in said.sources if said.cents is not None and id not in known.sources}
    return replace(known, disagree={**known.disagree, **others})


def unechoed(base: Catalog, overlay: Catalog) -> Catalog:
    """The overlay without the sources of what `base` says just so: our own words, come back, are no second source."""
    known = {id: c for id, c in overlay.credentials.items() if id in base.credentials}
    return replace(overlay, credentials={**overlay.credentials, **{id: _echo(base, c) for id, c in known.items()}})


def _echo(base: Catalog, said: Credential) -> Credential:
    ours = base.credentials[said.id]
    sources = {
        name: ids for name, ids in said.sources.items() if _together(getattr(ours, name), getattr(said, name)) is None
    }
    prices = {(_kind(fee), fee.count, fee.cents) for fee in ours.fees}
    fees = [replace(f, sources=()) if (_kind(f), f.count, f.cents) in prices else f for f in said.fees]
    return replace(said, sources=sources, fees=tuple(fees), aliases=())


def cited(catalog: Catalog) -> set[str]:
    """The references that some record uses."""
    used: set[str] = set()
    records: list[Issuer | Credential | Occupation] = [*catalog.issuers.values(), *catalog.credentials.values()]
    for known in (*records, *catalog.occupations.values()):
        used.update(id for ids in (known.sources or {}).values() for id in ids)
    for credential in catalog.credentials.values():
        used.update(id for said in credential.disagree.values() for id in said)
        used.update(id for fee in credential.fees for id in (*fee.sources, *fee.disagree))
    return used | {id for rate in catalog.rates.values() for id in rate.sources}
