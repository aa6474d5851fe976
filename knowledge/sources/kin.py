"""Reads which occupations are related from an imported O*NET."""

from collections import defaultdict
from pathlib import Path

from knowledge.kindred import Kindred
from knowledge.vocabularies import current, manifest, rows


def kindred(folder: Path) -> Kindred | None:
    """What the imported O*NET in a folder of vocabularies says; None without an import of it."""
    place = current(folder, "onet")
    if place is None:
        return None
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for code, other, tier in rows(place, "related"):
        found[code][other] = tier
    return Kindred(str(manifest(place)["release"]), found) if found else None
