"""Buttons: an 18-character token goes over the wire, a row says what it stands for, whose it is and until when."""

import base64
import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from bot.messages import Block, Choices, Form, Note, Reply, Text, reply_from, to_json
from bot.records import LearnerRecord
from bot.traffic import Action, Outgoing
from bot.turn import Dialogue, choices
from bot.wording import chat

LIFE = timedelta(days=30)
LENGTH = 18


def mint() -> str:
    """A new token: `a:` and 16 base32 characters, 80 random bits."""
    return "a:" + base64.b32encode(secrets.token_bytes(10)).decode()


def context(dialogue: Dialogue) -> str:
    """Which plan the buttons shown now are about; "" when no plan waits for a yes."""
    return hashlib.sha256(dialogue.proposal.encode()).hexdigest()[:16] if dialogue.proposal else ""


def tokened(
    reply: Reply, message: Outgoing, now: datetime, about: str = "", new: Callable[[], str] = mint
) -> tuple[Reply, list[Action]]:
    """The reply with a token on everything that can be pressed, and what the tokens stand for."""
    made: list[Action] = []

    def action(says: str, label: str, kind: Literal["say", "page", "form"] = "say") -> str:
        token = new()
        made.append(
            Action(
                token=token,
                tenant=message.tenant,
                learner=message.learner,
                place=message.conversation,
                says=says,
                label=label,
                group=message.id,
                expires_at=now + LIFE,
                kind=kind,
                context=about if kind == "say" else "",
            )
        )
        return token

    def one(block: Block) -> Block:
        if isinstance(block, Choices):
            return replace(block, choices=tuple(replace(c, token=action(c.says, c.label)) for c in block.choices))
        if isinstance(block, Form):
            return replace(block, token=action(block.says, block.title, "form"))
        return block

    blocks = tuple(one(b) for b in reply.blocks)
    return replace(reply, blocks=blocks, pages=action("", "", "page")), made


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
