"""A catalog and a request as an integer instance: items, what supports them, what they show, and the limits."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from knowledge.catalog import Catalog
from knowledge.credentials import Credential
from planner.candidates import Candidates
from planner.costs import currency_of, weekly
from planner.gap import OpenTarget, least_closed, open_targets, targets_of
from planner.pathway import Basis, LeftOut
from planner.request import Request
from planner.structure import Structure, structure

Group = tuple[int, ...]
"""Item indices of which one is enough."""
CENTS_A_POINT, PER_QUARTER_HOUR, PER_STEP, BESIDE = 2, 50, 20_000, 80_000
"""US cents a point; points for a quarter-hour, for a studied step, and for being about something else altogether."""
NEVER = -1
"""Capacity before a deadline that is not after the start: not even an award is in time."""
TIME = frozenset({"hours", "deadline"})
"""The two names of the one constraint that the work fits in before the deadlines."""


@dataclass(frozen=True, slots=True)
class Stack:
    """The award is given when `need` of `groups` have an earned member (components already held are counted off)."""

    need: int
    groups: tuple[Group, ...]
    held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A candidate. Cents in the plan's currency and in US cents; `clauses` must each have an earned member.

    `shows` are pairs (target index, levels closed). `needs_held` are held credentials that satisfy prerequisites.
    `beside` are the points for what it is about besides the goals.
    """

    id: str
    level: int
    quarter_hours: int
    cents: int
    us_cents: int
    cost_basis: Basis
    hours_basis: Basis
    about: bool
    study: bool
    stack: Stack | None
    clauses: tuple[Group, ...]
    needs_held: tuple[str, ...]
    rivals: Group
    shows: tuple[tuple[int, int], ...]
    beside: int = 0

    @property
    def toll(self) -> int:
        """Objective points that studying it costs."""
        return self.us_cents // CENTS_A_POINT + PER_QUARTER_HOUR * self.quarter_hours + PER_STEP + self.beside

    @property
    def supporters(self) -> set[int]:
        """Items that prerequisites or the award may rest on."""
        groups = self.clauses + (self.stack.groups if self.stack else ())
        return {k for group in groups for k in group}


@dataclass(frozen=True, slots=True)
class Problem:
    """The instance. `deadlines` ascend (None, no deadline, last); `capacity` are the quarter-hours before each.

    `due[g]` is the deadline index of goal g, `least[g]` what must be closed of it in weight twelfths (0: nothing).
    `impossible` are locked credentials that no plan can hold. `dropped` names constraints that do not count.
    """

    request: Request
    catalog: Catalog
    items: tuple[Item, ...]
    targets: tuple[OpenTarget, ...]
    deadlines: tuple[date | None, ...]
    capacity: tuple[int | None, ...]
    due: tuple[int, ...]
    least: tuple[int, ...]
    budget: int | None
    locked: tuple[int, ...]
    impossible: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    dropped: frozenset[str] = frozenset()
    shortened: bool = False

    def index(self, credential: str) -> int | None:
        """The item's index, None when it is no candidate."""
        return next((i for i, item in enumerate(self.items) if item.id == credential), None)


def build(catalog: Catalog, request: Request, dropped: frozenset[str] = frozenset()) -> Problem:
    """Every candidate that can show something that is missing, and all that may support one; none else.

    Constraints named in `dropped` (docs/planner.md, Status) are left away, for explanations.
    """
    known = structure(catalog)
    judge = Candidates(catalog, request, known.costs(request), known.same, dropped)
    targets = open_targets(catalog, request)
    asking = {t.skill: tuple(i for i, other in enumerate(targets) if other.skill == t.skill) for t in targets}
    about = frozenset(t.skill for goal in request.goals for t in targets_of(catalog, goal))
    reader = _Reader(judge, known, targets, asking, about)
    wanted = [c.id for c in catalog.credentials.values() if reader.shows(c)]
    locked = [
        c for c in dict.fromkeys(request.locked) if c not in request.held.credentials and f"locked:{c}" not in dropped
    ]
    chosen = reader.close(wanted + locked)
    place = {credential: i for i, credential in enumerate(chosen)}
    days = sorted({g.by for g in request.goals if g.by})
    deadlines: tuple[date | None, ...] = (*days, None) if any(g.by is None for g in request.goals) else tuple(days)
    by_goal = [tuple(t for t in targets if t.goal == g) for g in range(len(request.goals))]
    return Problem(
        request=request,
        catalog=catalog,
        items=tuple(reader.item(catalog.credentials[c], place) for c in chosen),
        targets=targets,
        deadlines=deadlines,
        capacity=tuple(_capacity(request, by, dropped) for by in deadlines),
        due=tuple(deadlines.index(g.by) for g in request.goals),
        least=tuple(
            least_closed(goal, mine) if mine and f"coverage:{g}" not in dropped else 0
            for g, (goal, mine) in enumerate(zip(request.goals, by_goal, strict=True))
        ),
        budget=request.budget.cents if request.budget and "budget" not in dropped else None,
        locked=tuple(sorted(place[c] for c in locked if c in place)),
        impossible=tuple(c for c in locked if c not in place),
        left_out=reader.left_out(wanted),
        dropped=dropped,
    )


def _capacity(request: Request, by: date | None, dropped: frozenset[str]) -> int | None:
    if by is None or TIME & dropped:
        return None
    days = (by - request.start).days
    return weekly(request) * days // 7 if days > 0 else NEVER


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads credentials into items for one request."""

    judge: Candidates
    known: Structure
    targets: tuple[OpenTarget, ...]
    asking: Mapping[str, tuple[int, ...]]
    about: frozenset[str]

    def beside(self, credential: Credential) -> int:
        """Points for the skills it shows that no goal asks for."""
        shown = {s.skill for s in credential.skills}
        return BESIDE * len(shown - self.about) // len(shown) if shown else BESIDE

    def close(self, wanted: Iterable[str]) -> list[str]:
        """The candidates among `wanted` and all candidates that may support them, by id."""
        found: set[str] = set()
        waiting = list(wanted)
        while waiting:
            credential = self.judge.catalog.credentials.get(waiting.pop())
            if credential is None or credential.id in found or self.judge.why_not(credential):
                continue
            found.add(credential.id)
            for group in (*self.known.required(credential), *self.known.components(credential)):
                waiting.extend(group)
        return sorted(found)

    def shows(self, credential: Credential) -> tuple[tuple[int, int], ...]:
        """Pairs (target index, levels closed) of what the credential adds."""
        closed: dict[int, int] = {}
        for shown in credential.skills:
            for t in self.asking.get(shown.skill, ()):
                closed[t] = max(closed.get(t, 0), self.targets[t].closed_by(shown.level))
        return tuple((t, k) for t, k in sorted(closed.items()) if k)

    def item(self, credential: Credential, place: Mapping[str, int]) -> Item:
        """The credential over the given candidates (id -> index)."""
        price, effort = self.judge.price(credential), self.judge.effort(credential)
        held = frozenset(self.judge.request.held.credentials)
        required = self.known.required(credential)
        here = place[credential.id]

        def group(ids: frozenset[str]) -> Group:
            return tuple(sorted(place[c] for c in ids if c in place and place[c] != here))

        return Item(
            id=credential.id,
            level=credential.level,
            quarter_hours=effort.quarter_hours,
            cents=price.cents,
            us_cents=self.judge.catalog.convert(price.cents, currency_of(self.judge.request), "USD") or 0,
            cost_basis=price.basis,
            hours_basis=effort.basis,
            about=price.about,
            study=not credential.award_only,
            stack=self._stack(credential, held, group),
            clauses=tuple(group(ids) for ids in required if not ids & held),
            needs_held=tuple(dict.fromkeys(min(ids & held) for ids in required if ids & held)),
            rivals=tuple(sorted(place[c] for c in self.judge.same.get(credential.id, ()) if c in place)),
            shows=self.shows(credential),
            beside=self.beside(credential),
        )

    def _stack(
        self, credential: Credential, held: frozenset[str], group: Callable[[frozenset[str]], Group]
    ) -> Stack | None:
        if credential.awarded_by is None:
            return None
        components = self.known.components(credential)
        have = [min(ids & held) for ids in components if ids & held]
        open_ = tuple(g for ids in components if not ids & held and (g := group(ids)))
        need = max(credential.awarded_by.at_least - len(have), 0)
        return Stack(need, open_, tuple(dict.fromkeys(have))) if need <= len(open_) else None

    def left_out(self, wanted: Iterable[str]) -> tuple[LeftOut, ...]:
        """Credentials that would show something missing and are barred."""
        reasons = (self.judge.why_not(self.judge.catalog.credentials[c]) for c in sorted(wanted))
        return tuple(r for r in reasons if r and r.why != "held")


def restrict(problem: Problem, keep: set[int], why: Mapping[int, tuple[str, str]] | None = None) -> Problem:
    """The problem over the items in `keep` alone; a locked item that goes makes it impossible.

    `why` gives the reason code and detail for items that could help and are removed.
    """
    place = {old: new for new, old in enumerate(sorted(keep))}

    def group(old: Group) -> Group:
        return tuple(place[k] for k in old if k in place)

    def item(old: Item) -> Item:
        stack = old.stack
        if stack:
            groups = tuple(g for g in map(group, stack.groups) if g)
            stack = replace(stack, groups=groups) if stack.need <= len(groups) else None
        return replace(old, stack=stack, clauses=tuple(map(group, old.clauses)), rivals=group(old.rivals))

    gone = [LeftOut(problem.items[i].id, *reason) for i, reason in (why or {}).items() if problem.items[i].shows]
    return replace(
        problem,
        items=tuple(item(problem.items[i]) for i in sorted(keep)),
        locked=tuple(place[i] for i in problem.locked if i in place),
        impossible=problem.impossible + tuple(problem.items[i].id for i in problem.locked if i not in place),
        left_out=tuple(sorted((*problem.left_out, *gone), key=lambda r: r.credential)),
    )
