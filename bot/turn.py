"""One turn of a conversation: what a use case gets, and what it gives back. Use cases are pure over these."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from bot.messages import Choice, Choices, Incoming, Reply
from bot.records import FactReport, LearnerRecord
from bot.traffic import Action
from bot.wish import Wish, wish_from, wish_to
from knowledge.catalog import Catalog
from knowledge.finder import Finder


@dataclass(frozen=True, slots=True)
class Dialogue:
    """What is open in a conversation. `asking` names the open question, `choices` what typed numbers mean.

    `proposal` is the JSON of a plan that waits for Accept; `previous` what a no brings
    back (a plan and its wish as JSON), `refusal` why there was no plan.
    `topic` is the credential last talked about; `awaiting` a confirmation: forget, bring, held or link, and `about`
    what a yes is then about (the document to bring in; what a file says is held; the learner and instant of a link).
    `form` is the form whose questions are being asked, `field` the one at hand, `draft` the answers so far.
    """

    asking: str | None = None
    asked: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    wish: Wish = Wish()
    proposal: str | None = None
    previous: str | None = None
    refusal: str = ""
    topic: str | None = None
    awaiting: str | None = None
    about: str = ""
    form: str = ""
    field: str = ""
    draft: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain values for the store."""
        return {
            "asking": self.asking,
            "asked": list(self.asked),
            "choices": [list(c) for c in self.choices],
            "wish": wish_to(self.wish),
            "proposal": self.proposal,
            "previous": self.previous,
            "refusal": self.refusal,
            "topic": self.topic,
            "awaiting": self.awaiting,
            "about": self.about,
            "form": self.form,
            "field": self.field,
            "draft": [list(d) for d in self.draft],
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Dialogue":
        """What `to_json` wrote; an empty dict is a fresh dialogue."""
        if not value:
            return cls()
        return cls(
            asking=value["asking"],
            asked=tuple(value["asked"]),
            choices=tuple((label, says) for label, says in value["choices"]),
            wish=wish_from(value["wish"]),
            proposal=value["proposal"],
            previous=value.get("previous"),
            refusal=value.get("refusal", ""),
            topic=value["topic"],
            awaiting=value["awaiting"],
            about=value.get("about", ""),
            form=value.get("form", ""),
            field=value.get("field", ""),
            draft=tuple((name, said) for name, said in value.get("draft", ())),
        )


@dataclass(frozen=True, slots=True)
class Turn:
    """Everything a use case may look at."""

    incoming: Incoming
    record: LearnerRecord
    dialogue: Dialogue
    now: datetime
    catalog: Catalog
    finder: Finder
    action: Action | None = None  # what a pressed button stands for
    refused: Reply | None = None  # why pressing it does nothing

    @property
    def today(self) -> date:
        """The person's local date."""
        return self.now.astimezone(ZoneInfo(self.record.profile.zone)).date()


@dataclass(frozen=True, slots=True)
class AccountStep:
    """What is to be done about a person's accounts once the store is open (`bot.accounts.apply`).

    `offer`: keep the `digest` of a code until `expires_at`; `redeem`: take such a code; `move`: make one learner of
    this one and `other`, keeping the `other` record or this one; `unlink` this account; `list` all of them.
    """

    kind: Literal["offer", "redeem", "move", "unlink", "list"]
    digest: str = ""
    expires_at: datetime | None = None
    other: str = ""
    keep: Literal["other", "this"] = "other"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a turn leads to. `record` None: unchanged; `label` says what `undo` would take back.

    `account` is for `bot.accounts.apply`, whose reply takes the place of this one. `bring` is an exported document
    ({"format", "record"}) that is to take the place of the record; its full check may still refuse it.
    """

    reply: Reply
    record: LearnerRecord | None = None
    dialogue: Dialogue | None = None
    label: str = ""
    reports: tuple[FactReport, ...] = ()
    forget: bool = False
    undo: bool = False
    export: bool = False
    account: AccountStep | None = None
    bring: dict[str, Any] | None = None


def offered(dialogue: Dialogue, reply: Reply) -> Dialogue:
    """The dialogue, remembering what the numbers under this reply mean."""
    pairs = tuple((c.label, c.says) for b in reply.blocks if isinstance(b, Choices) for c in b.choices)
    return replace(dialogue, choices=pairs)


def choice(says: str) -> Choice:
    """The button that says what is on it; labels begin with a capital."""
    return Choice(says[:1].upper() + says[1:], says)


def choices(*pairs: tuple[str, str] | str) -> Choices:
    """Buttons: (label, says) or just the words."""
    return Choices(tuple(choice(p) if isinstance(p, str) else Choice(*p) for p in pairs))


def canonical(value: Any) -> str:
    """JSON with sorted keys."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
