"""What a credential rests on, read again for the check: equivalents, prerequisites, awards, credit."""

from collections.abc import Mapping
from fractions import Fraction
from math import floor

from knowledge.catalog import Catalog
from knowledge.credentials import AllOf, AnyOf, Credential, Requirement

Same = Mapping[str, set[str]]


def equivalents(catalog: Catalog) -> Same:
    """The credentials that count as another one, both ways, by id."""
    same: dict[str, set[str]] = {}
    for name, credential in catalog.credentials.items():
        for other in credential.equivalent_to:
            same.setdefault(name, set()).add(other)
            same.setdefault(other, set()).add(name)
    return same


def rests_on(credential: Credential, route: str, have: set[str], same: Same) -> bool:
    """Whether the prerequisites hold and, for an award, enough components are there."""
    if route == "award":
        award = credential.awarded_by
        if award is None or sum(meets(part, have, same) for part in award.of) < award.at_least:
            return False
    return meets(credential.prerequisites.required, have, same)


def meets(required: Requirement | None, have: set[str], same: Same) -> bool:
    """Whether an expression holds for what one has, equivalents included."""
    match required:
        case None:
            return True
        case AllOf(parts):
            return all(meets(part, have, same) for part in parts)
        case AnyOf(parts):
            return any(meets(part, have, same) for part in parts)
        case str():
            return required in have or bool(same.get(required, set()) & have)


def advised(credential: Credential, same: Same) -> set[str]:
    """All credentials that count for what is advised before."""
    return _named([credential.prerequisites.recommended], same)


def credit(credential: Credential, have: set[str], same: Same) -> int:
    """Quarter-hours that what one has takes off its study: the greatest entry counts."""
    hours = (Fraction(str(s.hours)) for s in credential.shortened_by if meets(s.credential, have, same))
    return floor(max(hours, default=Fraction(0)) * 4)


def asked(credential: Credential, route: str, same: Same) -> set[str]:
    """All credentials that count for the prerequisites, for the award, for credit, or as advised."""
    award = credential.awarded_by
    queue: list[Requirement | None] = [credential.prerequisites.required]
    if award and route == "award":
        queue += award.of
    if route != "award":
        queue += [s.credential for s in credential.shortened_by]
        queue.append(credential.prerequisites.recommended)
    return _named(queue, same)


def _named(queue: list[Requirement | None], same: Same) -> set[str]:
    names: set[str] = set()
    for part in queue:
        if isinstance(part, str):
            names |= {part} | same.get(part, set())
        elif part is not None:
            queue += part.parts
    return names
