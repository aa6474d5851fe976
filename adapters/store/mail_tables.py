"""The tables of what comes in and goes out. A place is named by its random id everywhere but in `places`.

`free_at` of a row of the inbox or outbox says when somebody may take it: 0 at once; NULL never again, it is finished;
an instant: when its lease runs out or, in the inbox, when it is to be tried again; AGAIN in the outbox: ready once
more, which keeps later rows of its place waiting. So every index of unfinished rows is a partial one.

`rates`, `leases` and `door_states` belong to processes, not to tenants. They name nobody: keys are digests, because
the key of a private chat's rate is a person's id.
"""

from typing import Any

from sqlalchemy import Boolean, Column, Index, Table, TextClause, UniqueConstraint, text

from adapters.store.columns import instant, integer, metadata, number
from adapters.store.columns import text as words

AGAIN = -1
HELD = 2**53  # a terminal has it: no lease that could run out

_unfinished = text("free_at IS NOT NULL")
_ready = text("state = 'ready'")
_busy = text("free_at <> 0")


def _partial(name: str, where: TextClause, *columns: Column[Any]) -> None:
    Index(name, *columns, sqlite_where=where, postgresql_where=where)


# Numbers are never used twice (AUTOINCREMENT): a process that was taken for dead still knows an old one.
inbox = Table(
    "inbox",
    metadata,
    number(),
    words("tenant"),
    words("platform"),
    words("id"),
    words("place"),
    words("body"),
    instant("came_at"),
    words("state"),
    integer("attempt"),
    words("owner"),
    instant("free_at", null=True),
    words("reason"),
    UniqueConstraint("platform", "tenant", "id"),
    sqlite_autoincrement=True,
)
_i = inbox.c
_partial("ix_inbox_free", _unfinished, _i.free_at, _i.number)
_partial("ix_inbox_place", _unfinished, _i.tenant, _i.place, _i.number)
_partial("ix_inbox_claimed", text("state = 'claimed'"), _i.tenant, _i.place)
_partial("ix_inbox_finished", text("free_at IS NULL"), _i.came_at)

# No foreign key: the message that says "I have forgotten you" goes out after its learner is gone.
outbox = Table(
    "outbox",
    metadata,
    number(),
    words("id"),
    words("tenant"),
    words("learner"),
    words("platform"),
    words("conversation"),
    words("kind"),
    words("body"),
    instant("due_at"),
    words("state"),
    instant("sent_at", null=True),
    words("thread", null=True),
    integer("priority"),
    words("replaces"),
    words("edits"),
    integer("part"),
    words("receipts"),
    integer("attempt"),
    integer("doubts"),
    words("reason"),
    words("owner"),
    instant("free_at", null=True),
    UniqueConstraint("tenant", "id"),
    Index(None, "tenant", "learner"),
    sqlite_autoincrement=True,
)
_o = outbox.c
_partial("ix_outbox_ready", _ready, _o.platform, _o.priority, _o.due_at, _o.number)
_partial("ix_outbox_place", _ready, _o.tenant, _o.conversation, _o.platform, _o.priority, _o.due_at, _o.number)
_partial("ix_outbox_busy", _busy, _o.tenant, _o.conversation, _o.platform, _o.free_at, _o.number)
_partial("ix_outbox_replaces", text("state = 'ready' AND replaces <> ''"), _o.tenant, _o.replaces)
_partial("ix_outbox_flagged", text("state IN ('in-doubt', 'failed')"), _o.state, _o.number)
_partial("ix_outbox_finished", text("free_at IS NULL AND body <> ''"), _o.due_at)

actions = Table(
    "actions",
    metadata,
    words("tenant", key=True),
    words("token", key=True),
    words("learner"),
    words("place"),
    words("says"),
    words("label"),
    words("group"),
    instant("expires_at"),
    words("kind"),
    words("context"),
    words("spent"),
    Index(None, "tenant", "group"),
    Index(None, "tenant", "learner"),
    Index(None, "expires_at"),
)

places = Table(
    "places",
    metadata,
    words("tenant", key=True),
    words("id", key=True),
    words("platform"),
    words("conversation"),
    words("kind"),
    words("learner", null=True),
    words("dead"),
    UniqueConstraint("tenant", "platform", "conversation"),
    Index(None, "tenant", "learner"),
)

codes = Table(
    "codes",
    metadata,
    words("tenant", key=True),
    words("learner", key=True),
    words("digest"),
    instant("expires_at"),
    Index(None, "tenant", "digest"),
)

tries = Table(
    "tries",
    metadata,
    number(),
    words("tenant"),
    words("learner"),
    instant("at"),
    Index(None, "tenant", "learner", "at"),
)

installations = Table(
    "installations",
    metadata,
    words("enterprise", key=True),
    words("team", key=True),
    words("tenant"),
    Column("whole_enterprise", Boolean, nullable=False),
    words("sealed"),
    words("bot_user"),
    instant("refreshed_at"),
    integer("version"),
    Index(None, "tenant"),
)

door_states = Table("door_states", metadata, words("digest", key=True), instant("expires_at"))

rates = Table("rates", metadata, words("key", key=True), instant("free_at"), instant("paused_until"))

leases = Table("leases", metadata, words("name", key=True), words("owner"), instant("until"))

# Which copy of the data this is: see `copies`.
copies = Table("copies", metadata, words("name", key=True), words("mark"))
