"""Requirement expressions as clauses: all clauses must hold, one credential of each is enough."""

from collections.abc import Callable, Iterable

from knowledge.credentials import AllOf, AnyOf, Requirement

Clause = frozenset[str]
MOST_CLAUSES = 500
"""An expression that needs more (no issuer's rules do) counts as impossible, rather than filling the memory."""


def clauses(requirement: Requirement | None, counts: Callable[[str], Iterable[str]]) -> tuple[Clause, ...]:
    """Conjunctive normal form, shortest clauses first; `counts` names the ids that stand in for an id.

    An empty `any` gives an empty clause, which nothing satisfies.
    """
    found = _expand(requirement, counts)
    return tuple(sorted(found, key=lambda c: (len(c), sorted(c))))


def _expand(requirement: Requirement | None, counts: Callable[[str], Iterable[str]]) -> set[Clause]:
    match requirement:
        case None:
            return set()
        case str():
            return {frozenset((requirement, *counts(requirement)))}
        case AllOf(parts):
            return _shortest(set().union(*(_expand(part, counts) for part in parts)))
        case AnyOf(parts):
            # (a and b) or c = (a or c) and (b or c)
            found = {Clause()}
            for part in parts:
                found = _shortest({one | other for one in found for other in _expand(part, counts)})
                if len(found) > MOST_CLAUSES:
                    return {Clause()}
            return found


def _shortest(found: set[Clause]) -> set[Clause]:
    """Without the clauses that a shorter one implies."""
    kept: list[Clause] = []
    for clause in sorted(found, key=len):
        if not any(other <= clause for other in kept):
            kept.append(clause)
    return set(kept)
