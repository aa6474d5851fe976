"""What a query wants besides its subject weighs credentials, and only those."""

from dataclasses import replace

import pytest

from knowledge.catalog import Catalog
from knowledge.wanting import SHARE, Wanting


@pytest.fixture(scope="module")
def wanting(real_catalog: Catalog) -> Wanting:
    """The wishes over the shipped catalog."""
    return Wanting(real_catalog)


def test_nothing_wanted(wanting: Wanting, real_catalog: Catalog) -> None:
    """Without a wish all weigh the same."""
    weigh = wanting.weights("cloud security for a bank")
    assert {weigh(id) for id in real_catalog.credentials} == {1.0}


@pytest.mark.parametrize(
    ("text", "better", "worse"),
    [
        ("an easy first exam", "isc2-cc", "isc2-cissp"),
        ("beginners in networks", "cisco-ccst-networking", "cisco-ccie-security"),
        ("an advanced one for experts", "isc2-issap", "isc2-cc"),
        ("something free", "vmedu-scrum-fundamentals", "scrum-alliance-csm"),
        ("a cheap badge", "vmedu-six-sigma-yellow-belt", "asq-cssbb"),
        ("a practical exam", "offsec-oscp", "isc2-cissp"),
    ],
)
def test_a_wish_orders(wanting: Wanting, text: str, better: str, worse: str) -> None:
    """What meets it weighs more than what does not."""
    weigh = wanting.weights(text)
    assert 1.0 >= weigh(better) > weigh(worse) >= 1 / (1 + SHARE)


def test_unknown_is_not_free(real_catalog: Catalog) -> None:
    """Unknown fees are neither free nor cheap; what is of another catalog meets no wish."""
    some = real_catalog.credentials["vmedu-scrum-fundamentals"]
    unknown = replace(some, id="unknown", fees=())
    wanting = Wanting(replace(real_catalog, credentials={some.id: some, "unknown": unknown}))
    for text in ("free", "cheap"):
        weigh = wanting.weights(text)
        assert [weigh(id) for id in (some.id, "unknown", "of-nobody")] == [1.0, 1 / (1 + SHARE), 1 / (1 + SHARE)]
