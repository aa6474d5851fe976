"""Which credentials job postings name, for which roles; and what makes a credential age (docs/recognition.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.catalog import Catalog
from knowledge.claims import statements
from knowledge.counting import counted as counted
from knowledge.families import family_of
from knowledge.vocabulary import Occupation
from knowledge.windows import MIN_POSTINGS, Demand, Trend, Window, from_json, to_json, trend, wilson

__all__ = ["Decay", "Ranking", "Valued", "counted", "decay", "from_json", "latest", "most_valued", "to_json"]

CLEARLY = 0.01
"""A label is clearly asked for when the low end of its share is above this."""
ENOUGH = 3
"""With fewer labels clearly asked for, the evidence of a family is thin."""


@dataclass(frozen=True, slots=True)
class Valued:
    """One label of a ranking: `mentions` of `postings`, the share's 95 % interval and how it moved.

    `credentials` are those of our catalog that may be meant, () when we have none; `group` says any of them.
    """

    label: str
    credentials: tuple[str, ...]
    group: bool
    mentions: int
    postings: int
    low: float
    high: float
    trend: Trend


@dataclass(frozen=True, slots=True)
class Ranking:
    """The labels of a role family, most mentioned first.

    `valued` is empty and `window` None when no window has `MIN_POSTINGS` postings of the family: nothing can be said.
    `thin` when too few labels are clearly asked for to call any of them valued.
    """

    family: str | None
    window: Window | None
    postings: int
    valued: tuple[Valued, ...]
    thin: bool


def latest(demand: Demand, family: str) -> Window | None:
    """The newest window with enough postings of the family; an undated one only when there is no other."""
    enough = [w for w in demand.windows if w.postings.get(family, 0) >= MIN_POSTINGS]
    return max(enough, key=lambda w: (w.end or w.start or "", w.postings[family]), default=None)


def most_valued(catalog: Catalog, demand: Demand | None, role: Occupation | str) -> Ranking:
    """What postings of a role (or of a family, or of a role title) name, by count."""
    family = family_of(role)
    window = latest(demand, family) if demand and family else None
    if demand is None or family is None or window is None:
        return Ranking(family, None, 0, (), True)
    n = window.postings[family]
    named = sorted(window.mentions.get(family, {}).items(), key=lambda kn: (-kn[1], kn[0]))
    valued = []
    for name, k in named:
        if not k:
            continue
        label = demand.labels.get(name)
        ids = tuple(i for i in (label.credentials if label else ()) if i in catalog.credentials)
        low, high = wilson(k, n)
        valued.append(Valued(name, ids, bool(label and label.group), k, n, low, high, trend(demand, family, name)))
    return Ranking(family, window, n, tuple(valued), sum(v.low > CLEARLY for v in valued) < ENOUGH)


@dataclass(frozen=True, slots=True)
class Decay:
    """A hard fact about a credential's age: `kind` retired, retiring, superseded or exam-version.

    `text` is the other credential's id, or the version; `since` a date as exact as known.
    """

    kind: str
    text: str | None
    since: str | None
    months: int | None
    sources: tuple[str, ...]


def decay(catalog: Catalog, id: str, today: date) -> tuple[Decay, ...]:
    """What is known of a credential going out of use, with sources; () when nothing is. `months` from `since` on."""
    c = catalog.credentials[id]
    found = []
    if c.status != "active":
        when = c.retires_on.isoformat() if c.retires_on else None
        # the date may rest on other references than the status itself
        sources = c.sources.get("status", ()) + c.sources.get("retires_on", ())
        found.append(Decay(c.status, None, when, _months(when, today), tuple(dict.fromkeys(sources))))
    if c.replaced_by:
        found.append(Decay("superseded", c.replaced_by, None, None, c.sources.get("replaced_by", ())))
    for s in statements(catalog, c):
        if s.component == "exam-version":
            found.append(Decay("exam-version", s.value, s.since, _months(s.since, today), s.sources))
    return tuple(found)


def _months(since: str | None, today: date) -> int | None:
    """Whole months from the first day that `since` may mean; None before it."""
    if since is None:
        return None
    first = date.fromisoformat(since + {4: "-01-01", 7: "-01"}.get(len(since), ""))
    months = (today.year - first.year) * 12 + today.month - first.month - (today.day < first.day)
    return months if months >= 0 else None


def shares(demand: Demand, window: Window) -> Mapping[str, Mapping[str, tuple[int, int, float, float]]]:
    """Every (mentions, postings, low, high) of a window, by family and label; too small families are left out."""
    return {
        family: {name: (k := window.mentions.get(family, {}).get(name, 0), n, *wilson(k, n)) for name in demand.labels}
        for family, n in window.postings.items()
        if n >= MIN_POSTINGS
    }
