"""credpath catalog: status, show, audit, reports; `importing` has what changes it."""

import argparse
from dataclasses import asdict
from datetime import date
from typing import Any

from adapters.commands.output import Answer, Refused


def run(args: argparse.Namespace) -> Answer:
    """Dispatch on the sub-command."""
    from adapters.app import App
    from adapters.commands import importing

    app = App.from_args(args)
    match args.what:
        case "import":
            return importing.import_(app, args.file, args.format, args.name, skip=bool(args.skip_bad_lines))
        case "remove":
            return importing.remove(app, args.name)
        case "export":
            return importing.export(app, args.file, args.format)
        case "demand":
            return importing.demand(app, args.file)
        case "audit":
            return audit(app.catalog(), app.clock.now().date())
        case "status":
            return status(app.catalog(), importing.imports(app))
        case "show":
            return show(app.catalog(), args.id)
        case "reports":
            return reports(app)
        case _:
            raise Refused("not_yet", f"catalog {args.what} is not built yet.")


def audit(catalog: Any, today: date) -> Answer:
    """What is wrong with the catalog, status 1 when anything is; then how much it does not know for sure."""
    from collections import Counter

    from knowledge.aging import notes
    from knowledge.audit import audit as review

    findings, known = review(catalog, today), notes(catalog, today)
    kinds = Counter(n.kind for n in known)
    lines = [f"{f.record}: {f.field}: {f.text}" for f in findings]
    counts = f"{len(catalog.credentials)} credentials, {len(catalog.occupations)} roles, {len(catalog.skills)} skills"
    lines.append(f"{len(findings)} to mend in {counts}" if findings else f"clean: {counts}")
    words = {
        "old": "facts older than 12 months",
        "conflict": "in conflict",
        "missing": "unknown",
        "unusual-fee": "unusual fees",
    }
    lines.append(
        "to know: " + ", ".join(f"{kinds[kind]} {text}" for kind, text in words.items()) + " (--json names them)"
    )
    value = {"findings": [asdict(f) for f in findings], "notes": [asdict(n) for n in known]}
    return Answer(value, "\n".join(lines), 1 if findings else 0)


def status(catalog: Any, imports: dict[str, dict[str, Any]]) -> Answer:
    """Counts, the shares of confirmed, single and unconfirmed facts, and what the tenant imported."""
    from knowledge.audit import shares

    counted = shares(catalog)
    value: dict[str, Any] = {
        "version": catalog.version,
        "issuers": len(catalog.issuers),
        "credentials": len(catalog.credentials),
        "roles": len(catalog.occupations),
        "skills": len(catalog.skills),
        "references": len(catalog.references),
    }
    lines = [f"{key:<12} {number}" for key, number in value.items()]
    for kind, by in counted.items():
        total = sum(by.values()) or 1
        value[kind] = {str(c): n for c, n in by.items()}
        lines.append(f"{kind:<12} " + ", ".join(f"{c} {n} ({n / total:.0%})" for c, n in by.items()))
    value["imports"] = imports
    lines += [
        f"imported     {name} (version {o['version']}, {o['format']}, {o['file']})" for name, o in imports.items()
    ]
    return Answer(value, "\n".join(lines))


def show(catalog: Any, id: str) -> Answer:
    """One record of any kind, with its sources."""
    for kind in ("credentials", "issuers", "occupations", "skills"):
        record = getattr(catalog, kind).get(id)
        if record is not None:
            value = _plain(asdict(record))
            used = {s for ids in (value.get("sources") or {}).values() for s in ids}
            used |= {s for fee in value.get("fees") or () for s in (*fee["sources"], *fee["disagree"])}
            used |= {s for said in (value.get("disagree") or {}).values() for s in said}
            value["references"] = {s: _plain(asdict(catalog.references[s])) for s in sorted(used)}
            width = max(map(len, value))
            return Answer(value, "\n".join(f"{k:<{width}}  {v}" for k, v in value.items() if v not in (None, [], {})))
    raise Refused("not_found", f"There is no {id!r} in the catalog.")


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {str(k): _plain(v) for k, v in value.items()}
        case list() | tuple():
            return [_plain(v) for v in value]
        case date():
            return value.isoformat()
        case _:
            return value


def reports(app: Any) -> Answer:
    """Facts that people reported as wrong."""
    with app.store().begin(app.tenant) as work:
        found = work.reports.all(app.tenant)
    value = [{"id": r.id, "at": r.at.isoformat(), "credential": r.credential, "text": r.text} for r in found]
    return Answer(value, "\n".join(f"{r['at']}  {r['credential']}  {r['text']}" for r in value) or "no reports")
