"""The fake beside backlot, whose answers were measured against the real Slack: the same calls, the same ends."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.tokens import BOT_TOKEN
from tests.peers.slack_backlot import Backlot, backlot
from tests.peers.slack_calls import CASES, outcome, transcript

Json = dict[str, Any]
Transcript = dict[str, Json]
KNOWN: dict[str, tuple[str, str]] = {}
"""Case -> (ours, backlot's), the reason beside it. Never (ok, an error): the fake may not be the more lenient one."""
ABSENT: dict[str, set[str]] = {}
"""Method -> what backlot's good answers have and ours have not."""


class RealTime:
    def now(self) -> datetime:
        return datetime.now(UTC)


async def of_fake() -> Transcript:
    async with FakeSlack(clock=RealTime()) as fake:
        fake.person("UADA", "Ada")
        theirs = fake.world.post(fake.world.channels["C1"], "UADA", "mine")
        scene = {"room": "C1", "ada": "UADA", "theirs": theirs["ts"]}
        return await transcript(fake.url + "/api/", BOT_TOKEN, scene)


async def of_backlot(peer: Backlot) -> Transcript:
    token = peer.tokens["ava.chen@acme.com"]
    header = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession(headers=header) as session:

        async def ask(method: str, **args: str) -> Json:
            found: Json = await (await session.get(peer.api + method, params=args)).json()
            return found

        me = (await ask("auth.test"))["user_id"]
        rooms = (await ask("conversations.list"))["channels"]
        room = next(r["id"] for r in rooms if r["is_general"])
        written = (await ask("conversations.history", channel=room))["messages"]
        theirs = next(m for m in written if m["user"] != me)
    return await transcript(peer.api, token, {"room": room, "ada": theirs["user"], "theirs": theirs["ts"]})


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Transcript, Transcript]:
    folder: Path = tmp_path_factory.mktemp("backlot")

    async def run(peer: Backlot) -> tuple[Transcript, Transcript]:
        return await of_fake(), await of_backlot(peer)

    with backlot(folder) as peer:
        return asyncio.run(run(peer))


def test_every_call_ends_alike(both: tuple[Transcript, Transcript]) -> None:
    ours, theirs = ({name: outcome(a) for name, a in one.items()} for one in both)
    assert set(ours) == {c.name for c in CASES}
    found = {name: (ours[name], theirs[name]) for name in ours if ours[name] != theirs[name]}
    assert found == KNOWN


def test_the_fake_is_never_the_more_lenient_one(both: tuple[Transcript, Transcript]) -> None:
    ours, theirs = both
    assert [name for name in ours if ours[name]["ok"] and not theirs[name]["ok"]] == []
    assert sum(not a["ok"] for a in ours.values()) > 30


def test_good_answers_have_everything_that_theirs_have(both: tuple[Transcript, Transcript]) -> None:
    ours, theirs = both
    absent: dict[str, set[str]] = {}
    for one in CASES:
        mine, other = ours[one.name], theirs[one.name]
        if mine["ok"] and other["ok"] and (missing := set(other) - set(mine)):
            absent.setdefault(one.method, set()).update(missing)
    assert absent == ABSENT


def test_what_is_wrong_is_said_in_the_same_words(both: tuple[Transcript, Transcript]) -> None:
    """The sentences about arguments, where both refuse for the same reason."""
    ours, theirs = both
    said = {
        name: (a.get("response_metadata"), theirs[name].get("response_metadata"))
        for name, a in ours.items()
        if a.get("error") == theirs[name].get("error") == "invalid_arguments"
    }
    assert len(said) >= 8
    assert {name: pair for name, pair in said.items() if pair[0] != pair[1]} == {}
