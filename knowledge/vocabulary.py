"""Skills and occupations: the working vocabulary that roles and credentials share.

Terms follow ESCO (skill, occupation) and CTDL; the format on disk is docs/catalog.md.
Levels are our own: 1 aware, 2 with help, 3 alone, 4 leading (ESCO states no proficiency).
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill or knowledge concept (`esco`: ESCO skill URI, `onet`: O*NET technology example)."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    esco: str | None = None
    onet: str | None = None


@dataclass(frozen=True, slots=True)
class Occupation:
    """A target role ("role" to people).

    `essential` and `optional` map skill ids to the level needed, 1-4. `onet_soc` is an O*NET-SOC code,
    `nice` a NICE Framework work role id, `esco` an ESCO occupation URI; None where no code means the same.
    """

    id: str
    name: str
    family: str
    aliases: tuple[str, ...]
    essential: Mapping[str, int]
    optional: Mapping[str, int]
    esco: str | None = None
    onet_soc: str | None = None
    nice: str | None = None
    sources: Mapping[str, tuple[str, ...]] | None = None
