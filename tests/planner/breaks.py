"""A valid plan that can be broken, and the list of what breaks it.

Every function that `breaks` registers takes a valid plan and breaks one rule, or gives None when the plan has no place
for it. It changes the claim (the pathway), the catalog or the request; the plan was right before.
"""

import random
from collections.abc import Callable
from dataclasses import replace

from knowledge.catalog import Catalog
from planner.pathway import Pathway
from tests.planner import oracle
from tests.planner.plans import renewals


class Plan:
    """A valid plan with a random generator, and short ways to change it."""

    def __init__(self, catalog: Catalog, made: Pathway, rng: random.Random) -> None:
        self.catalog, self.path, self.rng = catalog, made, rng
        self.request, self.steps = made.request, made.steps
        self.ids = [step.credential for step in made.steps]
        self.held = set(made.request.held.credentials)

    def pick(self, choices):
        choices = list(choices)
        return self.rng.choice(choices) if choices else None

    def where(self, test) -> int | None:
        """The index of a step that passes a test."""
        return self.pick(i for i, step in enumerate(self.steps) if test(step))

    def item(self, step):
        return self.catalog.credentials[step.credential]

    def claim(self, **fields):
        return self.catalog, replace(self.path, **fields)

    def step(self, index: int | None, **fields):
        if index is None:
            return None
        steps = list(self.steps)
        steps[index] = replace(steps[index], **fields)
        return self.claim(steps=tuple(steps))

    def ask(self, **fields):
        request = replace(self.request, **fields)
        return self.claim(request=request, assumptions=renewals(self.catalog, request, self.steps))

    @property
    def simple(self) -> bool:
        """Whether nothing waits and nothing is shortened, so that days do not hang on what supports what."""
        items = [self.item(s) for s in self.steps]
        dated = any(item.sessions or item.exam_windows or item.shortened_by for item in items)
        return not dated and not self.request.not_before

    def fact(self, name: str | None, **fields):
        """The plan with another fact in the catalog about a credential."""
        if name is None:
            return None
        changed = {**self.catalog.credentials, name: replace(self.catalog.credentials[name], **fields)}
        return replace(self.catalog, credentials=changed), self.path

    def requires(self, name: str | None, required, **fields):
        if name is None:
            return None
        return self.fact(
            name, prerequisites=replace(self.catalog.credentials[name].prerequisites, required=required), **fields
        )

    def absent_all(self):
        """Credentials that neither the plan nor the person has, nor an equivalent of them."""
        have = {other for one in {*self.ids, *self.held} for other in oracle.equal(self.catalog, one)}
        return sorted(set(self.catalog.credentials) - have)

    def absent(self):
        """One of them."""
        return self.pick(self.absent_all())

    def by(self, day):
        return tuple(replace(goal, by=day) for goal in self.request.goals)


BREAKS: dict[str, list[tuple[Callable, bool]]] = {}


def breaks(rule: str, alone: bool = False):
    """Registers a function that breaks a rule; `alone` when it breaks nothing else."""

    def register(function):
        BREAKS.setdefault(rule, []).append((function, alone))
        return function

    return register
