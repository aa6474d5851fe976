"""How much recognition a credential's evidence can count on: a range in percent, neutral where nothing is known."""

from collections.abc import Mapping

from knowledge.catalog import Catalog
from knowledge.recognition import ranges

Range = tuple[int, int]
"""Least and greatest recognition, percent 0 to 100."""
NEUTRAL: Range = (50, 50)
_known: tuple[Catalog, Mapping[str, Range]] | None = None


def recognised(catalog: Catalog, credential: str) -> Range:
    """The recognition range of one credential."""
    global _known
    if _known is None or _known[0] is not catalog:
        _known = (catalog, ranges(catalog))
    return _known[1].get(credential, NEUTRAL)
