"""Gives what a foreign file names its place in the catalog: known or new issuers, credentials and skills."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from knowledge.audit import FACT_FIELDS
from knowledge.catalog import Catalog
from knowledge.matching import Matcher, slug
from knowledge.sources import document
from knowledge.sources.draft import Draft, Expression, Giver, Offer, Source, Taught
from knowledge.sources.reading import Broken, Problem

Raw = dict[str, Any]
LONGEST_SKILL = 120
_LEVELS = {"badge": 1, "micro-credential": 1, "certificate": 1, "certification": 2, "university-credit": 3}
_FEES = {"certification": "exam"}
_SHOWS = {1: 1, 2: 2, 3: 3, 4: 3, 5: 4}
"""A credential's level -> the skill level that a holder has shown (docs/catalog.md)."""


@dataclass(slots=True)
class Given:
    """The document of our own format, what is to be told, and the id that each key of the file became."""

    document: Raw
    notes: list[str] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Giving:
    draft: Draft
    current: Catalog
    file: str
    today: date
    matcher: Matcher
    out: Given
    issuers: dict[str, str] = field(default_factory=dict)
    local: dict[str, str] = field(default_factory=dict)  # the name of a local skill -> its id
    told: dict[str, list[str]] = field(default_factory=dict)


def given(draft: Draft, current: Catalog, name: str, today: date) -> Given:
    """The draft in our own format, with ids of `current` where it has the same thing. Raises Broken."""
    out = Given({"format": document.FORMAT, "references": {}, "issuers": [], "credentials": [], "skills": []})
    work = _Giving(draft, current, name, today, Matcher(current), out)
    wanted = {offer.giver for offer in draft.offers.values()}
    for giver in draft.givers.values():
        if giver.key in wanted:
            _issuer(work, giver)
    _ids(work)
    for offer in draft.offers.values():
        out.document["credentials"].append(_credential(work, offer))
    for held in draft.held:
        if held.key not in out.ids:
            issuer = work.matcher.issuer(Giver("", held.giver)) if held.giver else None
            if found := work.matcher.named(held.name, issuer):
                out.ids[held.key] = found
    out.notes += [f"{what}: {', '.join(sorted(set(names)))}" for what, names in work.told.items()]
    return out


def _issuer(work: _Giving, giver: Giver) -> None:
    known = work.matcher.issuer(giver)
    id = known or slug(giver.name) or "issuer"
    work.issuers[giver.key] = id
    taken = {record["id"] for record in work.out.document["issuers"]}
    if known is None and id in work.current.issuers:
        id = work.issuers[giver.key] = f"{id}-{slug(work.file)}"
    if known is None and id not in taken:
        record: Raw = {"id": id, "name": giver.name, "kind": giver.kind or "training-provider", "url": giver.url}
        if giver.country:
            record |= {"country": giver.country, "sources": {"country": [_reference(work, None, id)]}}
        work.out.document["issuers"].append(record)


def _ids(work: _Giving) -> None:
    """An id for every offer: the catalog's, or a new one of issuer and name."""
    problems: list[Problem] = []
    seen: dict[str, Offer] = {}
    for offer in work.draft.offers.values():
        issuer = work.issuers[offer.giver]
        id = work.matcher.credential(offer, issuer) or offer.id or _new_id(issuer, offer)
        if id in seen:
            problems.append(Problem(offer.where, f"this is the same credential as {seen[id].where} ({id})"))
        seen[id] = offer
        work.out.ids[offer.key] = id
    if problems:
        raise Broken(problems)


def _new_id(issuer: str, offer: Offer) -> str:
    own = slug(offer.short or offer.name)
    return own if own == issuer or own.startswith(f"{issuer}-") else f"{issuer}-{own}".strip("-")


def _reference(work: _Giving, source: Source | None, id: str) -> str:
    """The id of the reference that a record of the file is; the file itself when it has none of its own."""
    key = slug(work.file) if source is None else f"{slug(work.file)}-{id}"
    source = source or Source(f"{work.file} (imported list)")
    as_of = source.as_of or work.today.isoformat()
    reference = {"title": source.title, "url": source.url, "as_of": as_of}
    if work.draft.copies in work.current.references:
        reference["derived_from"] = work.draft.copies
    work.out.document["references"][key] = reference
    return key


def _credential(work: _Giving, offer: Offer) -> Raw:
    id = work.out.ids[offer.key]
    reference = _reference(work, offer.source, id)
    facts = dict(offer.facts)
    facts |= _links(work, offer)
    level = int(facts.get("level") or _LEVELS[offer.kind])
    shown = _skills(work, offer, level)
    if shown:
        facts["skills"] = shown
    fees = [{**fee, "sources": [reference]} if fee.get("amount") is not None else fee for fee in facts.pop("fees", ())]
    stated = [name for name in (*FACT_FIELDS, "outline_url") if name in facts and name != "level"]  # our own scale
    missing = ["level", *(["status"] if "status" not in facts else [])]
    domain = facts.pop("domain", None) or work.matcher.domain([s["id"] for s in shown])
    return {
        "id": id,
        "name": offer.name,
        "issuer": work.issuers[offer.giver],
        "kind": offer.kind,
        "domain": domain,
        "url": offer.url or _page(work, offer),
        **({"short": offer.short} if offer.short else {}),
        **({"code": offer.code} if offer.code else {}),
        **({"aliases": list(offer.aliases)} if offer.aliases else {}),
        **facts,
        "level": level,
        "fees": fees or [{"kind": _FEES.get(offer.kind, "course"), "amount": None, "currency": "USD"}],
        "sources": {name: [reference] for name in stated},
        "unconfirmed": missing,
    }


def _page(work: _Giving, offer: Offer) -> str:
    return work.draft.givers[offer.giver].url


def _skills(work: _Giving, offer: Offer, level: int) -> list[Raw]:
    """Linked by exact name or code; else kept as a skill of the import, and said."""
    shown: dict[str, Raw] = {}
    for taught in offer.skills:
        found = work.matcher.skill(taught)
        if len(found) > 1 and not taught.only_known:
            named = " or ".join(found)
            work.out.notes.append(f"{offer.where}: the skill {taught.name!r} may be {named}; kept as a local skill")
        mine = taught.only_known or work.out.ids[offer.key] in work.current.credentials
        id = found[0] if len(found) == 1 else "" if mine else _local(work, offer, taught)
        if id:
            shown.setdefault(id, {"id": id, "level": taught.level or _SHOWS[level], "role": taught.role})
    return list(shown.values())


def _local(work: _Giving, offer: Offer, taught: Taught) -> str:
    name = taught.name
    if not name or len(name) > LONGEST_SKILL:
        work.out.notes.append(f"{offer.where}: a skill of {len(name)} characters is left out: {name[:40]}…")
        return ""
    if name.casefold() not in work.local:
        id = f"local-{slug(name)}"
        taken = {skill["id"] for skill in work.out.document["skills"]} | work.current.skills.keys()
        while id in taken:
            id += "-x"
        work.local[name.casefold()] = id
        esco = {"esco": taught.esco} if taught.esco else {}
        work.out.document["skills"].append({"id": id, "name": name, **esco})
        work.told.setdefault("skills that the catalog does not know, kept as local ones", []).append(name)
    return work.local[name.casefold()]


def _links(work: _Giving, offer: Offer) -> Raw:
    """Prerequisites and stacks, by id; what is in neither file nor catalog is left out, and said."""
    links = offer.links
    found: Raw = {}
    needs = {"required": _expression(work, offer, links.required)}
    needs["recommended"] = _expression(work, offer, links.recommended)
    years = offer.facts.get("prerequisites", {}).get("experience_years")
    before = {
        **{word: value for word, value in needs.items() if value},
        **({"experience_years": years} if years else {}),
    }
    if before:
        found["prerequisites"] = before
    if bigger := [id for key in links.part_of if (id := _known(work, offer, key))]:
        found["part_of"] = bigger
    if links.replaced_by and (newer := _known(work, offer, links.replaced_by)):
        found["replaced_by"] = newer
    parts = [id for key in links.awarded_for if (id := _known(work, offer, key))]
    if parts and len(parts) == len(links.awarded_for):
        found["awarded_by"] = {"at_least": len(parts), "of": parts}
    return found


def _expression(work: _Giving, offer: Offer, value: Expression) -> Any:
    if not value:
        return None
    if isinstance(value, str):
        return _known(work, offer, value)
    ((word, parts),) = value.items()
    read = [part for part in (_expression(work, offer, p) for p in parts) if part]
    return read[0] if len(read) == 1 else {word: read} if read else None


def _known(work: _Giving, offer: Offer, key: str) -> str | None:
    id = work.out.ids.get(key) or (key if key in work.current.credentials else work.matcher.named(key, None))
    if id is None:
        work.out.notes.append(f"{offer.where}: neither the file nor the catalog has {key!r}, which it refers to")
    return None if id == work.out.ids[offer.key] else id
