"""The fake beside npm emulate: scopes, and triggers that last three seconds."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from tests.fakes.slack.rules import ALL_SCOPES, RULES
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import Stopwatch
from tests.fakes.test_fake_slack_api import MODAL, SECTION
from tests.peers.slack_emulate import Emulate, emulate, missing

Json = dict[str, Any]
ROOM = {"emulate": "C000000001", "fake": "C1"}
PERSON = {"emulate": "U000000001", "fake": "UADA"}
SCOPED: dict[str, tuple[str, Json]] = {  # method -> the one scope that it takes in a public channel, and arguments
    "chat.delete": ("chat:write", {"channel": "{room}", "ts": "1.2"}),
    "chat.postEphemeral": ("chat:write", {"channel": "{room}", "user": "{person}", "text": "x"}),
    "chat.postMessage": ("chat:write", {"channel": "{room}", "text": "x"}),
    "chat.update": ("chat:write", {"channel": "{room}", "ts": "1.2", "text": "x"}),
    "conversations.history": ("channels:history", {"channel": "{room}"}),
    "conversations.info": ("channels:read", {"channel": "{room}"}),
    "conversations.open": ("im:write", {"users": "{person}"}),
    "conversations.replies": ("channels:history", {"channel": "{room}", "ts": "1.2"}),
    "files.getUploadURLExternal": ("files:write", {"filename": "a.txt", "length": "3"}),
    "files.completeUploadExternal": ("files:write", {"files": '[{"id": "F1"}]'}),
    "users.info": ("users:read", {"user": "{person}"}),
}
NOTHING = "xoxb-nothing"  # a token whose only scope is of no use
ONLY = {scope: f"xoxb-only-{n}" for n, scope in enumerate(sorted({scope for scope, _ in SCOPED.values()}))}
EVERY = "xoxb-every"
TOKENS = {EVERY: list(ALL_SCOPES), NOTHING: ["team:read"], **{token: [scope] for scope, token in ONLY.items()}}


async def ask(api: str, method: str, token: str, args: Json) -> Json:
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}) as session:
        found: Json = await (await session.post(api + method, data=args)).json()
        return found


def filled(args: Json, who: str) -> Json:
    names = {"{room}": ROOM[who], "{person}": PERSON[who]}
    return {k: names.get(v, v) for k, v in args.items()}


async def scoped(api: str, who: str) -> dict[str, tuple[Json, Json]]:
    """Of each method the answer without its scope, and with nothing but it."""
    out = {}
    for method, (scope, args) in SCOPED.items():
        without = await ask(api, method, NOTHING, filled(args, who))
        out[method] = without, await ask(api, method, ONLY[scope], filled(args, who))
    return out


async def windows(api: str, make: Any, forward: Any, who: str) -> list[str]:
    """How opening windows ends: good, twice, with a trigger that is none, after two seconds, after three."""

    async def opens(trigger: str) -> str:
        answer = await ask(api, "views.open", EVERY, {"trigger_id": trigger, "view": json.dumps(MODAL)})
        return "ok" if answer["ok"] else str(answer["error"])

    first = await make()
    found = [await opens(first), await opens(first), await opens("1.2.abc")]
    for seconds in (2, 3):
        trigger = await make()
        forward(seconds)
        found.append(await opens(trigger))
    home = {"type": "home", "blocks": [SECTION]}
    args = {"user_id": PERSON[who], "view": json.dumps(home)}
    published = await ask(api, "views.publish", EVERY, args)
    stale = await ask(api, "views.publish", EVERY, {**args, "hash": "1.x"})
    return [*found, str(published["ok"]), str(stale["error"])]


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Any:
    reason = missing()
    if reason:
        print(f"emulate was not asked: {reason}")  # noqa: T201
        pytest.skip(reason)
    with emulate(tmp_path_factory.mktemp("emulate"), TOKENS) as running:
        yield running


def opened() -> FakeSlack:
    fake = FakeSlack(clock=Stopwatch())
    fake.person("UADA", "Ada")
    for token, scopes in TOKENS.items():
        fake.world.tokens.issue("bot", "T1", scopes, text=token)
    return fake


def test_scopes_are_missed_alike(peer: Emulate) -> None:
    """Both name what is needed, and with that scope alone neither misses one."""

    async def run() -> tuple[Any, Any]:
        async with opened() as fake:
            return await scoped(fake.url + "/api/", "fake"), await scoped(peer.api, "emulate")

    ours, theirs = asyncio.run(run())
    for method, (scope, _) in SCOPED.items():
        assert ours[method][0]["error"] == theirs[method][0]["error"] == "missing_scope", method
        assert ours[method][0]["provided"] == theirs[method][0]["provided"] == "team:read", method
        assert scope in RULES[method].scopes
        assert scope in ours[method][0]["needed"].split(",")
        with_it = [one[method][1].get("error", "ok") for one in (ours, theirs)]
        assert "missing_scope" not in with_it, (method, with_it)


def test_triggers_last_three_seconds_and_are_good_once(peer: Emulate) -> None:
    async def run() -> tuple[list[str], list[str]]:
        async with opened() as fake:
            clock = fake.clock
            assert isinstance(clock, Stopwatch)

            async def ours() -> str:
                return fake.world.trigger("UADA")

            async def theirs() -> str:
                made = await ask(peer.api, "views.generateTriggerId", EVERY, {"user_id": PERSON["emulate"]})
                return str(made["trigger_id"])

            here = await windows(fake.url + "/api/", ours, clock.forward, "fake")
            return here, await windows(peer.api, theirs, peer.forward, "emulate")

    here, there = asyncio.run(run())
    assert here == there
    ends = ["ok", "exchanged_trigger_id", "invalid_trigger_id", "ok", "expired_trigger_id"]
    assert here == [*ends, "True", "hash_conflict"]
