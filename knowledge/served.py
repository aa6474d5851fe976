"""Which roles a credential serves: the share of what a role requires that a holder has shown."""

from collections import defaultdict
from collections.abc import Mapping

from knowledge.catalog import Catalog


def served(catalog: Catalog) -> dict[str, Mapping[str, float]]:
    """Credential -> role -> share above 0 of the levels that the role requires (each counts up to what is needed)."""
    asking: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for role in catalog.occupations.values():
        for skill, level in role.essential.items():
            asking[skill].append((role.id, level))
    total = {role.id: sum(role.essential.values()) for role in catalog.occupations.values()}
    found: dict[str, Mapping[str, float]] = {}
    for credential in catalog.credentials.values():
        met: dict[str, float] = defaultdict(float)
        for show in credential.skills:
            for role_id, level in asking.get(show.skill, ()):
                met[role_id] += min(level, show.level) / total[role_id]
        found[credential.id] = met
    return found
