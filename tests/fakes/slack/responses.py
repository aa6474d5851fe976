"""response_url: up to five answers to an interaction within half an hour; and answers in an acknowledgement."""

import json
from typing import Any

from aiohttp import web

from tests.fakes.slack.blocks import judge_message
from tests.fakes.slack.refusal import Refusal
from tests.fakes.slack.waiting import Watch
from tests.fakes.slack.world import World

Json = dict[str, Any]


async def answered(world: World, watch: Watch, request: web.Request) -> web.Response:
    """POST to a response_url."""
    place = world.responses.get(request.path)
    if place is None:
        return web.json_response({"ok": False, "error": "no_more_responses"}, status=404)
    if world.seconds() >= place["until"]:
        return web.json_response({"ok": False, "error": "expired_url"}, status=404)
    if place["left"] < 1:
        return web.json_response({"ok": False, "error": "used_url"}, status=404)
    try:
        body = json.loads(await request.read())
        place["left"] -= 1
        said(world, place, body)
        watch.changed()
    except Refusal as refusal:
        return web.json_response(refusal.body(), status=400)
    except ValueError:
        return web.Response(status=400, text="invalid_payload")
    return web.Response(text="ok")


def said(world: World, place: Json, body: Json) -> None:
    """Put what an app answers into the channel or before its one reader. Raises Refusal."""
    if "blocks" in body:
        judge_message(body["blocks"])
    channel, old = world.channels[place["channel"]], place["message"]
    if body.get("delete_original") and old is not None:
        channel.messages.pop(old["ts"], None)
        return
    text = body.get("text", "")
    if not text and not body.get("blocks"):
        raise Refusal("no_text")
    fields: Json = {"text": text, **({"blocks": body["blocks"]} if body.get("blocks") else {})}
    if body.get("replace_original") and old is not None:
        old.pop("blocks", None)
        old.update(fields, edited={"user": place["bot"], "ts": world.stamp()})
        return
    where = {"thread_ts": body["thread_ts"]} if body.get("thread_ts") else {}
    if body.get("response_type") == "in_channel":
        world.post(channel, place["bot"], **fields, **where)
        return
    message = {"type": "message", "user": place["bot"], "ts": world.stamp(), **fields, **where}
    world.ephemerals.append({**message, "channel": channel.id, "to": place["user"], "is_ephemeral": True})
