"""How far a credential is recognised: a range with its evidence, never a bare score (docs/recognition.md).

A component is an interval from 0 to 100. Nothing known is the whole of it; what references state narrows it, and where
they cannot all be right it spans what they state. The range is the weighted sum of the low and of the high ends.
"""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.catalog import Catalog
from knowledge.claims import Claim, claims
from knowledge.completeness import Completeness, completeness
from knowledge.evidence import Component, Weights
from knowledge.sources.evidence import published


@dataclass(frozen=True, slots=True)
class Line:
    """One component: `value` 0-1 or None, its ends, what was said (words, `by` named bodies) and by which references.

    `known` is true when its question is answered; an unanswered one may be narrowed, or `conflicted`: references that
    cannot all be right. `as_of` is the newest reference's date as exact as it is known.
    """

    component: str
    value: float | None
    low: float
    high: float
    known: bool
    conflicted: bool
    said: tuple[str, ...]
    by: tuple[str, ...]
    sources: tuple[str, ...]
    as_of: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """The recognition of one credential: percent `low` to `high`, and `known` of `of` facts.

    `partners` are the employers that the issuer names as partners: evidence beside the range, not part of it.
    """

    credential: str
    low: int
    high: int
    known: int
    of: int
    lines: tuple[Line, ...]
    partners: tuple[str, ...]
    completeness: Completeness


def line(catalog: Catalog, component: str, stated: Iterable[Claim]) -> Line:
    """What the claims leave open: what all of them allow, else all that any of them says (a conflict)."""
    stated = tuple(stated)
    low, high = max((c.low for c in stated), default=0), min((c.high for c in stated), default=100)
    if conflicted := low > high:
        low, high = min(c.low for c in stated), max(c.high for c in stated)
    sources = tuple(dict.fromkeys(s for c in stated for s in c.sources))
    newest = catalog.newest(sources)
    return Line(
        component,
        low / 100 if low == high else None,
        low / 100,
        high / 100,
        any(c.settles for c in stated) and not conflicted,
        conflicted,
        tuple(dict.fromkeys(c.said for c in stated)),
        tuple(dict.fromkeys(c.by for c in stated if c.by)),
        sources,
        newest.dated if newest else None,
    )


def _both_halves(catalog: Catalog, stated: Iterable[Claim]) -> Line:
    """Level and workload are two facts of one component: their halves add up."""
    halves: dict[str, list[Claim]] = {"level": [], "workload": []}
    for claim in stated:
        halves[claim.said].append(claim)
    parts = [line(catalog, Component.DESCRIBED, claims) for claims in halves.values()]
    whole = line(catalog, Component.DESCRIBED, [c for half in halves.values() for c in half])
    low = sum(p.low for p in parts)
    high = sum(min(p.high, 0.5) for p in parts)
    value = low if low == high else None
    known = all(part.known for part in parts)
    return Line(whole.component, value, low, high, known, False, whole.said, whole.by, whole.sources, whole.as_of)


def card(catalog: Catalog, id: str, weights: Weights | None = None) -> Card:
    """The card of one credential. Raises KeyError for an id that the catalog does not have."""
    weights = weights or catalog.weights or published()
    credential = catalog.credentials[id]
    stated = claims(catalog, credential, weights)
    lines = tuple(
        _both_halves(catalog, stated[c]) if c == Component.DESCRIBED else line(catalog, c, stated[c]) for c in Component
    )
    low, high = reckoned({entry.component: (entry.low, entry.high) for entry in lines}, weights)
    partners = dict.fromkeys((*credential.employer_partners, *catalog.issuers[credential.issuer].employer_partners))
    known = sum(entry.known for entry in lines)
    return Card(id, low, high, known, len(lines), lines, tuple(partners), completeness(catalog, credential))


def reckoned(ends: Mapping[str, tuple[float, float]], weights: Weights) -> tuple[int, int]:
    """The range in percent: weights times ends, in whole hundredths, rounded outwards."""
    low = sum(weights.weights[c] * round(100 * ends[c][0]) for c in ends)
    high = sum(weights.weights[c] * round(100 * ends[c][1]) for c in ends)
    return low // 100, -(-high // 100)


_KEPT: list[tuple[Catalog, Mapping[str, tuple[int, int]]]] = []
_GATE = threading.Lock()
_MOST = 8


def ranges(catalog: Catalog) -> Mapping[str, tuple[int, int]]:
    """(low, high) in percent of every credential, reckoned once a catalog."""
    with _GATE:
        for kept, found in _KEPT:
            if kept is catalog:
                return found
    found = {id: ((c := card(catalog, id)).low, c.high) for id in catalog.credentials}
    with _GATE:
        _KEPT.append((catalog, found))
        del _KEPT[:-_MOST]
    return found


def backed_by(catalog: Catalog, employer: str | None = None) -> list[str]:
    """The credentials with named employer partners, or with this one (any case), by id."""
    wanted = employer.casefold() if employer else None
    found = []
    for c in catalog.credentials.values():
        names = {n.casefold() for n in (*c.employer_partners, *catalog.issuers[c.issuer].employer_partners)}
        if names if wanted is None else wanted in names:
            found.append(c.id)
    return sorted(found)


def export(catalog: Catalog) -> dict[str, Any]:
    """All that is needed to reckon the ranges again (docs/recognition.md): plain values, ready for YAML or JSON."""
    weights = catalog.weights or published()
    cards = [card(catalog, id, weights) for id in sorted(catalog.credentials)]
    return {
        "catalog": catalog.version,
        "weights": {"version": weights.version, "components": dict(weights.weights)},
        "credentials": {c.credential: _plain(c) for c in cards},
        "references": {
            s: {"title": (r := catalog.references[s]).title, "url": r.url, "as_of": r.dated}
            for s in sorted({s for c in cards for entry in c.lines for s in entry.sources})
        },
    }


def _plain(shown: Card) -> dict[str, Any]:
    return {
        "range": [shown.low, shown.high],
        "known": shown.known,
        "of": shown.of,
        "described": {"stated": len(shown.completeness.stated), "of": shown.completeness.of},
        "employer_partners": list(shown.partners),
        "components": {
            entry.component: {
                "value": entry.value,
                "low": entry.low,
                "high": entry.high,
                "said": list(entry.said),
                "by": list(entry.by),
                "conflicted": entry.conflicted,
                "sources": list(entry.sources),
                "as_of": entry.as_of,
            }
            for entry in shown.lines
        },
    }
