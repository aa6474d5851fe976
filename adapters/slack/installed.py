"""A workspace or organisation that installed the app, as one row of the sealed store."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any


def tenant_of(enterprise: str, team: str) -> str:
    """The tenant that an installation is: `slack:E1:T1`, with `-` for what is not there."""
    return f"slack:{enterprise or '-'}:{team or '-'}"


def ids_of(tenant: str) -> tuple[str, str]:
    """Enterprise and team of a tenant, "" for what is not there. Raises ValueError for another platform's."""
    platform, enterprise, team = tenant.split(":")
    if platform != "slack":
        raise ValueError("not a Slack tenant")
    return enterprise.replace("-", ""), team.replace("-", "")


@dataclass(frozen=True, slots=True)
class Installed:
    """Tokens and who they are for. `expires_at` and `claimed_until` are Unix seconds, 0 where there is no such time;
    while `claimed_until` is ahead somebody is exchanging the refresh token, which is good only once.
    """

    enterprise: str
    team: str
    bot_token: str = field(repr=False)
    bot_user: str = ""
    app: str = ""
    scopes: str = ""
    refresh_token: str = field(default="", repr=False)
    expires_at: float = 0
    claimed_until: float = 0
    version: int = 0

    @property
    def tenant(self) -> str:
        """The tenant that it is."""
        return tenant_of(self.enterprise, self.team)

    def to_json(self) -> dict[str, Any]:
        """What the store seals; keys and version are columns of it."""
        return {k: v for k, v in asdict(self).items() if k not in {"enterprise", "team", "version"}}


def from_json(enterprise: str, team: str, value: Mapping[str, Any], version: int) -> Installed:
    """The row that `to_json` wrote; what a later release added is left out."""
    known = {k: v for k, v in value.items() if k in Installed.__dataclass_fields__}
    return Installed(enterprise, team, version=version, **known)


def from_oauth(answer: Mapping[str, Any], now: datetime) -> Installed:
    """The installation that `oauth.v2.access` tells of. Raises ValueError without a bot token."""
    token, wide = answer.get("access_token"), answer.get("is_enterprise_install") is True
    enterprise, team = (answer.get(name) or {} for name in ("enterprise", "team"))
    if not token or not (enterprise if wide else team).get("id"):
        raise ValueError("no installation")
    lasts = answer.get("expires_in")
    return Installed(
        enterprise=enterprise.get("id") or "",
        team="" if wide else team["id"],
        bot_token=token,
        bot_user=answer.get("bot_user_id") or "",
        app=answer.get("app_id") or "",
        scopes=answer.get("scope") or "",
        refresh_token=answer.get("refresh_token") or "",
        expires_at=now.astimezone(UTC).timestamp() + float(lasts) if lasts else 0,
    )
