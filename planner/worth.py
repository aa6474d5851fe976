"""How much recognition a credential's evidence can count on: a range in percent, neutral where nothing is known."""

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec

from knowledge.catalog import Catalog

Range = tuple[int, int]
"""Least and greatest recognition, percent 0 to 100."""
NEUTRAL: Range = (50, 50)
_SOURCE = "knowledge.recognition"
_known: tuple[Catalog, Mapping[str, Range]] | None = None


def ranges(catalog: Catalog) -> Mapping[str, Range]:
    """Credential id -> range, for those that something is known about."""
    if find_spec(_SOURCE) is None:  # the recognition card is not there yet
        return {}
    found: Mapping[str, Range] = import_module(_SOURCE).ranges(catalog)
    return found


def recognised(catalog: Catalog, credential: str) -> Range:
    """The recognition range of one credential."""
    global _known
    if _known is None or _known[0] is not catalog:
        _known = (catalog, ranges(catalog))
    return _known[1].get(credential, NEUTRAL)
