"""credpath plan and credpath check: JSON in, JSON out."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from adapters.app import App
from adapters.commands import team
from adapters.commands.output import Answer, Refused


def run(args: argparse.Namespace) -> Answer:
    """Dispatch on the command."""
    if args.command == "check":
        return check(App.from_args(args), _read(args.file))
    if args.schema:
        from planner import team_wire, wire

        value = wire.schema() if args.schema == "person" else team_wire.schema()
        return Answer(value, json.dumps(value, indent=1))
    if not args.file:
        raise Refused("no_request", "Name a REQUEST.json, or ask for --schema.")
    shape = _read(args.file)
    return (team.plan if _of_team(shape) else plan)(App.from_args(args), shape)


def _of_team(shape: Any) -> bool:
    return isinstance(shape, dict) and "team" in shape


def _read(path: str) -> Any:
    try:
        text = sys.stdin.read() if path == "-" else Path(path).read_text("utf-8")
        return json.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("no_file", f"I cannot read {path}: {error}.") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise Refused("not_json", f"{path} is not JSON: {error}.") from error


def plan(app: App, shape: Any) -> Answer:
    """Plan a request; the result embeds the request, the catalog's hash and its own."""
    from planner.alternatives import alternatives
    from planner.alternatives_wire import alternatives_to
    from planner.plan import plan as make
    from planner.valid import BadRequest
    from planner.wire import BadShape, pathway_to, plan_hash, request_from

    try:
        catalog = app.catalog()
        pathway = make(catalog, request_from(shape))
    except (BadShape, BadRequest) as error:
        raise Refused("bad_request", str(error)) from error
    others = alternatives(catalog, pathway.request, pathway)
    value = {
        **pathway_to(pathway),
        "hash": plan_hash(pathway),
        "alternatives": alternatives_to(catalog, pathway, others),
    }
    lines = [f"{pathway.status}: {len(pathway.steps)} steps, {pathway.cents / 100:.2f} {pathway.currency}"]
    lines += [f"{s.start} - {s.end}  {s.credential}  {s.cents / 100:.2f}" for s in pathway.steps]
    lines += [f"conflict: {c}" for c in pathway.conflicts] + [f"or: {r.text}" for r in pathway.relaxations]
    for other in others:
        what = f"same plan as {other.same}" if other.same else ", ".join(s.credential for s in other.pathway.steps)
        lines.append(f"{other.aim}: {what}{'' if other.proven else ' (not proven)'}")
    return Answer(value, "\n".join(lines))


def check(app: App, shape: Any) -> Answer:
    """The independent check of a person's or a team's plan; status 1 when anything is violated."""
    if not isinstance(shape, dict):
        raise Refused("bad_plan", "A plan is a JSON object.")
    violations = team.check(app, shape) if _of_team(shape) else _of_person(app, shape)
    text = "\n".join(f"{v['rule']}: {v['where']}: {v['text']}" for v in violations) or "no violations"
    return Answer({"violations": violations}, text, 1 if violations else 0)


def _of_person(app: App, shape: dict[str, Any]) -> list[dict[str, str]]:
    from dataclasses import asdict

    from planner.check import check as review
    from planner.wire import BadShape, pathway_from, plan_hash

    claimed = shape.pop("hash", None)
    shape.pop("alternatives", None)  # what was beside the plan
    try:
        pathway = pathway_from(shape)
    except BadShape as error:
        raise Refused("bad_plan", str(error)) from error
    violations = [asdict(v) for v in review(app.catalog(), pathway)]
    if claimed is not None and claimed != plan_hash(pathway):
        violations.append({"rule": "hash", "where": "hash", "text": "the hash is not that of this plan"})
    return violations
