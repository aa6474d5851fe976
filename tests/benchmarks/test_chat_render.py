"""How long a reply takes to become Slack messages: ./dev bench slack."""

import random
import time

import pytest

from adapters.slack.render import home, rendered
from tests.benchmarks.report import report
from tests.replies import GOLDEN, reply

MANY = 10_000
LIMIT_MS = 1.0


@pytest.mark.benchmark
def test_slack_render() -> None:
    """Ten thousand replies of any kind, and the thirty golden ones."""
    r = random.Random(7)  # noqa: S311 - no secret
    generated = [reply([r.getrandbits(48) for _ in range(r.randint(0, 6))], r.getrandbits(40)) for _ in range(MANY)]
    golden = [one for _ in range(20) for one in GOLDEN.values()]
    table: dict[str, float] = {"replies": MANY}
    for name, replies, render in (("any", generated, rendered), ("golden", golden, rendered), ("home", golden, home)):
        took = []
        for one in replies:
            began = time.perf_counter()
            render(one)
            took.append((time.perf_counter() - began) * 1e3)
        took.sort()
        table |= {f"{name}_median_ms": took[len(took) // 2], f"{name}_p99_ms": took[len(took) * 99 // 100]}
    report("slack_render", table)
    assert max(v for k, v in table.items() if k.endswith("_median_ms")) <= LIMIT_MS
