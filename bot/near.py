"""How near roles are to what a person has: shares and gaps. No solver."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.goals import with_wish
from bot.records import LearnerRecord
from bot.slots.wishes import slots
from bot.turn import Turn
from bot.wish import Wish
from knowledge.catalog import Catalog
from knowledge.credentials import Credential
from knowledge.kindred import rank
from planner.gap import ESSENTIAL, OPTIONAL


@dataclass(frozen=True, slots=True)
class Near:
    """A role: the `share` (0-1) of its weighted levels that is there, and the missing (skill, need, have), dearest
    first.
    """

    role: str
    share: float
    missing: tuple[tuple[str, int, int], ...]


def known_record(turn: Turn) -> LearnerRecord:
    """The record with what the open wish says is held and known."""
    return with_wish(turn.record, turn.dialogue.wish)


def told(turn: Turn, text: str) -> Turn:
    """The turn with what a question says in passing: "I have Security+ and know Python. What could I become?"."""
    said = slots(text, turn.today, turn.catalog, turn.finder)
    wish = turn.dialogue.wish.merged(Wish(held=said.held, skills=said.skills))
    return replace(turn, dialogue=replace(turn.dialogue, wish=wish))


def has_something(turn: Turn) -> bool:
    """Whether anything is known that the person has."""
    return bool(levels(known_record(turn), turn.catalog) or known_record(turn).achievements)


def levels(record: LearnerRecord, catalog: Catalog) -> dict[str, int]:
    """Skill id -> level 1-4 that is claimed, or shown by a credential that is held."""
    found = {s: n for s, n in record.skills.items() if s in catalog.skills}
    for held in record.achievements:
        if (credential := catalog.credentials.get(held.credential)) is not None:
            add(found, credential)
    return found


def add(found: dict[str, int], credential: Credential) -> None:
    """The levels with those that the credential shows."""
    for shows in credential.skills:
        found[shows.skill] = max(found.get(shows.skill, 0), shows.level)


def near(catalog: Catalog, have: Mapping[str, int], role: str) -> Near:
    """How far one role is."""
    occupation = catalog.occupations[role]
    wanted = {s: (need, OPTIONAL) for s, need in occupation.optional.items()}
    wanted |= {s: (need, ESSENTIAL) for s, need in occupation.essential.items()}
    total = sum(weight for _, weight in wanted.values())
    got = sum(weight * min(have.get(s, 0), need) / need for s, (need, weight) in wanted.items())
    open_ = [(s, need, have.get(s, 0)) for s, (need, _) in wanted.items() if have.get(s, 0) < need]
    open_.sort(key=lambda x: (-wanted[x[0]][1] * (x[1] - x[2]), x[0]))
    return Near(role, got / total if total else 0.0, tuple(open_))


def kinship_first(catalog: Catalog, found: list[Near]) -> list[Near]:
    """Roles of the same whole percentage, those that O*NET relates to the nearest role of all first; else as given."""
    if catalog.kindred is None or not found:
        return found
    start = catalog.occupations[found[0].role]
    tiers = {n.role: rank(catalog.kindred.tier(start, catalog.occupations[n.role])) for n in found}
    return sorted(found, key=lambda n: (-round(100 * n.share), tiers[n.role]))


def nearest(catalog: Catalog, have: Mapping[str, int], without: Iterable[str] = ()) -> list[Near]:
    """Every role, nearest first."""
    out = set(without)
    found = [near(catalog, have, id) for id in catalog.occupations if id not in out]
    return sorted(found, key=lambda n: (-n.share, len(n.missing), n.role))
