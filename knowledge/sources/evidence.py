"""Reads what stands beside the records in our own folder: recognition, demand and wages (docs/catalog.md)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.evidence import Evidence, Statement, Weights, gathered
from knowledge.wages import Wage
from knowledge.windows import Demand, from_json

Raw = Mapping[str, Any]
_WEIGHTS = Path(__file__).parent.parent / "data" / "recognition" / "weights.yaml"


@dataclass(frozen=True, slots=True)
class Beside:
    """What the files read so far hold."""

    evidence: Evidence = field(default_factory=Evidence)
    weights: Weights | None = None
    demand: Demand | None = None
    wages: Mapping[str, Wage] = field(default_factory=dict)

    def with_file(self, name: str, content: Raw) -> "Beside":
        """One more file, by its place: recognition/weights.yaml, recognition/*.yaml, demand/*.yaml, wages.yaml."""
        if name.endswith("weights.yaml"):
            return replace(self, weights=weights(content))
        if name.startswith("recognition/"):
            said = [statement(s) for s in content.get("statements") or ()]
            only = content.get("lengths_only") or ()
            old = self.evidence
            return replace(self, evidence=gathered((*old.statements, *said), (*old.lengths_only, *only)))
        if name.startswith("demand/"):
            more, old_demand = from_json(content), self.demand or Demand()
            labels = {**old_demand.labels, **more.labels}
            return replace(self, demand=Demand((*old_demand.windows, *more.windows), labels))
        return replace(self, wages=_wages(content))


def statement(r: Raw) -> Statement:
    """One statement. Raises KeyError without component, value or sources."""
    named = {key: tuple(str(v) for v in r.get(key) or ()) for key in ("credentials", "issuers", "kinds")}
    since = str(r["since"]) if r.get("since") else None
    return Statement(r["component"], str(r["value"]), tuple(r["sources"]), **named, by=r.get("by"), since=since)


def weights(r: Raw) -> Weights:
    """The weights; raises ValueError unless they are together 100."""
    parts = r["components"]
    counts = {name: int(part["weight"]) for name, part in parts.items()}
    if sum(counts.values()) != 100:
        raise ValueError(f"the weights are together {sum(counts.values())}, not 100")
    return Weights(
        int(r["version"]),
        counts,
        {name: dict(part["values"]) for name, part in parts.items() if "values" in part},
        frozenset(name for name, part in parts.items() if part.get("at_least")),
        next(int(part["full_at_percent"]) for part in parts.values() if "full_at_percent" in part),
    )


@cache
def published() -> Weights:
    """The weights that ship with the catalog."""
    import yaml

    return weights(yaml.safe_load(_WEIGHTS.read_text("utf-8")))


def _wages(content: Raw) -> dict[str, Wage]:
    def money(amount: Any) -> int | None:
        return None if amount is None else int(amount) * 100

    found = {}
    for soc, r in content["wages"].items():
        median = money(r["median"])
        if not median:
            raise ValueError(f"{soc}: a wage without a median is left out")
        found[soc] = Wage(
            *(soc, r["title"], median, money(r.get("p10")), money(r.get("p90"))),
            *(content["currency"], content["place"], str(content["as_of"]), tuple(content["sources"])),
        )
    return found
