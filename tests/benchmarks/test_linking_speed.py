"""How fast names are found: the lexicon of the real catalog, and a sentence."""

import time

import pytest

from knowledge.catalog import Catalog
from knowledge.linking import Linker
from tests.benchmarks.report import report

WISH = "I want to be a cloud security engineer by June, 6 hours a week, 800 dollars, I have Security+"


@pytest.mark.benchmark
def test_speed(real_catalog: Catalog) -> None:
    """The lexicon is built in well under a second, and a sentence takes about a millisecond."""
    start = time.process_time()
    linker = Linker(real_catalog)
    built = time.process_time() - start
    linker.mentions(WISH)
    start = time.process_time()
    for place in range(20):
        linker.mentions(f"{WISH} {place}")
    each = (time.process_time() - start) / 20
    report("linking", {"build_s": built, "sentence_s": each})
    assert built < 0.6
    assert each < 0.005
