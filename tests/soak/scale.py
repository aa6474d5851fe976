"""How long the long runs are: CREDPATH_SOAK_SCALE=0.1 runs a tenth of each. Each prints a JSON line of its own (and
appends it to the file CREDPATH_BENCH_OUT), so that one that was broken off is simply run again: -k NAME.
"""

import os


def scaled(number: int) -> int:
    """So many of them."""
    return max(1, round(number * float(os.environ.get("CREDPATH_SOAK_SCALE", "1"))))
