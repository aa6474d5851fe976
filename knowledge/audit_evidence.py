"""Reviews what stands beside the records: statements of recognition, counted demand, wages (docs/recognition.md)."""

from collections.abc import Iterator
from datetime import date

from knowledge.catalog import Catalog
from knowledge.evidence import EXTRA, Statement
from knowledge.findings import Finding
from knowledge.windows import Window

FORMS = ("online", "on-site", "either")


def beside(catalog: Catalog, today: date) -> Iterator[Finding]:
    """Everything wrong with statements, weights, windows and wages."""
    for number, statement in enumerate(catalog.evidence.statements, 1):
        yield from _statement(catalog, statement, f"statement {number}", today)
    for reference in sorted(catalog.evidence.lengths_only - set(catalog.references)):
        yield Finding("lengths_only", "sources", f"unknown reference {reference}")
    if catalog.demand:
        for label in catalog.demand.labels.values():
            for id in label.credentials:
                if id not in catalog.credentials:
                    yield Finding(f"label {label.name}", "credentials", f"unknown credential {id}")
        for window in catalog.demand.windows:
            yield from _window(catalog, window)
    for soc, wage in catalog.wages.items():
        for reference in wage.sources:
            if reference not in catalog.references:
                yield Finding(f"wage {soc}", "sources", f"unknown reference {reference}")
        ends = (wage.low_cents or wage.median_cents, wage.median_cents, wage.high_cents or wage.median_cents)
        if not 0 < ends[0] <= ends[1] <= ends[2] or not wage.sources:
            yield Finding(f"wage {soc}", "median", "a wage has a source and lies between its percentiles")


def _statement(catalog: Catalog, s: Statement, name: str, today: date) -> Iterator[Finding]:
    values = catalog.weights.values if catalog.weights else {}
    known = (s.component == "participation" and s.value in FORMS) or s.component == "exam-version"
    if not known and s.value not in values.get(s.component, ()):
        yield Finding(name, s.component, f"{s.value} is not a value of {s.component}")
    if s.component not in values and s.component not in EXTRA:
        yield Finding(name, "component", f"{s.component} is not a component")
    if not s.credentials and not s.issuers:
        yield Finding(name, "credentials", "it is about nothing")
    if s.since and not "2000" <= s.since <= today.isoformat():
        yield Finding(name, "since", f"{s.since} is not a day that something can date from")
    for kind, ids, all_ids in (
        ("credential", s.credentials, catalog.credentials),
        ("issuer", s.issuers, catalog.issuers),
        ("reference", s.sources, catalog.references),
    ):
        for id in ids:
            if id not in all_ids:
                yield Finding(name, s.component, f"unknown {kind} {id}")


def _window(catalog: Catalog, window: Window) -> Iterator[Finding]:
    name = f"window {window.source}"
    for reference in window.references:
        if reference not in catalog.references:
            yield Finding(name, "references", f"unknown reference {reference}")
    for family, named in window.mentions.items():
        for label in named:
            if catalog.demand and label not in catalog.demand.labels:
                yield Finding(name, family, f"unknown label {label}")
    if window.start and window.end and window.start > window.end:
        yield Finding(name, "from", "it ends before it begins")
