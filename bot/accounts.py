"""Accounts of one person on several platforms: a one-time code shown in one and written in the other joins them.

Use cases are pure and only say what is to be done (`AccountStep`); `apply` does it in the caller's transaction. Never
by e-mail, never by name: a code is the only way.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.evidence import contents_of
from bot.intents import Intent
from bot.messages import Person, Reply, Text
from bot.ports import UnitOfWork
from bot.proposing import say
from bot.records import LearnerRecord, Profile
from bot.reminders import silenced
from bot.traffic import Code
from bot.turn import AccountStep, Dialogue, Outcome, Turn, choices, offered
from bot.wording import en
from bot.wording.formats import listed

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""None that look alike: no I, L, O, 0 or 1."""
LENGTH = 8
LIFE = timedelta(minutes=10)
MOST_TRIES = 5
_MINUTES = round(LIFE.total_seconds() / 60)


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a step. `reply` None: the outcome's own holds. `record` is who this account belongs to from now
    on; when `moved`, `turn.record` is gone or somebody else's, and whatever else is written in this transaction (the
    dialogue, the answer, its buttons) belongs to `record`. Nothing of it can be undone.
    """

    reply: Reply | None
    record: LearnerRecord
    dialogue: Dialogue | None = None
    moved: bool = False


def code() -> str:
    """A new code of 8 readable characters, 39 random bits."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def digest(code: str) -> str:
    """All that is kept of a code: SHA-256 of its letters, in hexadecimal."""
    return hashlib.sha256(code.upper().encode()).hexdigest()


def link(turn: Turn, intent: Intent, new: Callable[[], str] | None = None) -> Outcome:
    """A new code for this person, shown in private."""
    made = (new or code)()
    text = en.CODE.format(code=f"{made[:4]}-{made[4:]}", minutes=_MINUTES)
    step = AccountStep("offer", digest(made), turn.now + LIFE)
    return Outcome(Reply(text, (Text(text),), visibility="private"), account=step)


def redeem(turn: Turn, intent: Intent) -> Outcome:
    """A code that was written here: whether it works is known only with the store open."""
    return replace(say(_not()), account=AccountStep("redeem", digest(intent.subject)))


def linked(turn: Turn, intent: Intent) -> Outcome:
    """Which accounts are one person."""
    return replace(say(en.LINKED_ONE), account=AccountStep("list"))


def unlink(turn: Turn, intent: Intent) -> Outcome:
    """Ask first; a yes takes this account out."""
    reply = Reply(en.UNLINK_SURE, (Text(en.UNLINK_SURE), choices(("Yes, unlink", "yes"), ("No", "no"))))
    return Outcome(reply, dialogue=offered(replace(turn.dialogue, awaiting="unlink", about=""), reply))


def unlink_now(turn: Turn) -> Outcome:
    """Really take this account out."""
    return replace(say(en.UNLINKED), account=AccountStep("unlink"))


def choose(turn: Turn, intent: Intent) -> Outcome:
    """Which of two records is kept (`intent.subject` this or other), after a code was accepted."""
    if turn.dialogue.awaiting != "link":
        return say(en.LINK_NONE)
    other, until = turn.dialogue.about.split(" ")
    dialogue = replace(turn.dialogue, awaiting=None, about="", choices=())
    if turn.now > datetime.fromisoformat(until):
        return say(en.LINK_LATE.format(minutes=_MINUTES), dialogue)
    step = AccountStep("move", other=other, keep="this" if intent.subject == "this" else "other")
    return replace(say(en.LINK_GONE, dialogue), account=step)


def apply(work: UnitOfWork, turn: Turn, step: AccountStep) -> Applied:
    """Do a step in the caller's unit of work, before anything else of the turn is written.

    A reply or dialogue takes the place of the outcome's. Raises StaleRecord or NotFound like the store.
    """
    record = turn.record
    match step.kind:
        case "offer":
            expires = step.expires_at or turn.now + LIFE
            work.accounts.offer(Code(step.digest, record.tenant, record.key, expires))
            return Applied(None, record)
        case "redeem":
            return _redeem(work, turn, step)
        case "move":
            return _move(work, turn, step.other, keep_other=step.keep == "other")
        case "unlink":
            return _unlink(work, turn)
        case "list":
            many = work.accounts.of(record.tenant, record.key)
            names = listed([_account(p) for p in many])
            return Applied(_say(en.LINKED_LIST.format(accounts=names) if len(many) > 1 else en.LINKED_ONE), record)


def _redeem(work: UnitOfWork, turn: Turn, step: AccountStep) -> Applied:
    record = turn.record
    if not work.accounts.tried(record.tenant, record.key, turn.now, MOST_TRIES):
        return Applied(_say(en.CODE_LIMIT), record)
    key = work.accounts.redeem(record.tenant, step.digest, turn.now)
    other = work.learners.get(record.tenant, key) if key else None
    if other is None:
        return Applied(_say(_not()), record)
    if other.key == record.key:
        return Applied(_say(en.CODE_OWN), record)
    if empty(record) or empty(other):
        return _move(work, turn, other.key, keep_other=empty(record))
    this = en.LINK_THIS.format(what=contents_of(record))
    there = en.LINK_OTHER.format(what=contents_of(other))
    buttons = choices(
        ("Keep the other account's", "keep the other record"),
        ("Keep this account's", "keep this record"),
        ("export this one first", "export"),
        ("Cancel", "no"),
    )
    reply = Reply(en.LINK_WHICH, (Text(en.LINK_WHICH), Text(this), Text(there), buttons))
    about = f"{other.key} {(turn.now + LIFE).isoformat()}"
    return Applied(reply, record, offered(replace(turn.dialogue, awaiting="link", about=about), reply))


def _move(work: UnitOfWork, turn: Turn, other: str, *, keep_other: bool) -> Applied:
    record = turn.record
    if work.learners.get(record.tenant, other) is None:
        return Applied(_say(en.LINK_GONE), record)
    gone, kept = (record.key, other) if keep_other else (other, record.key)
    work.accounts.move(record.tenant, gone, kept)
    found = work.learners.get(record.tenant, kept) or record
    names = listed([_account(p) for p in work.accounts.of(record.tenant, kept)])
    reply = _say(en.LINKED_NOW.format(accounts=names))
    reply = replace(reply, blocks=(*reply.blocks, choices("show my plan", "which accounts are linked?")))
    return Applied(reply, found, offered(Dialogue(), reply), moved=True)


def _unlink(work: UnitOfWork, turn: Turn) -> Applied:
    record, person = turn.record, turn.incoming.person
    if len(work.accounts.of(record.tenant, record.key)) < 2:
        return Applied(_say(en.UNLINK_ONE), record)
    place = turn.incoming.address.conversation  # nothing of the old record comes here any more
    if any(r.conversation == place and not r.paused for r in record.reminders):
        work.learners.save(silenced(record, place))
    work.outbox.pause(record.tenant, place, "unlinked")
    work.accounts.leave(person)
    return Applied(_say(en.UNLINKED), work.learners.add(person), Dialogue(), moved=True)


def empty(record: LearnerRecord) -> bool:
    """Whether nothing would be lost with a record. A time zone comes from the platform and does not count."""
    bare = LearnerRecord(record.key, record.tenant, record.version)
    return replace(record, profile=replace(record.profile, zone=Profile().zone)) == bare


def _account(person: Person) -> str:
    name = f" ({person.name})" if person.name else ""
    return f"{person.platform.capitalize()}{name}"


def _not() -> str:
    return en.CODE_NOT.format(minutes=_MINUTES)


def _say(text: str) -> Reply:
    return Reply(text, (Text(text),))
