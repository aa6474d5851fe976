"""The order of chosen items, and when each is begun and complete: every one as early as it may in that order."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from planner.calendar import FOREVER, MARKS, next_in
from planner.gap import SHARE_UNIT
from planner.problem import PER_QUARTER_HOUR, Item, Problem


class Unordered(RuntimeError):
    """Chosen items cannot be put in order: a defect of what chose them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An item of the problem, whether it comes as an award, and the index of the deadline it is earned by.

    `credit` is the item that it waits for because having it shortens the study; with `ready` it waits for what is
    advised before it. `at` orders the items of a plan whose
    dates are chosen (marks).
    """

    item: int
    award: bool
    by: int
    credit: int | None = None
    at: int = 0
    ready: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """When a choice is begun, studied and complete, in marks; its quarter-hours, and whose credit shortens it.

    `done` is FOREVER when its days are over. `ready`: what is advised before it is complete when it begins.
    """

    begin: int
    studied: int
    done: int
    quarter_hours: int
    credit: int | None = None
    ready: bool = True


def in_order(problem: Problem, choices: Collection[Choice]) -> list[Choice]:
    """All choices in the order to earn them; awards as soon as they are due.

    Within a deadline: lower level first, then shorter, then by id. Raises Unordered when supporters are missing.
    """
    waiting = sorted(choices, key=lambda c: _rank(problem, c))
    done: list[int] = []
    ordered: list[Choice] = []
    while waiting:
        ready = next((c for c in waiting if _ready(problem, c, done)), None)
        if ready is None:
            names = ", ".join(problem.items[c.item].id for c in waiting)
            raise Unordered(f"these cannot be put in order: {names}")
        waiting.remove(ready)
        ordered.append(ready)
        done.append(ready.item)
    return ordered


def eased(problem: Problem, choices: Collection[Choice]) -> list[Choice]:
    """The choices, those marked `ready` that can be earned after what is advised before them and yet in time.

    What cannot be put in order at all stays as it is.
    """
    waiting = sorted(choices, key=lambda c: _rank(problem, c))
    done: list[int] = []
    found: list[Choice] = []
    while able := [c for c in waiting if _ready(problem, c, done)]:
        after = [c for c in able if _any_each(problem, c, done) or not _hope(problem, c, waiting, done)]
        first = (after or able)[0]
        waiting.remove(first)
        advised = not first.award and bool(problem.items[first.item].advised)
        found.append(replace(first, ready=advised and _any_each(problem, first, done)))
        done.append(first.item)
    return found + waiting


def _any_each(problem: Problem, choice: Choice, done: Collection[int]) -> bool:
    return choice.award or all(_any(group, done) for group in problem.items[choice.item].advised)


def _hope(problem: Problem, choice: Choice, waiting: Sequence[Choice], done: Collection[int]) -> bool:
    """Whether what is still to come, by the same deadline, could do what is advised before."""
    soon = {c.item for c in waiting if c.by <= choice.by} | set(done)
    return _any_each(problem, choice, soon)


def _ready(problem: Problem, choice: Choice, done: Collection[int]) -> bool:
    item = problem.items[choice.item]
    waits = choice.credit is not None and choice.credit not in done
    if waits or (choice.ready and not all(_any(group, done) for group in item.advised)):
        return False
    return supported(item, choice.award, done)


def _rank(problem: Problem, choice: Choice) -> tuple[int, int, bool, int, int, int]:
    """Awards at once, then by deadline; within it what was begun already, then the easier and shorter one."""
    item = problem.items[choice.item]
    fresh = problem.request.studied.get(item.id, 0) <= 0
    by = -1 if choice.award else choice.by
    return (-1 if choice.award else choice.at, by, fresh, item.level, item.quarter_hours, choice.item)


def supported(item: Item, award: bool, done: Collection[int]) -> bool:
    """Whether prerequisites, and for an award enough components, are among the items `done`."""
    if not all(any(k in done for k in group) for group in item.clauses):
        return False
    if not award:
        return True
    return item.stack is not None and _given(item.stack.groups, done) >= item.stack.need


def _given(groups: Sequence[tuple[int, ...]], done: Collection[int]) -> int:
    return sum(any(k in done for k in group) for group in groups)


def schedule(problem: Problem, ordered: Sequence[Choice]) -> list[Slot]:
    """When each choice is begun and complete, in this order, each as early as it may (docs/planner.md, Dates)."""
    slots: list[Slot] = []
    done: dict[int, int] = {}
    free = 0
    for choice in ordered:
        item = problem.items[choice.item]
        release = _release(item, choice.award, done)
        if choice.award:
            slot = Slot(release, release, release, 0)
        else:
            slot = _study(item, choice, max(free, release), done)
            free = slot.studied
        slots.append(slot)
        done[choice.item] = slot.done
    return slots


def _study(item: Item, choice: Choice, free: int, done: Mapping[int, int]) -> Slot:
    """Studying from `free` on; the greatest credit of what is earned by then counts, or the one that is waited for."""
    if choice.credit is not None:
        free = max(free, done[choice.credit])
    if choice.ready:
        free = max([free, *(min(done[k] for k in group if k in done) for group in item.advised)])
    begin = next_in(item.starts, free)
    if begin is None:
        return Slot(FOREVER, FOREVER, FOREVER, item.quarter_hours)
    known = [(saved, -k) for k, saved in item.credits if done.get(k, FOREVER) <= begin]
    saved, source = max(known, default=(0, None))
    hours = item.quarter_hours - saved
    studied = min(begin + MARKS * hours, FOREVER)
    complete = next_in(item.exams, studied)
    ready = all(any(done.get(k, FOREVER) <= begin for k in group) for group in item.advised)
    credit = None if source is None else -source
    return Slot(begin, studied, FOREVER if complete is None else complete, hours, credit, ready)


def _release(item: Item, award: bool, done: Mapping[int, int]) -> int:
    """The first mark at which its prerequisites, and for an award enough components, are complete."""
    first = [min(done[k] for k in group if k in done) for group in item.clauses]
    if award and item.stack:
        parts = sorted(min(done[k] for k in group if k in done) for group in item.stack.groups if _any(group, done))
        first += parts[: item.stack.need]
    return max(first, default=0)


def _any(group: Sequence[int], done: Collection[int]) -> bool:
    return any(k in done for k in group)


def moment(item: Item, begin: int) -> int:
    """`Choice.at` for a mark: of two that begin at once, the one that takes no time is first."""
    return 2 * begin + bool(item.quarter_hours)


def orders(problem: Problem, choices: Collection[Choice]) -> Iterator[list[Choice]]:
    """Some sensible orders of the choices, dated: what is due first, and what can begin first."""
    for soon in (False, True):
        waiting, done, ordered = list(choices), list[int](), list[Choice]()
        while ready := [c for c in waiting if _ready(problem, c, done)]:
            slots = [schedule(problem, [*ordered, c])[-1] for c in ready]
            ranks = [
                (-1 if c.award else slot.begin, c.by) if soon else (-1 if c.award else c.by, slot.begin)
                for c, slot in zip(ready, slots, strict=True)
            ]
            n = min(range(len(ready)), key=lambda n: (ranks[n], not problem.items[ready[n].item].dated, ready[n].item))
            waiting.remove(ready[n])
            done.append(ready[n].item)
            ordered.append(replace(ready[n], at=moment(problem.items[ready[n].item], slots[n].begin)))
        if not waiting:
            yield ordered


def best_evidence(problem: Problem, ordered: Sequence[Choice]) -> dict[int, tuple[int, int]]:
    """Target index -> (points, position in the order) of the evidence that counts; of equal evidence the first.

    Of equal points the higher level counts.
    """
    best: dict[int, tuple[int, int, int]] = {}
    for position, (choice, slot) in enumerate(zip(ordered, schedule(problem, ordered), strict=True)):
        item = problem.items[choice.item]
        for (t, closed), points in zip(item.shows, item.points, strict=True):
            limit = problem.ends[problem.due[problem.targets[t].goal]]
            if (
                slot.done < FOREVER
                and (limit is None or slot.done <= limit)
                and (points, closed) > best.get(t, (0, 0))[:2]
            ):
                best[t] = (points, closed, position)
    return {t: (points, position) for t, (points, _, position) in best.items()}


def levels(problem: Problem, ordered: Sequence[Choice]) -> dict[int, int]:
    """Target index -> levels closed in time, by the highest evidence."""
    closed: dict[int, int] = {}
    for choice, slot in zip(ordered, schedule(problem, ordered), strict=True):
        for t, k in problem.items[choice.item].shows:
            limit = problem.ends[problem.due[problem.targets[t].goal]]
            if slot.done < FOREVER and (limit is None or slot.done <= limit):
                closed[t] = max(k, closed.get(t, 0))
    return closed


def value(problem: Problem, ordered: Sequence[Choice]) -> int:
    """Objective points of choices in this order."""
    shown = sum(points for points, _ in best_evidence(problem, ordered).values())
    toll = 0
    for choice, slot in zip(ordered, schedule(problem, ordered), strict=True):
        item = problem.items[choice.item]
        if not choice.award:
            toll += item.toll - PER_QUARTER_HOUR * (item.quarter_hours - slot.quarter_hours)
            toll += 0 if slot.ready else item.steep
    return shown - toll


def fits(problem: Problem, ordered: Sequence[Choice]) -> bool:
    """Whether all is complete in time and every goal closes what it must. Money is not looked at."""
    for choice, slot in zip(ordered, schedule(problem, ordered), strict=True):
        last = problem.items[choice.item].last
        for end in (problem.ends[-1], None if last is None else problem.ends[last]):
            if slot.done >= FOREVER or (end is not None and slot.done > end):
                return False
    closed = levels(problem, ordered)
    shares = [0] * len(problem.least)
    for t, k in closed.items():
        target = problem.targets[t]
        shares[target.goal] += target.weight * SHARE_UNIT * k // target.gap
    return all(share >= least for share, least in zip(shares, problem.least, strict=True))
