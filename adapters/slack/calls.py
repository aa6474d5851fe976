"""A letter as calls to Slack. Pure but for the picture that is drawn.

Files come before messages: an edit changes the last message, which has to stay the last receipt.
"""

from collections.abc import Sequence
from typing import Any

from adapters.slack.ports import Draw
from adapters.slack.render import home, messages, pointer, uploads
from adapters.wire import Call, Letter, Upload
from bot.messages import Picture, Reply, Steps
from bot.traffic import Rate

EVENT = "credpath_message"
UPLOAD = "files.upload"  # ours: files.getUploadURLExternal, the upload, files.completeUploadExternal
GONE_SOON = "e"  # the third part of an ephemeral message's receipt
# calls a minute [docs.slack.dev/apis/web-api/rate-limits]: tiers 3 and 4; "several hundred" for chat.postMessage
_MINUTE = {"chat.postMessage": 300, "chat.postEphemeral": 100, "chat.update": 50, "views.publish": 100, UPLOAD: 100}
_PRESSABLE = frozenset({"actions", "context_actions"})


def calls(letter: Letter, draw: Draw) -> Sequence[Call]:
    """The parts of a letter. Empty when it changes a message that cannot be changed and has nothing new to press."""
    if letter.place.kind == "home":
        return [_publish(letter)]
    if letter.message.edits:
        return _edit(letter)
    hidden = letter.place.kind == "channel" and letter.reply.visibility == "private"
    if hidden and not letter.person:  # nobody is known who could see it in private
        return [_post(letter, 0, pointer())]
    pictures, drawn = _pictures(letter.reply, draw)
    files = [*pictures, *((u, u.name) for u in uploads(letter.reply))]
    made = [_file(letter, upload, title, hidden=hidden) for upload, title in files]
    shown = messages(letter.reply, public=False, drawn=drawn, feedback=_rated(letter))
    send = _whisper if hidden else _post
    return [*made, *(send(letter, n, message) for n, message in enumerate(shown, len(made)))]


def rates(tenant: str, method: str, channel: str = "") -> tuple[Rate, ...]:
    """What a call counts against. A rate and its burst together stay within the calls that a minute allows."""
    most = _MINUTE[method]
    burst = max(1, most // 20)
    found = Rate(f"slack:{tenant}:{method}", (most - burst) / 60, burst)
    return (found, Rate(f"slack:{tenant}:{channel}", 1.0)) if channel else (found,)


def metadata(letter: Letter, part: int) -> dict[str, Any]:
    """What `seen` finds a message by."""
    return {"event_type": EVENT, "event_payload": {"id": letter.message.id, "part": part}}


def _post(letter: Letter, part: int, message: dict[str, Any]) -> Call:
    channel = letter.place.conversation
    params = {"channel": channel, **_still(message), "metadata": metadata(letter, part), **_thread(letter)}
    return Call("chat.postMessage", params, rates(letter.message.tenant, "chat.postMessage", channel))


def _whisper(letter: Letter, part: int, message: dict[str, Any]) -> Call:
    to = {"channel": letter.place.conversation, "user": letter.person}
    params = {**to, **message, "link_names": False, **_thread(letter)}
    return Call("chat.postEphemeral", params, rates(letter.message.tenant, "chat.postEphemeral"))


def _publish(letter: Letter) -> Call:
    params = {"user_id": letter.place.conversation, "view": home(letter.reply)}
    return Call("views.publish", params, rates(letter.message.tenant, "views.publish"))


def _edit(letter: Letter) -> Sequence[Call]:
    reply = letter.reply
    drawn = any(isinstance(b, Picture) for b in reply.blocks)
    last = messages(reply, public=False, drawn=drawn, feedback=_rated(letter))[-1]
    channel, stamp, *kind = (letter.edited[-1] if letter.edited else ":").split(":")
    if kind == [GONE_SOON] and letter.person:
        return [_whisper(letter, 0, last)] if _can_be_pressed(last) else []
    if kind or not stamp.replace(".", "").isdigit():
        return []
    params = {"channel": channel, "ts": stamp, **last, "link_names": False, "metadata": metadata(letter, 0)}
    return [Call("chat.update", params, rates(letter.message.tenant, "chat.update"))]


def _can_be_pressed(message: dict[str, Any]) -> bool:
    return any(block["type"] in _PRESSABLE for block in message["blocks"])


def _file(letter: Letter, upload: Upload, title: str, *, hidden: bool) -> Call:
    # a file cannot be ephemeral: what is private goes to the direct message instead
    where = {"user": letter.person} if hidden else {"channel": letter.place.conversation, **_thread(letter)}
    channel = "" if hidden else letter.place.conversation
    return Call(UPLOAD, {**where, "title": title}, rates(letter.message.tenant, UPLOAD, channel), upload)


def _pictures(reply: Reply, draw: Draw) -> tuple[list[tuple[Upload, str]], bool]:
    """The drawn pictures with their words, and whether all could be drawn: else words stand for all of them."""
    out: list[tuple[Upload, str]] = []
    for n, block in enumerate(b for b in reply.blocks if isinstance(b, Picture)):
        try:
            out.append((Upload(f"{block.chart}-{n + 1}.png", "image/png", draw(block)), block.alt))
        except Exception:  # whatever it is, its words say the same
            return [], False
    return out, bool(out)


def _rated(letter: Letter) -> bool:
    return letter.place.kind == "dm" and any(isinstance(b, Steps) for b in letter.reply.blocks)


def _thread(letter: Letter) -> dict[str, str]:
    return {"thread_ts": letter.message.thread} if letter.message.thread else {}


def _still(message: dict[str, Any]) -> dict[str, Any]:
    return {**message, "unfurl_links": False, "unfurl_media": False, "link_names": False}
