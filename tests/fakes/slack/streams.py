"""Messages that grow while they are written: chat.startStream, appendStream, stopStream."""

from typing import Any

from tests.fakes.slack.blocks import judge_message
from tests.fakes.slack.chat import MOST_MARKDOWN, as_bot, metadata, own, shown, thread
from tests.fakes.slack.places import writable
from tests.fakes.slack.reading import structured
from tests.fakes.slack.refusal import Refusal, invalid
from tests.fakes.slack.rules import Asking, Run

Json = dict[str, Any]
CHUNKS = {"markdown_text": ("text",), "task_update": ("id", "title", "status"), "plan_update": ("title",)}
STATUS = {"pending", "in_progress", "complete", "error"}


def start(asking: Asking) -> Json:
    channel = writable(asking)
    where = thread(asking, channel)
    if not where:
        raise Refusal("invalid_thread_ts")
    if channel.kind != "im":
        for name in ("recipient_user_id", "recipient_team_id"):
            if not asking.text(name):
                raise Refusal(f"missing_{name}")
    if asking.args.get("task_display_mode", "timeline") not in ("timeline", "plan", "dense"):
        raise invalid("must be one of timeline, plan, dense [json-pointer:/task_display_mode]")
    text, chunks = grown(asking)
    message = asking.world.post(channel, asking.team.bot, text, **where, **as_bot(asking), _stream=True)
    if chunks:
        message["_chunks"] = chunks
    return {"channel": channel.id, "ts": message["ts"]}


def append(asking: Asking) -> Json:
    channel, message = flowing(asking)
    text, chunks = grown(asking)
    if not text and not chunks:
        raise Refusal("no_text")
    if len(message["text"]) + len(text) > MOST_MARKDOWN:
        raise Refusal("msg_too_long")
    message["text"] += text
    message.setdefault("_chunks", []).extend(chunks)
    return {"channel": channel, "ts": message["ts"]}


def stop(asking: Asking) -> Json:
    channel, message = flowing(asking)
    blocks = structured(asking.args, "blocks", "invalid_blocks_format")
    if "blocks" in asking.args:
        judge_message(blocks)
    text, chunks = grown(asking)
    message["text"] += text
    message.update(metadata(asking.args), **({"blocks": blocks} if blocks else {}))
    message.setdefault("_chunks", []).extend(chunks)
    del message["_stream"]
    return {"channel": channel, "ts": message["ts"], "message": shown(message)}


def flowing(asking: Asking) -> tuple[str, Json]:
    channel, message = own(asking, "message_not_owned_by_app")
    if "_stream" not in message:
        raise Refusal("message_not_in_streaming_state")
    return channel.id, message


def grown(asking: Asking) -> tuple[str, list[Json]]:
    """What a call adds. Raises Refusal."""
    text = asking.text("markdown_text")
    if len(text) > MOST_MARKDOWN:
        raise Refusal("msg_too_long")
    chunks = structured(asking.args, "chunks", "invalid_chunks") or []
    if not isinstance(chunks, list) or (text and chunks):
        raise Refusal("invalid_chunks")
    for chunk in chunks:
        kind = chunk.get("type") if isinstance(chunk, dict) else None
        if kind == "blocks":
            judge_message(chunk.get("blocks"))
        elif kind not in CHUNKS or any(not isinstance(chunk.get(k), str) for k in CHUNKS[kind]):
            raise Refusal("invalid_chunks")
        if kind == "task_update" and chunk["status"] not in STATUS:
            raise Refusal("invalid_chunks")
        if kind == "markdown_text":
            text += chunk["text"]
    return text, [c for c in chunks if c["type"] != "markdown_text"]


METHODS: dict[str, Run] = {"chat.startStream": start, "chat.appendStream": append, "chat.stopStream": stop}
