"""Who and what there is on the fake Slack: workspaces, people, channels, messages, views, files. No network in here."""

import itertools
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from tests.fakes.slack.refusal import Refusal
from tests.fakes.slack.tokens import Tokens

Json = dict[str, Any]
APP = "A0FAKEAPP"
SIGNING_SECRET = "fake-signing-secret-0123456789ab"


class Clock(Protocol):
    """Where time comes from, always with a time zone."""

    def now(self) -> datetime: ...


@dataclass
class Stopwatch:
    """Moves when told to."""

    at: datetime = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def forward(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class Workspace:
    """A team. `bot` is the id of the app's user in it; `installed` whether the app is there, `wide` with its
    organisation.
    """

    id: str
    name: str
    domain: str
    bot: str
    bot_id: str
    enterprise: str = ""
    installed: bool = True
    wide: bool = False


@dataclass
class User:
    """Somebody. `extra` overrides fields of the user object."""

    id: str
    team: str
    name: str
    tz: str = "Europe/Berlin"
    tz_offset: int = 3600
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    deleted: bool = False
    locale: str = "en-US"
    extra: Json = field(default_factory=dict)


@dataclass
class Channel:
    """A place to write. `kind`: im, channel, group. `teams` are the workspaces that share it."""

    id: str
    teams: tuple[str, ...]
    kind: str
    name: str = ""
    members: set[str] = field(default_factory=set)
    archived: bool = False
    external: bool = False
    messages: dict[str, Json] = field(default_factory=dict)

    def other(self, bot: str) -> str:
        """Of a direct message: the person."""
        return next((m for m in sorted(self.members) if m != bot), "")


@dataclass
class View:
    """A modal or a home tab as the API answers it, and whose it is."""

    body: Json
    user: str
    team: str
    open: bool = True


@dataclass
class File:
    """An upload; `content` is None until it was uploaded, `channels` empty until it was completed."""

    id: str
    team: str
    name: str
    content: bytes | None = None
    size: int = 0
    mimetype: str = "application/octet-stream"
    title: str = ""
    alt_txt: str = ""
    user: str = ""
    channels: list[str] = field(default_factory=list)
    ticket: str = ""
    completed: bool = False


class World:
    """The state. Ids and stamps are given out here."""

    def __init__(self, clock: Clock, app_id: str = APP) -> None:
        self.clock = clock
        self.app_id = app_id
        self.workspaces: dict[str, Workspace] = {}
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.ephemerals: list[Json] = []
        self.views: dict[str, View] = {}
        self.homes: dict[str, str] = {}  # user -> view id
        self.files: dict[str, File] = {}
        self.triggers: dict[str, tuple[float, str, bool]] = {}  # id -> until, user, used
        self.responses: dict[str, Json] = {}  # path -> channel, user, message, until, left
        self.threads: dict[tuple[str, str], Json] = {}  # (channel, thread) -> status, title
        self.prompts: dict[str, list[Json]] = {}  # channel -> suggested prompts
        self.tokens = Tokens(self)
        self.url = ""
        self._count = itertools.count(1)
        self._last = 0

    def seconds(self) -> float:
        return self.clock.now().timestamp()

    def stamp(self) -> str:
        """A message's ts: unique and growing, even when the clock stands still."""
        self._last = max(int(self.seconds() * 1_000_000), self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def id(self, letter: str) -> str:
        return f"{letter}0FAKE{next(self._count):05d}"

    def workspace(self, id: str, name: str = "", enterprise: str = "", installed: bool = True) -> Workspace:
        """A new one, with the app's bot user and a public channel called general."""
        domain = (name or id).lower().replace(" ", "-")
        bot, bot_id = ("UBOT", "BBOT") if not self.workspaces else (f"UBOT{id}", f"BBOT{id}")
        made = self.workspaces[id] = Workspace(id, name or id, domain, bot, bot_id, enterprise, installed)
        self.users[bot] = User(bot, id, "credpath", is_bot=True)
        return made

    def channel(self, id: str, team: str, name: str = "", kind: str = "channel", **more: Any) -> Channel:
        made = self.channels[id] = Channel(id, (team,), kind, name or id.lower(), **more)
        return made

    def im(self, user: str, team: str) -> Channel:
        """The direct message of somebody with the bot, made when it is not there."""
        bot = self.workspaces[team].bot
        for one in self.channels.values():
            if one.kind == "im" and one.members == {user, bot}:
                return one
        tail = user[1:] if user[1:] else "X"
        id = f"D{tail}" if f"D{tail}" not in self.channels else self.id("D")
        return self.channel(id, team, "", "im", members={user, bot})

    def trigger(self, user: str) -> str:
        """Good once, for three seconds of the clock."""
        id = f"{secrets.randbelow(10**12):012d}.{next(self._count)}.{secrets.token_hex(16)}"
        self.triggers[id] = (self.seconds() + 3.0, user, False)
        return id

    def pull(self, trigger: Any) -> str:
        """Use a trigger; returns whose it is. Raises Refusal."""
        found = self.triggers.get(trigger) if isinstance(trigger, str) else None
        if found is None:
            raise Refusal("invalid_trigger_id")
        until, user, used = found
        if self.seconds() >= until:
            raise Refusal("expired_trigger_id")
        if used:
            raise Refusal("exchanged_trigger_id")
        self.triggers[trigger] = (until, user, True)
        return user

    def post(self, channel: Channel, user: str, text: str, **fields: Any) -> Json:
        """Put a message into a channel."""
        ts = self.stamp()
        message = {"type": "message", "user": user, "ts": ts, "text": text, **fields}
        channel.messages[ts] = message
        root = channel.messages.get(fields.get("thread_ts", ""))
        if root is not None and root is not message:
            root["thread_ts"] = root["ts"]
            users = root.setdefault("reply_users", [])
            if user not in users:
                users.append(user)
            replies = [m for m in channel.messages.values() if m.get("thread_ts") == root["ts"] and m is not root]
            root.update(reply_count=len(replies), reply_users_count=len(users), latest_reply=ts)
        return message
