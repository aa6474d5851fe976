"""What steps rest on, replayed for the check: equivalents, prerequisites and awards (docs/planner.md)."""

from collections.abc import Iterator, Mapping, Sequence

from knowledge.catalog import Catalog
from knowledge.credentials import AllOf, AnyOf, Requirement
from planner.check_steps import Finding, Found
from planner.pathway import Pathway

Same = Mapping[str, set[str]]


def equivalents(catalog: Catalog) -> Same:
    """The credentials that count as another one, both ways, by id."""
    same: dict[str, set[str]] = {}
    for name, credential in catalog.credentials.items():
        for other in credential.equivalent_to:
            same.setdefault(name, set()).add(other)
            same.setdefault(other, set()).add(name)
    return same


def support(pathway: Pathway, steps: Sequence[Found], same: Same) -> Iterator[Finding]:
    """What every step rests on is there before it, and is named in its `needs`."""
    held = set(pathway.request.held.credentials)
    everything = held | {found.step.credential for found in steps}
    open_steps: list[Found] = []
    for found in steps:
        name = found.step.credential
        if not _meets(found.credential.prerequisites.required, everything - {name}, same):
            yield "prerequisite", name, "nothing in the plan satisfies its prerequisites"
        elif not _rests_on(found, everything - {name}, same):
            yield "award", name, "too few of its components"
        else:
            open_steps.append(found)
    circular = _circular(open_steps, everything, same)
    before = set(held)
    for found in steps:
        name, needs = found.step.credential, set(found.step.needs)
        if name in circular:
            yield "circular", name, "supports itself through a circle"
        elif found in open_steps and not _rests_on(found, before, same):
            yield "order", name, "starts before what it rests on"
        relevant = needs <= before & _asked(found, same) and len(needs) == len(found.step.needs)
        if not relevant or not _rests_on(found, needs | held, same):
            yield "needs", name, f"rests on {found.step.needs}"
        before.add(name)


def _circular(steps: Sequence[Found], everything: set[str], same: Same) -> set[str]:
    """The steps that no order supports, when all others of `everything` are given."""
    unfounded = {found.step.credential for found in steps}
    while ready := {
        found.step.credential
        for found in steps
        if found.step.credential in unfounded and _rests_on(found, everything - unfounded, same)
    }:
        unfounded -= ready
    return unfounded


def _rests_on(found: Found, have: set[str], same: Same) -> bool:
    """Whether the prerequisites hold and, for an award, enough components are there."""
    if found.step.route == "award":
        award = found.credential.awarded_by
        if award is None or sum(_meets(part, have, same) for part in award.of) < award.at_least:
            return False
    return _meets(found.credential.prerequisites.required, have, same)


def _meets(required: Requirement | None, have: set[str], same: Same) -> bool:
    match required:
        case None:
            return True
        case AllOf(parts):
            return all(_meets(part, have, same) for part in parts)
        case AnyOf(parts):
            return any(_meets(part, have, same) for part in parts)
        case str():
            return required in have or bool(same.get(required, set()) & have)


def _asked(found: Found, same: Same) -> set[str]:
    """All credentials that count for the prerequisites or for the award."""
    award = found.credential.awarded_by
    queue: list[Requirement | None] = [found.credential.prerequisites.required]
    if award and found.step.route == "award":
        queue += award.of
    names: set[str] = set()
    for part in queue:
        if isinstance(part, str):
            names |= {part} | same.get(part, set())
        elif part is not None:
            queue += part.parts
    return names
