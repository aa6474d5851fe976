"""What waits to be read and what waits to be sent: the rows between a chat platform and the assistant. Frozen."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from bot.messages import Attachment, FormAnswer, Person


@dataclass(frozen=True, slots=True)
class Place:
    """Where on a platform people are talked to. `id` is random: other tables name a place only by it.

    `conversation` is the platform's own name (a channel, a chat, for a home the person). `learner` is whose private
    place it is, None in a channel. `dead` says why nothing can be sent there any more, "" while it can.
    """

    id: str
    tenant: str
    platform: str
    conversation: str
    kind: Literal["dm", "channel", "home"]
    learner: str | None = None
    dead: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened on a platform, kept in the inbox until it has been answered.

    `id` is the platform's, unique within platform and tenant. `conversation`, `kind_of_place` and `thread` say where;
    `place` is the id of that place, set by the inbox like `number` (the row) and `attempt` (from 1). `text` is what was
    written, `token` what was pressed (and `message` on which message of the platform), `form` what was sent off.
    """

    id: str
    person: Person
    conversation: str
    kind_of_place: Literal["dm", "channel", "home"]
    kind: Literal["message", "press", "form", "opened", "left", "joined", "feedback"]
    sent_at: datetime
    text: str = ""
    thread: str | None = None
    token: str = ""
    message: str = ""
    form: FormAnswer | None = None
    files: tuple[Attachment, ...] = ()
    place: str = ""
    number: int = 0
    attempt: int = 0


class State(StrEnum):
    """How far a message to send has come. `sending` is committed just before each call to the platform."""

    READY = "ready"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    IN_DOUBT = "in-doubt"
    EXPIRED = "expired"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message in the outbox. `body` is the JSON text of a Reply; `due_at` UTC; `state` a State.

    `conversation` is a place's id (on the terminal the person's). `replaces`: a newer row with the same value takes the
    place of one that is not under way yet ("" never). `edits` is the outbox id of the message that this one changes.
    A long reply is sent in parts: `part` counts those that arrived, `receipts` are the platform's ids of these, joined
    by spaces. `attempt` counts claims, `doubts` how often it was sent again without knowing whether it had arrived.
    """

    id: str
    tenant: str
    learner: str
    platform: str
    conversation: str
    kind: str
    body: str
    due_at: datetime
    state: str = "ready"
    sent_at: datetime | None = None
    thread: str | None = None
    priority: int = 1
    replaces: str = ""
    edits: str = ""
    part: int = 0
    receipts: str = ""
    attempt: int = 0
    doubts: int = 0
    reason: str = ""
    owner: str = ""
    number: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Action:
    """What a button stands for. `token` is 18 characters, all that goes over the wire.

    Only `learner` may press it, until `expires_at`. `group` is the outbox id of the message it is on; pressing one that
    changes something spends the whole group: `spent` is then the label that was pressed. `context` is the plan it was
    made for ("" any): once that has been replaced the button lapses. `kind` page turns pages, form opens a form.
    """

    token: str
    tenant: str
    learner: str
    place: str
    says: str
    label: str
    group: str
    expires_at: datetime
    kind: Literal["say", "page", "form"] = "say"
    context: str = ""
    spent: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A one-time code that links another account to a learner. Only its digest is kept."""

    digest: str
    tenant: str
    learner: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Slot:
    """When something may be done. Not `taken`: ask again then, somebody else may be first."""

    at: datetime
    taken: bool


@dataclass(frozen=True, slots=True)
class Rate:
    """A limit: at most `burst` at once and `per_second` in the long run, for everything under one `key`. Of several
    the widest is named first (a whole bot), the narrowest last (one chat).
    """

    key: str
    per_second: float
    burst: int = 1
