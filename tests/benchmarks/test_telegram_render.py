"""How long a reply takes to become Telegram messages: ./dev bench telegram."""

import random
import time

import pytest

from adapters.telegram.render import parts, payload
from tests.benchmarks.report import report
from tests.replies import GOLDEN, reply

MANY = 10_000
LIMIT_MS = 1.0


@pytest.mark.benchmark
def test_telegram_render() -> None:
    """Ten thousand replies of any kind, and the thirty golden ones: at most a millisecond each, in the median."""
    r = random.Random(7)  # noqa: S311 - no secret
    generated = [reply([r.getrandbits(40) for _ in range(r.randint(0, 6))], r.getrandbits(40)) for _ in range(MANY)]
    table: dict[str, float] = {"replies": MANY}
    for name, replies in (("any", generated), ("golden", [x for _ in range(20) for x in GOLDEN.values()])):
        took = []
        for one in replies:
            began = time.perf_counter()
            for part in parts(one):
                payload(part)
            took.append((time.perf_counter() - began) * 1000)
        took.sort()
        table |= {f"{name}_median_ms": took[len(took) // 2], f"{name}_p99_ms": took[len(took) * 99 // 100]}
    report("telegram_render", table)
    assert table["any_median_ms"] <= LIMIT_MS
    assert table["golden_median_ms"] <= LIMIT_MS
