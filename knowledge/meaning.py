"""Ranking by meaning: how near a query is to the names of a thing, to its description, and to what it shows or needs.

A credential is near when its names or its description are, and when one of the skills that it shows is (its first
skills more); a role likewise by the skills it requires. "Break into computers" is far from the letters OSCP but near
to penetration testing. So are the roles that a credential serves.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from knowledge.catalog import Catalog
from knowledge.documents import PLAIN, SHELVES
from knowledge.names import Kind
from knowledge.served import served

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Cosines = Mapping[str, "tuple[Sequence[str], NDArray[np.float32]]"]
"""Shelf -> ids and the cosine of each with the query, shape (n,)."""

SHOWN, SERVED, NEEDED = 1.2, 0.6, 0.5
"""Weights beside a thing's own texts (1): a credential's best skill and best role, and a role's best skill."""
_ENOUGH = 0.3
"""From this share of a role's requirements on, a credential serves it as well as it needs to; less counts share^1/2."""
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
        self._roles = {
            id: {role: min(share, _ENOUGH) ** 0.5 for role, share in roles.items()}
            for id, roles in served(catalog).items()
        }

    @staticmethod
    def shelves(kinds: Sequence[Kind]) -> list[str]:
        """The shelves that `near` needs for these kinds: skills and roles stand behind all of them."""
        own = () if "credential" in kinds else ("credential", PLAIN["credential"])
        return [shelf for shelf in SHELVES if shelf not in own]

    def near(self, cosines: Cosines, kinds: Sequence[Kind]) -> Near:
        """Everything of these kinds with how near it is."""
        by = {shelf: dict(zip(ids, values.tolist(), strict=True)) for shelf, (ids, values) in cosines.items()}
        skills, roles = _either(by, "skill"), _either(by, "occupation")
        found: Near = {}
        for kind in kinds:
            described = by[PLAIN[kind]]
            for id, cosine in by[kind].items():
                if kind == "skill":
                    found[kind, id] = (cosine + described.get(id, cosine)) / 2, None
                    continue
                weights = self._skills[kind].get(id, {})
                best, skill = max(((skills.get(s, 0.0) * w, s) for s, w in weights.items()), default=(0.0, None))
                if kind == "occupation":
                    total = cosine + described.get(id, cosine) + NEEDED * best
                    found[kind, id] = total / (2 + NEEDED), skill
                else:
                    own = max(cosine, described.get(id, cosine))
                    role = max((roles.get(r, 0.0) * w for r, w in self._roles.get(id, {}).items()), default=0.0)
                    found[kind, id] = (own + SHOWN * best + SERVED * role) / (1 + SHOWN + SERVED), skill
        return found


def _either(by: Mapping[str, Mapping[str, float]], kind: Kind) -> dict[str, float]:
    """How near a query is to the name or to the description of each skill or role, the better of the two."""
    said = by[PLAIN[kind]]
    return {id: max(cosine, said.get(id, -1.0), 0.0) for id, cosine in by[kind].items()}
