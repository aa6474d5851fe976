"""One scenario on five transports: the same words are seen, and the same plans are followed."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge.catalog import Catalog
from knowledge.finder import Finder
from tests.conftest import NOW
from tests.scenarios.hall import Hall, lines
from tests.scenarios.transports import transports

FILE = Path(__file__).with_name("journey.txt")
PAUSE = timedelta(seconds=20)  # nobody types faster than a chat may be written to
NAMES = ("terminal", "slack-http", "slack-socket", "telegram-webhook", "telegram-polling")


async def played(name: str, catalog: Catalog, finder: Finder, folder: Path) -> list[str]:
    """Play the file; returns the hash of the plan in force after each line."""
    transport = transports(folder)[name]
    if name != "terminal":
        await transport.prepare()
    hall = Hall(catalog, finder, folder, transport.openers, NOW)
    plans: list[str] = []
    try:
        await transport.open(hall)
        for line in lines(FILE):
            hall.clock.at += PAUSE
            if line.said.startswith("> "):
                await transport.say(line.said[2:])
            elif line.said.startswith("["):
                await transport.press(line.said[1:-1])
            else:
                await hall.move(datetime.fromisoformat(line.said[2:]).replace(tzinfo=UTC))
            await hall.settle()
            seen = transport.seen()
            assert seen, f"nothing was said to {line.said!r}"
            for words in line.words:
                assert words in seen, f"{line.said!r} on {name}: no {words!r} in {seen!r}"
            plans.append(hall.plan(transport.person))
        with hall.store.begin() as work:
            assert work.learners.find(transport.person) is None
            assert work.inbox.waiting() == (0, None)
            states = work.outbox.waiting()
        assert not any(states.get(s) for s in ("ready", "claimed", "sending", "failed", "in-doubt")), states
    finally:
        await hall.close()
        await transport.close()
    return plans


def test_the_scenario_is_long_enough() -> None:
    assert sum(not line.said.startswith("@") for line in lines(FILE)) >= 30


@pytest.fixture(scope="module")
def expected(real_catalog: Catalog, real_finder: Finder, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The plans as the terminal gets them."""
    return asyncio.run(played("terminal", real_catalog, real_finder, tmp_path_factory.mktemp("terminal")))


@pytest.mark.parametrize("name", NAMES[1:])
def test_journey(name: str, expected: list[str], real_catalog: Catalog, real_finder: Finder, tmp_path: Path) -> None:
    """Everywhere as in the terminal."""
    assert asyncio.run(asyncio.wait_for(played(name, real_catalog, real_finder, tmp_path), 240)) == expected


def test_the_plan_changes_on_the_way(expected: list[str]) -> None:
    """The comparison compares something: there is no plan at first, one after accepting, another after the slip."""
    assert expected[0] == ""
    assert len(set(expected)) >= 3
    assert expected[-1] == ""
