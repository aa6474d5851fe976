"""What steps rest on is there before them, checked over a whole plan (docs/planner.md)."""

from collections.abc import Iterator, Sequence

from planner.check_replay import Finding, Found
from planner.check_rests import Same, asked, meets, rests_on
from planner.pathway import Pathway


def support(pathway: Pathway, steps: Sequence[Found], same: Same) -> Iterator[Finding]:
    """What every step rests on is there before it, and is named in its `needs`."""
    held = set(pathway.request.held.credentials)
    everything = held | {found.step.credential for found in steps}
    open_steps: list[Found] = []
    for found in steps:
        name = found.step.credential
        if not meets(found.credential.prerequisites.required, everything - {name}, same):
            yield "prerequisite", name, "nothing in the plan satisfies its prerequisites"
        elif not _rests(found, everything - {name}, same):
            yield "award", name, "too few of its components"
        else:
            open_steps.append(found)
    circular = _circular(open_steps, everything, same)
    before, earlier = set(held), list[Found]()
    for found in steps:
        name, needs = found.step.credential, set(found.step.needs)
        if name in circular:
            yield "circular", name, "supports itself through a circle"
        elif found in open_steps and not _rests(found, before, same):
            yield "order", name, "starts before what it rests on"
        there = held | {other.step.credential for other in earlier if other.done <= found.begin}
        relevant = needs <= there & asked(found.credential, found.step.route, same)
        relevant = relevant and len(needs) == len(found.step.needs)
        if not relevant or not _rests(found, needs | held, same):
            yield "needs", name, f"rests on {found.step.needs}"
        before.add(name)
        earlier.append(found)


def _circular(steps: Sequence[Found], everything: set[str], same: Same) -> set[str]:
    """The steps that no order supports, when all others of `everything` are given."""
    unfounded = {found.step.credential for found in steps}
    while ready := {
        found.step.credential
        for found in steps
        if found.step.credential in unfounded and _rests(found, everything - unfounded, same)
    }:
        unfounded -= ready
    return unfounded


def _rests(found: Found, have: set[str], same: Same) -> bool:
    return rests_on(found.credential, found.step.route, have, same)
