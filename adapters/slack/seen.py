"""What a request from Slack turns out to be. Frozen; made by `events` and `actions`, acted on by `ingress`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from adapters.slack.grants import Grant
from bot.messages import Person
from bot.traffic import Event

PLATFORM = "slack"


@dataclass(frozen=True, slots=True)
class Opening:
    """Somebody wants a form. `trigger` is good for 3 seconds; `event` is put when it was too late. The form is that of
    a button's `token`, or a blank one called `name` with these `values` in it.
    """

    event: Event
    trigger: str
    token: str = ""
    name: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Submitted:
    """A form that was sent off, not looked at yet."""

    event: Event


@dataclass(frozen=True, slots=True)
class Commanded:
    """A slash command, given in any conversation (`channel`) of the workspace."""

    event: Event
    channel: str


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody of another organisation wrote in a shared channel."""

    channel: str
    user: str
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Uninstalled:
    """The workspace threw the app out, or took its token away."""


Seen = Event | Opening | Submitted | Commanded | Stranger | Uninstalled | None
"""None: nothing for us."""


def person(grant: Grant, user: str) -> Person:
    """Somebody of the tenant, known by id only: the worker asks for the rest once."""
    return Person(grant.tenant, PLATFORM, user)


def instant(stamp: Any, now: datetime) -> datetime:
    """Slack's `1700000000.000100` as an instant; `now` where it is none."""
    try:
        return datetime.fromtimestamp(float(stamp), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return now
