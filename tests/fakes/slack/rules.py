"""What each method asks for: scopes, required arguments, JSON or not, calls a minute.

Source: docs.slack.dev/reference/methods and /apis/web-api/rate-limits, 2026.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.slack.refusal import invalid
from tests.fakes.slack.tokens import Token
from tests.fakes.slack.world import Workspace, World

Json = dict[str, Any]


@dataclass(frozen=True)
class Rule:
    """`scopes`: one of them is enough. `minute`: calls a minute and workspace. `kind`: bot, app or "" for no token."""

    scopes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    minute: int = 50
    json: bool = True
    kind: str = "bot"


READ = ("channels:{}", "groups:{}", "im:{}", "mpim:{}")
_HISTORY = tuple(one.format("history") for one in READ)
_INFO = tuple(one.format("read") for one in READ)
_OPEN = ("channels:manage", "groups:write", "im:write", "mpim:write")
_STATUS = ("chat:write", "assistant:write")
RULES: dict[str, Rule] = {
    "api.test": Rule(minute=100, kind=""),
    "apps.connections.open": Rule(("connections:write",), minute=1, kind="app"),
    "assistant.threads.setStatus": Rule(_STATUS, ("channel_id", "thread_ts", "status"), 600),
    "assistant.threads.setSuggestedPrompts": Rule(("assistant:write",), ("channel_id", "prompts"), 100),
    "assistant.threads.setTitle": Rule(("assistant:write",), ("channel_id", "thread_ts", "title"), 100),
    "auth.revoke": Rule(minute=50, json=False),
    "auth.test": Rule(minute=600),
    "chat.appendStream": Rule(("chat:write",), ("channel", "ts"), 100),
    "chat.delete": Rule(("chat:write",), ("channel", "ts"), 50),
    "chat.postEphemeral": Rule(("chat:write",), ("user", "channel"), 100),
    "chat.postMessage": Rule(("chat:write",), ("channel",), 600),
    "chat.startStream": Rule(("chat:write",), ("channel", "thread_ts"), 20),
    "chat.stopStream": Rule(("chat:write",), ("channel", "ts"), 20),
    "chat.update": Rule(("chat:write",), ("channel", "ts"), 50),
    "conversations.history": Rule(_HISTORY, ("channel",), 50, json=False),
    "conversations.info": Rule(_INFO, ("channel",), 50, json=False),
    "conversations.open": Rule(_OPEN, minute=50),
    "conversations.replies": Rule(_HISTORY, ("channel", "ts"), 50, json=False),
    "files.completeUploadExternal": Rule(("files:write",), ("files",), 100),
    "files.getUploadURLExternal": Rule(("files:write",), ("filename", "length"), 100, json=False),
    "oauth.v2.access": Rule(minute=600, json=False, kind=""),
    "users.info": Rule(("users:read",), minute=100, json=False),
    "views.open": Rule((), ("view",), 100),
    "views.publish": Rule((), ("user_id", "view"), 100),
    "views.update": Rule((), ("view",), 100),
}
"""Whatever is not in here is an unknown_method."""
_BOT = {s for rule in RULES.values() if rule.kind == "bot" for s in rule.scopes}
ALL_SCOPES = tuple(sorted({*_BOT, "app_mentions:read", "commands", "files:read"}))
APP_SCOPES = ("connections:write",)


@dataclass
class Asking:
    """One call of a method, its token checked."""

    world: World
    token: Token
    args: Json
    session: Json = field(default_factory=dict)

    @property
    def team(self) -> Workspace:
        """The workspace that acts; of an organisation's token the one named by `team_id`, else its first."""
        if self.token.team:
            return self.world.workspaces[self.token.team]
        ours = [w for w in self.world.workspaces.values() if w.enterprise == self.token.enterprise]
        named = [w for w in ours if w.id == self.args.get("team_id")]
        return (named or ours)[0]

    @property
    def teams(self) -> set[str]:
        """Every workspace that the token reaches."""
        if self.token.team:
            return {self.token.team}
        return {w.id for w in self.world.workspaces.values() if w.enterprise == self.token.enterprise}

    @property
    def bots(self) -> set[str]:
        """The app's users there."""
        return {self.world.workspaces[t].bot for t in self.teams}

    def text(self, name: str) -> str:
        """A text argument, "" when it is not there. Raises Refusal for anything but a text."""
        value = self.args.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise invalid(f"must provide a string [json-pointer:/{name}]")
        return value

    def whole(self, name: str, usual: int, least: int, most: int) -> int:
        """A number argument within limits. Raises Refusal."""
        value = self.args.get(name, usual)
        try:
            number = int(value)
        except (TypeError, ValueError):
            raise invalid(f"must be an integer [json-pointer:/{name}]") from None
        if not least <= number <= most:
            raise invalid(f"must be between {least} and {most} [json-pointer:/{name}]")
        return number

    def flag(self, name: str) -> bool:
        return self.args.get(name) in (True, 1, "1", "true", "True")


Run = Callable[[Asking], Json]
