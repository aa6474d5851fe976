"""Counted job postings in words: always with n, place, date and interval."""

from dataclasses import dataclass
from datetime import date

from bot.wording import research as words
from bot.wording.formats import month
from knowledge.aging import stale
from knowledge.catalog import Catalog
from knowledge.demand import latest
from knowledge.windows import Window, wilson


@dataclass(frozen=True, slots=True)
class Named:
    """How often postings of a family name a label; `group` when any credential of several may have been meant."""

    label: str
    group: bool
    family: str
    mentions: int
    window: Window

    @property
    def postings(self) -> int:
        """Postings of the family."""
        return self.window.postings[self.family]

    @property
    def ends(self) -> tuple[float, float]:
        """The 95 % interval of the share."""
        return wilson(self.mentions, self.postings)


def named(catalog: Catalog, id: str, family: str | None = None) -> Named | None:
    """Where a credential is named most (or in `family`): its own count before that of a group; None: not counted."""
    demand = catalog.demand
    if demand is None:
        return None
    found: list[tuple[bool, float, Named]] = []
    families = {f for w in demand.windows for f in w.postings if f != "other"}
    for name in sorted(families if family is None else {family} & families):
        window = latest(demand, name)
        for label in demand.labels.values() if window else ():
            if window and id in label.credentials:
                k = window.mentions.get(name, {}).get(label.name, 0)
                share = k / window.postings[name]
                # of groups the smallest says most
                rank = -len(label.credentials) + share if label.group else share
                found.append((not label.group, rank, Named(label.name, label.group, name, k, window)))
    return max(found, key=lambda f: f[:2])[2] if found else None


def where(catalog: Catalog, today: date, window: Window) -> str:
    """Place, date and age of a count: "Singapore, Mar 2022, over a year old"."""
    parts = [window.place or "place not known", when(window)]
    if _aged(catalog, today, window):
        parts.append(words.OLD)
    return ", ".join(parts)


def when(window: Window) -> str:
    """The months that a window spans."""
    start, end = (
        month(date.fromisoformat(f"{x}-01-01"[:10])) if x and len(x) > 4 else x for x in (window.start, window.end)
    )
    if not start and not end:
        return "date not known"
    return f"{start} to {end}" if start and end and start != end else str(end or start)


def _aged(catalog: Catalog, today: date, window: Window) -> bool:
    newest = catalog.newest([r for r in window.references if r in catalog.references])
    if newest:
        return stale(newest, today)
    last = window.end or window.start
    return bool(last) and stale(date.fromisoformat(f"{last}-01-01"[:10]), today)


def interval(k: int, n: int, ends: tuple[float, float]) -> str:
    """ "10 %, 95 % sure 7-14 %"."""
    low, high = ends
    return words.INTERVAL.format(p=round(100 * k / n), low=round(100 * low), high=round(100 * high))


def demand_line(catalog: Catalog, today: date, id: str, family: str | None = None) -> str:
    """How often job postings name a credential, with n, interval, place and date."""
    found = named(catalog, id, family) or named(catalog, id)
    if found is None:
        return words.NOT_COUNTED
    text = words.NAMED_GROUP if found.group else words.NAMED
    return text.format(
        label=found.label,
        k=found.mentions,
        n=found.postings,
        family=found.family,
        share=interval(found.mentions, found.postings, found.ends),
        where=where(catalog, today, found.window),
    )
