"""What of a catalog does not depend on the request: equivalents, prerequisites and components. Worked out once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.catalog import Catalog
from knowledge.credentials import Credential
from planner.candidates import equivalents
from planner.clauses import Clause, clauses
from planner.costs import Costs, Memory, currency_of
from planner.request import Request

KEPT = 4
"""Catalogs (the shipped one and tenants' overlays) whose structure stays in memory."""


@dataclass(frozen=True, slots=True)
class Structure:
    """Per credential, on first need: its prerequisites as clauses and its award components, as sets of ids."""

    catalog: Catalog
    same: Mapping[str, frozenset[str]]
    _required: dict[str, tuple[Clause, ...]] = field(default_factory=dict)
    _components: dict[str, tuple[Clause, ...]] = field(default_factory=dict)
    _advised: dict[str, tuple[Clause, ...]] = field(default_factory=dict)
    _memories: dict[tuple[str, bool], Memory] = field(default_factory=dict)

    def costs(self, request: Request) -> Costs:
        """Prices and efforts for a request, on what earlier requests have worked out."""
        memory = self._memories.setdefault((currency_of(request), request.member), Memory())
        return Costs(self.catalog, request, memory)

    def required(self, credential: Credential) -> tuple[Clause, ...]:
        """Prerequisites as clauses of ids, those that held credentials satisfy included."""
        found = self._required.get(credential.id)
        if found is None:
            found = clauses(credential.prerequisites.required, lambda c: self.same.get(c, frozenset()))
            self._required[credential.id] = found
        return found

    def advised(self, credential: Credential) -> tuple[Clause, ...]:
        """What is advised before as clauses of ids, like `required`."""
        found = self._advised.get(credential.id)
        if found is None:
            found = clauses(credential.prerequisites.recommended, lambda c: self.same.get(c, frozenset()))
            self._advised[credential.id] = found
        return found

    def components(self, credential: Credential) -> tuple[Clause, ...]:
        """Per award component, the ids that count as it."""
        found = self._components.get(credential.id)
        if found is None:
            award = credential.awarded_by
            found = tuple(frozenset({c}) | self.same.get(c, frozenset()) for c in award.of) if award else ()
            self._components[credential.id] = found
        return found


_kept: tuple[Structure, ...] = ()


def structure(catalog: Catalog) -> Structure:
    """The structure of this very snapshot (a catalog is a value that nothing mutates), newest first in memory."""
    global _kept
    found = next((s for s in _kept if s.catalog is catalog), None) or Structure(catalog, equivalents(catalog))
    if not _kept or _kept[0] is not found:  # one assignment: another thread sees the old tuple or the new one
        _kept = (found, *(s for s in _kept if s is not found))[:KEPT]
    return found
