"""Counted job postings: how many of a role family name a credential, where and when, with honest intervals.

A window is one source, method, place and time. Only windows of one source, method and place may be compared.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import sqrt
from typing import Any, Literal

MIN_POSTINGS = 50
"""Below this many postings of a family nothing is shown."""
MIN_MENTIONS = 30
"""An arrow needs this many mentions in the window that has more of them."""
Z = 1.959963984540054
"""Two-sided 95 %."""
Trend = Literal["up", "down", "not enough data"]


@dataclass(frozen=True, slots=True)
class Label:
    """Something that was counted: one credential, or a `group` ("AWS (any cert)") of which any may have been meant."""

    name: str
    credentials: tuple[str, ...]
    group: bool = False
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """`postings` per role family and `mentions` per family and label; a label that is not named there has 0.

    `start` and `end` are dates as exact as they are known, None where undated.
    """

    source: str
    method: str
    place: str | None
    start: str | None
    end: str | None
    postings: Mapping[str, int]
    mentions: Mapping[str, Mapping[str, int]]
    references: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Demand:
    """All windows with the labels they counted; `bad_lines` (number, what was wrong) only of a fresh count."""

    windows: tuple[Window, ...] = ()
    labels: Mapping[str, Label] = field(default_factory=dict)
    bad_lines: tuple[tuple[int, str], ...] = ()


def wilson(k: int, n: int, z: float = Z) -> tuple[float, float]:
    """The score interval of the share k / n (E. B. Wilson, 1927); (0, 1) without observations."""
    if n <= 0:
        return 0.0, 1.0
    p, zz = k / n, z * z
    middle, half = p + zz / (2 * n), z * sqrt(p * (1 - p) / n + zz / (4 * n * n))
    return max(0.0, (middle - half) / (1 + zz / n)), min(1.0, (middle + half) / (1 + zz / n))


def difference(k1: int, n1: int, k2: int, n2: int) -> tuple[float, float]:
    """The interval of k2 / n2 - k1 / n1 from the two score intervals (R. G. Newcombe, 1998, method 10)."""
    p1, p2 = k1 / n1, k2 / n2
    (l1, u1), (l2, u2) = wilson(k1, n1), wilson(k2, n2)
    d = p2 - p1
    return d - sqrt((p2 - l2) ** 2 + (u1 - p1) ** 2), d + sqrt((u2 - p2) ** 2 + (p1 - l1) ** 2)


def trend(demand: Demand, family: str, label: str) -> Trend:
    """How the share moved between the last two comparable windows, or that this cannot be said."""
    dated = [w for w in demand.windows if w.start and w.postings.get(family, 0) >= MIN_POSTINGS]
    dated.sort(key=lambda w: w.start or "")
    if not dated:
        return "not enough data"
    last = dated[-1]
    earlier = [w for w in dated if (w.source, w.method, w.place) == (last.source, last.method, last.place)]
    earlier = [w for w in earlier if (w.end or w.start or "") < (last.start or "")]
    if not earlier:
        return "not enough data"
    first = earlier[-1]
    k1, k2 = (w.mentions.get(family, {}).get(label, 0) for w in (first, last))
    if max(k1, k2) < MIN_MENTIONS:
        return "not enough data"
    low, high = difference(k1, first.postings[family], k2, last.postings[family])
    return "up" if low > 0 else "down" if high < 0 else "not enough data"


def to_json(demand: Demand) -> dict[str, Any]:
    """Plain values, for a file or a row; `from_json` reads them back. Bad lines are of one count and are not kept."""
    return {
        "windows": [
            {
                "source": w.source,
                "method": w.method,
                "place": w.place,
                "from": w.start,
                "to": w.end,
                "references": list(w.references),
                "note": w.note,
                "families": {
                    family: {"postings": n, "mentions": dict(w.mentions.get(family, {}))}
                    for family, n in w.postings.items()
                },
            }
            for w in demand.windows
        ],
        "labels": {
            x.name: {"credentials": list(x.credentials), "group": x.group, "pattern": x.pattern}
            for x in demand.labels.values()
        },
    }


def from_json(value: Mapping[str, Any]) -> Demand:
    """Read what `to_json` wrote, and our own YAML of the same shape."""
    labels = {
        str(name): Label(str(name), tuple(x.get("credentials") or ()), bool(x.get("group")), x.get("pattern"))
        for name, x in (value.get("labels") or {}).items()
    }
    return Demand(tuple(_window(w) for w in value.get("windows") or ()), labels)


def _window(w: Mapping[str, Any]) -> Window:
    families = w["families"]
    postings = {family: int(f["postings"]) for family, f in families.items()}
    mentions = {family: {k: int(n) for k, n in (f.get("mentions") or {}).items()} for family, f in families.items()}
    for family, named in mentions.items():
        if any(not 0 <= n <= postings[family] for n in named.values()):
            raise ValueError(f"{family}: more mentions than postings")
    start, end = (str(w[key]) if w.get(key) else None for key in ("from", "to"))
    references = tuple(w.get("references") or ())
    return Window(w["source"], w["method"], w.get("place"), start, end, postings, mentions, references, w.get("note"))
