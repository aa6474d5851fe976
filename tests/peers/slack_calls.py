"""The same calls, good and bad, for our fake and for Slacks that others wrote."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

import aiohttp

Json = dict[str, Any]
MINE = "good"
FAR = "4102444800.000100"  # in the year 2100


@dataclass(frozen=True)
class Case:
    """One call. Texts in braces in `args` are filled in from the scene; `how`: form, json or get. `keeps` is the name
    in the scene that the answer's ts is kept under.
    """

    name: str
    method: str
    args: Json = field(default_factory=dict)
    how: str = "form"
    token: str = MINE
    keeps: str = ""


def case(name: str, method: str, how: str = "form", *, token: str = MINE, keeps: str = "", **args: Any) -> Case:
    return Case(name, method, args, how, token, keeps)


GOOD, ROOM = "chat.postMessage", "{room}"
CASES = (
    case("who am I", "auth.test"),
    case("who am I, with GET", "auth.test", "get"),
    case("who am I, as JSON", "auth.test", "json"),
    case("no token", "auth.test", token=""),
    case("a wrong token", "auth.test", token="xoxb-wrong"),
    case("a wrong token comes before wrong arguments", GOOD, token="xoxb-wrong"),
    case("a method that is not there", "chat.postMassage", channel=ROOM, text="x"),
    case("a method that is not there, without a token", "chat.postMassage", token=""),
    case("post", GOOD, channel=ROOM, text="Hello", keeps="mine"),
    case("post as JSON", GOOD, "json", channel=ROOM, text="Hello", keeps="other"),
    case("post with blocks only", GOOD, "json", channel=ROOM, blocks=[{"type": "divider"}]),
    case("post without a channel", GOOD, text="x"),
    case("post into an empty channel", GOOD, channel="", text="x"),
    case("post into a channel that is not there", GOOD, channel="C0000000000", text="x"),
    case("post nothing", GOOD, channel=ROOM),
    case("post an empty text", GOOD, channel=ROOM, text=""),
    case("post empty blocks only", GOOD, channel=ROOM, blocks="[]"),
    case("post blocks that are no JSON", GOOD, channel=ROOM, text="x", blocks="abc"),
    case("post blocks that are an object", GOOD, channel=ROOM, text="x", blocks="{}"),
    case("post blocks that are empty", GOOD, channel=ROOM, text="x", blocks=""),
    case("post attachments that say nothing", GOOD, channel=ROOM, attachments='[{"color": "red"}]'),
    case("post attachments that are no JSON", GOOD, channel=ROOM, attachments="abc"),
    case("post attachments", GOOD, channel=ROOM, attachments='[{"fallback": ""}]'),
    case("post into a thread", GOOD, channel=ROOM, text="In it", thread_ts="{mine}", keeps="reply"),
    case("post into a thread by its answer", GOOD, channel=ROOM, text="Too", thread_ts="{reply}", keeps="reply2"),
    case("post into a thread that is not there", GOOD, channel=ROOM, text="x", thread_ts="1500000000.000100"),
    case("post into a thread that is no time", GOOD, channel=ROOM, text="x", thread_ts="abc"),
    case("post into a thread of the future", GOOD, channel=ROOM, text="x", thread_ts=FAR),
    case("post into a thread from before 1990", GOOD, channel=ROOM, text="x", thread_ts="1000.000100"),
    case("whisper", "chat.postEphemeral", channel=ROOM, user="{ada}", text="x"),
    case("whisper nothing", "chat.postEphemeral", channel=ROOM, user="{ada}"),
    case("whisper to nobody", "chat.postEphemeral", channel=ROOM, text="x"),
    case("whisper to an empty name", "chat.postEphemeral", channel=ROOM, user="", text="x"),
    case("whisper to a name that is none", "chat.postEphemeral", channel=ROOM, user="ada", text="x"),
    case("whisper to somebody who is not there", "chat.postEphemeral", channel=ROOM, user="U0000000000", text="x"),
    case("whisper without a channel", "chat.postEphemeral", user="{ada}", text="x"),
    case("whisper nowhere", "chat.postEphemeral", channel="C0000000000", user="{ada}", text="x"),
    case("change", "chat.update", channel=ROOM, ts="{mine}", text="Changed"),
    case("change to nothing", "chat.update", channel=ROOM, ts="{mine}", text=""),
    case("change without a ts", "chat.update", channel=ROOM, text="x"),
    case("change what is not there", "chat.update", channel=ROOM, ts="1500000000.000100", text="x"),
    case("change where it is not", "chat.update", channel="C0000000000", ts="{mine}", text="x"),
    case("change what another wrote", "chat.update", channel=ROOM, ts="{theirs}", text="x"),
    case("change with bad blocks", "chat.update", channel=ROOM, ts="{mine}", text="x", blocks="abc"),
    case("read", "conversations.history", "get", channel=ROOM),
    case("read two", "conversations.history", "get", channel=ROOM, limit="2"),
    case("read without a channel", "conversations.history", "get"),
    case("read where nothing is", "conversations.history", "get", channel="C0000000000"),
    case("read with a bad cursor", "conversations.history", "get", channel=ROOM, cursor="!"),
    case("read from a bad time", "conversations.history", "get", channel=ROOM, oldest="abc"),
    case("read until a bad time", "conversations.history", "get", channel=ROOM, latest="abc"),
    case("read a thread", "conversations.replies", "get", channel=ROOM, ts="{mine}"),
    case("read a thread by its answer", "conversations.replies", "get", channel=ROOM, ts="{reply}"),
    case("read a thread that is not there", "conversations.replies", "get", channel=ROOM, ts="1500000000.000100"),
    case("read a thread without a ts", "conversations.replies", "get", channel=ROOM),
    case("look at a channel", "conversations.info", "get", channel=ROOM),
    case("look at a channel that is not there", "conversations.info", "get", channel="C0000000000"),
    case("look at a person", "users.info", "get", user="{ada}"),
    case("look at nobody", "users.info", "get", user="U0000000000"),
    case("look at a person without a name", "users.info", "get"),
    case("delete what another wrote", "chat.delete", channel=ROOM, ts="{theirs}"),
    case("delete a root", "chat.delete", channel=ROOM, ts="{mine}"),
    case("change a tombstone", "chat.update", channel=ROOM, ts="{mine}", text="x"),
    case("delete an answer", "chat.delete", channel=ROOM, ts="{reply}"),
    case("delete the last answer", "chat.delete", channel=ROOM, ts="{reply2}"),
    case("the tombstone is gone with it", "conversations.replies", "get", channel=ROOM, ts="{mine}"),
    case("delete", "chat.delete", channel=ROOM, ts="{other}"),
    case("delete twice", "chat.delete", channel=ROOM, ts="{other}"),
    case("delete without a ts", "chat.delete", channel=ROOM),
)


async def transcript(api: str, token: str, scene: dict[str, str]) -> dict[str, Json]:
    """The answer to each case, by its name. `api` ends with a slash; the scene has room, ada and theirs."""
    out: dict[str, Json] = {}
    scene = dict(scene)
    async with aiohttp.ClientSession() as session:
        for one in CASES:
            args = {k: filled(v, scene) for k, v in one.args.items()}
            header = {"Authorization": f"Bearer {token if one.token == MINE else one.token}"} if one.token else {}
            url = api + one.method
            match one.how:
                case "get":
                    answer = await session.get(url, params=args, headers=header)
                case "json":
                    kind = {"Content-Type": "application/json; charset=utf-8"}
                    answer = await session.post(url, data=json.dumps(args), headers={**header, **kind})
                case _:
                    answer = await session.post(url, data=args, headers=header)
            body: Json = await answer.json()
            out[one.name] = body
            if one.keeps:
                scene[one.keeps] = str(body.get("ts"))
    return out


def filled(value: Any, scene: dict[str, str]) -> Any:
    """A name in braces is what the scene has under it."""
    named = re.fullmatch(r"\{(\w+)\}", value) if isinstance(value, str) else None
    return scene[named[1]] if named else value


def outcome(answer: Json) -> str:
    """ok, or the error's name."""
    return "ok" if answer["ok"] else str(answer["error"])
