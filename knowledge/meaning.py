"""Ranking by meaning: how near a query is to the names of a thing, to its description, and to what it shows or needs.

A credential is near when its own text is, and when one of the skills that it shows is (its first skills more); a role
likewise by the skills it requires. "Break into computers" is far from the letters OSCP but near to penetration testing.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from knowledge.catalog import Catalog
from knowledge.documents import PLAIN, SHELVES
from knowledge.names import Kind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Cosines = Mapping[str, "tuple[Sequence[str], NDArray[np.float32]]"]
"""Shelf -> ids and the cosine of each with the query, shape (n,)."""

SHOWN, NEEDED = 1.2, 0.5
"""Weight of the best shown or needed skill beside the text of a credential or a role (the text weighs 1)."""
_FADE = 1 / 6
"""A credential's n-th skill counts n^-1/6 as much as its first."""
_LEVEL = 1 / 3
"""A role's need counts (level / 4)^1/3."""
Near = dict[tuple[Kind, str], tuple[float, str | None]]
"""Thing -> how near, about -1 to 1, and the skill that made most of it."""


class Meaning:
    """Combines cosines over a catalog. Safe between threads."""

    def __init__(self, catalog: Catalog) -> None:
        self._skills = {
            "credential": {
                c.id: {show.skill: (n + 1) ** -_FADE for n, show in reversed(list(enumerate(c.skills)))}
                for c in catalog.credentials.values()
            },
            "occupation": {
                r.id: {skill: (level / 4) ** _LEVEL for skill, level in r.essential.items()}
                for r in catalog.occupations.values()
            },
        }

    @staticmethod
    def shelves(kinds: Sequence[Kind]) -> list[str]:
        """The shelves that `near` needs for these kinds: skills stand behind all of them."""
        wanted = {"skill", "skill-plain", *kinds, *(PLAIN[kind] for kind in kinds if kind in PLAIN)}
        return [shelf for shelf in SHELVES if shelf in wanted]

    def near(self, cosines: Cosines, kinds: Sequence[Kind]) -> Near:
        """Everything of these kinds with how near it is."""
        by = {shelf: dict(zip(ids, values.tolist(), strict=True)) for shelf, (ids, values) in cosines.items()}
        names, said = by["skill"], by["skill-plain"]
        skills = {id: max(cosine, said.get(id, -1.0), 0.0) for id, cosine in names.items()}
        found: Near = {}
        for kind in kinds:
            described = by.get(PLAIN.get(kind, ""), {})
            for id, cosine in by[kind].items():
                if kind == "skill":
                    found[kind, id] = (cosine + described.get(id, cosine)) / 2, None
                    continue
                weights = self._skills[kind].get(id, {})
                best, skill = max(((skills.get(s, 0.0) * w, s) for s, w in weights.items()), default=(0.0, None))
                if kind == "credential":
                    found[kind, id] = (cosine + SHOWN * best) / (1 + SHOWN), skill
                else:
                    total = cosine + described.get(id, cosine) + NEEDED * best
                    found[kind, id] = total / (2 + NEEDED), skill
        return found
