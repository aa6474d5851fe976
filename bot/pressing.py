"""Buttons: an 18-character token goes over the wire, a row says what it stands for, whose it is and until when."""

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from bot.messages import Block, Choices, Form, Note, Reply, Text, reply_from, to_json
from bot.records import LearnerRecord
from bot.traffic import Action, Outgoing
from bot.turn import Dialogue, choices
from bot.wording import chat

LIFE = timedelta(days=30)
LENGTH = 18
_BASE32 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 8  # each of its characters for as many bytes


def mint() -> str:
    """A new token: `a:` and 16 base32 characters, 80 random bits."""
    return "a:" + secrets.token_bytes(LENGTH - 2).translate(_BASE32).decode()


def context(dialogue: Dialogue) -> str:
    """Which plan the buttons shown now are about; "" when no plan waits for a yes."""
    return hashlib.sha256(dialogue.proposal.encode()).hexdigest()[:16] if dialogue.proposal else ""


def tokened(
    reply: Reply, message: Outgoing, now: datetime, about: str = "", new: Callable[[], str] = mint
) -> tuple[Reply, list[Action]]:
    """The reply with a token on everything that can be pressed, and what the tokens stand for."""
    press = _Presses(message, now, about, new)

    def one(block: Block) -> Block:
        if isinstance(block, Choices):
            return replace(block, choices=tuple(replace(c, token=press.on(c.says, c.label)) for c in block.choices))
        if isinstance(block, Form):
            return replace(block, token=press.on(block.says, block.title, "form"))
        return block

    blocks = tuple(one(b) for b in reply.blocks)
    return replace(reply, blocks=blocks, pages=press.on("", "", "page")), press.made


def tokened_text(message: Outgoing, now: datetime, new: Callable[[], str] = mint) -> tuple[str, list[Action]]:
    """The same for a message that has its body already, as text: the tick does it for thousands at once."""
    press = _Presses(message, now, "", new)
    value = json.loads(message.body)
    for block in value["blocks"]:
        if block["kind"] == "choices":
            for choice in block["choices"]:
                choice["token"] = press.on(choice["says"], choice["label"])
        elif block["kind"] == "form":
            block["token"] = press.on(block["says"], block["title"], "form")
    value["pages"] = press.on("", "", "page")
    return json.dumps(value, ensure_ascii=False), press.made


@dataclass(slots=True)
class _Presses:
    """What can be pressed on one message."""

    message: Outgoing
    now: datetime
    about: str
    new: Callable[[], str]
    made: list[Action] = field(default_factory=list)

    def on(self, says: str, label: str, kind: Literal["say", "page", "form"] = "say") -> str:
        """Make a token, and keep what it stands for."""
        message, token = self.message, self.new()
        context = self.about if kind == "say" else ""
        owner = (message.tenant, message.learner, message.conversation)
        self.made.append(Action(token, *owner, says, label, message.id, self.now + LIFE, kind, context))
        return token


def page(token: str) -> tuple[str, int]:
    """A wire value as token and page number, -1 where it names none."""
    number = token[LENGTH + 1 :]
    return token[:LENGTH], int(number) if number.isascii() and number.isdigit() and len(number) < 5 else -1


def refusal(action: Action | None, record: LearnerRecord, dialogue: Dialogue, now: datetime) -> Reply | None:
    """Why a press does nothing, None when it counts."""
    if action is None or now > action.expires_at:
        return _say(chat.TOO_OLD)
    if action.learner != record.key:
        return _say(chat.NOT_YOURS)
    if action.kind == "page":
        return None
    if action.spent:
        return _say(chat.ANSWERED.format(label=action.spent))
    if action.context and action.context != context(dialogue):
        return Reply(chat.LAPSED, (Text(chat.LAPSED), choices("show my plan")))
    return None


def _say(text: str) -> Reply:
    return Reply(text, (Text(text),))


def marked(original: Outgoing, label: str) -> Reply:
    """The message that a button was on, with what was pressed in the place of its buttons."""
    reply = reply_from(json.loads(original.body))
    kept = tuple(b for b in reply.blocks if not isinstance(b, Choices | Form))
    return replace(reply, blocks=(*kept, Note(chat.PRESSED.format(label=label))), files=())


def turned(original: Outgoing, number: int) -> Reply:
    """The message with another page open."""
    return replace(reply_from(json.loads(original.body)), page=number)


def edit(original: Outgoing, reply: Reply, event: str, now: datetime) -> Outgoing:
    """A change of a message that was sent: only the newest one that waits is made."""
    return Outgoing(
        id=f"{original.id}~{event}",
        tenant=original.tenant,
        learner=original.learner,
        platform=original.platform,
        conversation=original.conversation,
        kind="edit",
        body=json.dumps(to_json(reply), ensure_ascii=False),
        due_at=now,
        priority=0,
        replaces=f"edit:{original.id}",
        edits=original.id,
    )
