"""Skills and occupations: the working vocabulary that roles and credentials share.

Terms follow ESCO (skill, occupation) and CTDL; the format on disk is docs/catalog.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum


class SkillLevel(IntEnum):
    """How well a skill is shown, on our own four steps (ESCO states no proficiency)."""

    AWARE = 1
    ASSISTED = 2
    INDEPENDENT = 3
    LEADING = 4


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
