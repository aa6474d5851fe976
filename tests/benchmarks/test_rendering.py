"""How long a reply takes to become what a surface shows: ./dev bench rendering.

Ten thousand replies of any kind (some hold tables of megabytes) and the thirty golden ones, in CPU milliseconds, the
least of five tries: at most one each, in the mean. What is shown in full takes longer (megabytes in a terminal).
"""

import random
import time
from collections.abc import Callable
from typing import Any

import pytest

from adapters.console.text import plain
from adapters.slack.render import home, rendered
from adapters.telegram.render import parts, payload
from bot.messages import Reply
from tests.benchmarks.report import report
from tests.replies import GOLDEN, reply

MANY = 10_000
LIMIT_MS = 1.0
TRIES = 5  # the machine does other things too


def telegram(reply: Reply) -> list[Any]:
    """All of it as calls."""
    return [payload(part) for part in parts(reply)]


def took(render: Callable[[Reply], Any], one: Reply) -> float:
    """CPU milliseconds."""
    least = float("inf")
    for _ in range(TRIES):
        began = time.process_time_ns()
        render(one)
        least = min(least, (time.process_time_ns() - began) / 1e6)
        if least > 20 * LIMIT_MS:
            break
    return least


@pytest.mark.benchmark
@pytest.mark.parametrize("surface", [rendered, home, telegram, plain], ids=["slack", "home", "telegram", "terminal"])
def test_rendering(surface: Callable[[Reply], Any], request: pytest.FixtureRequest) -> None:
    """Mean, median and 99th percentile of any replies, the share above the limit, the longest golden one."""
    r = random.Random(7)  # noqa: S311 - no secret
    generated = [reply([r.getrandbits(48) for _ in range(r.randint(0, 6))], r.getrandbits(40)) for _ in range(MANY)]
    golden = {name: took(surface, one) for name, one in GOLDEN.items()}
    every = sorted(took(surface, one) for one in generated)
    mean = sum(every) / MANY
    report(
        "rendering",
        {
            "surface": request.node.callspec.id,
            "replies": MANY,
            "mean_ms": mean,
            "median_ms": every[MANY // 2],
            "p99_ms": every[MANY * 99 // 100],
            "longest_ms": every[-1],
            "share_over": sum(t > LIMIT_MS for t in every) / MANY,
            "golden_longest_ms": max(golden.values()),
        },
    )
    assert mean <= LIMIT_MS
    assert sum(golden.values()) / len(golden) <= LIMIT_MS
