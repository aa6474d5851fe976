"""What the Slack adapter needs from the composition root. No Slack in here, and nothing heavy."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from bot.messages import Form, Picture

FindForm = Callable[[str, str], Form | None]
"""(tenant, token) -> the form that a button opens, filled in; None where the token is no form's. Reads the database."""
Gone = Callable[[str], Awaitable[None]]
"""Told the tenant whose workspace threw the app out, possibly more than once. In single-workspace mode the tenant may
have people on other platforms: only what is Slack's is gone then."""
Draw = Callable[[Picture], bytes]
"""The picture as PNG. An exception degrades to its words."""


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """How to reach Slack. With `bot_token` there is one workspace, called `tenant`; else workspaces install the app
    through `client_id` and `client_secret`. `app_token` means Socket Mode, `signing_secret` HTTP. `api` is the base
    URL of the Web API, `public_url` how the world reaches this process ("" when it does not).
    """

    tenant: str = "home"
    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    api: str = "https://slack.com/api/"
    public_url: str = ""


class Installations(Protocol):
    """Where the app is installed. What a row says holds tokens: a store seals it. `enterprise` is "" outside of
    Enterprise Grid, `team` is "" for an installation in a whole organisation. Synchronous; called in threads.
    """

    def find(self, enterprise: str, team: str) -> tuple[Mapping[str, Any], int] | None:
        """What was saved (JSON values) and its version, from 1."""
        ...

    def save(self, enterprise: str, team: str, value: Mapping[str, Any], version: int) -> bool:
        """Write when the stored version is still `version` (0: there is none), which then grows by one; else False."""
        ...

    def remove(self, enterprise: str, team: str) -> None:
        """Delete the row, if there is one."""
        ...

    def issue_state(self, until: datetime) -> str:
        """A new random OAuth state, good once and until an instant."""
        ...

    def consume_state(self, state: str, now: datetime) -> bool:
        """Take a state off; False when it was never issued, was taken before, or is too old."""
        ...
