"""Writes knowledge/data/advertised.tsv: how often each ESCO occupation is advertised, from the half to fit on.

python -m tests.evaluation.count_advertised
"""

import os
from collections import Counter
from pathlib import Path

from tests.evaluation.labelled import titles

OUT = Path("knowledge/data/advertised.tsv")
HEAD = """\
# How many titles of job advertisements carry each ESCO occupation; from two on. Counted by
# tests/evaluation/count_advertised.py in that half of the JobBERT evaluation dataset's validation titles (2021, most
# from Malaysia; github jensjorisdecorte/JobBERT-evaluation-dataset 127d5e4) that evaluation does not report on.
"""


def main() -> None:
    """Count and write."""
    data = Path(os.environ["CREDPATH_REFERENCE_DATA"]) / "job-titles-validation"
    counts = Counter(uri.rsplit("/", 1)[1] for _, uri in titles(data, to_fit=True))
    lines = [f"{id}\t{count}\n" for id, count in sorted(counts.items()) if count > 1]
    OUT.write_text(HEAD + "".join(lines), "utf-8")


if __name__ == "__main__":
    main()
