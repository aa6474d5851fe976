"""Tokens: what they are for, which scopes they have, when they end; and how they are had for a code."""

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tests.fakes.slack.refusal import Refusal

if TYPE_CHECKING:
    from tests.fakes.slack.world import World

CLIENT_ID, CLIENT_SECRET = "1234567890.9876543210", "fake-client-secret"
LIFE = 43_200  # seconds of a token that rotates [docs.slack.dev/authentication/using-token-rotation]
CODE_LIFE = 600
BOT_TOKEN, APP_TOKEN = "xoxb-fake-bot-token", "xapp-1-fake-app-token"


@dataclass(frozen=True)
class Token:
    """`kind`: bot or app. `team` is "" for a whole organisation; `until` 0 for a token that lasts."""

    text: str
    kind: str
    team: str
    enterprise: str
    scopes: frozenset[str]
    until: float = 0
    revoked: bool = False


@dataclass(frozen=True)
class Code:
    """What the consent page hands out."""

    team: str
    enterprise: str
    scopes: frozenset[str]
    redirect_uri: str
    until: float
    user: str


class Tokens:
    """All tokens there are or were."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self.rotating = False
        self.known: dict[str, Token] = {}
        self.codes: dict[str, Code] = {}
        self.refreshes: dict[str, str] = {}  # refresh token -> access token that came with it
        self.spent: set[str] = set()

    def issue(self, kind: str, team: str, scopes: Any, *, text: str = "", enterprise: str = "") -> Token:
        """A token of its own, not from an installation."""
        made = Token(text or f"xoxb-{secrets.token_hex(12)}", kind, team, enterprise, frozenset(scopes))
        self.known[made.text] = made
        return made

    def check(self, text: str) -> Token:
        """The token, when it is good now. Raises Refusal."""
        if not text:
            raise Refusal("not_authed")
        found = self.known.get(text)
        if found is None:
            raise Refusal("invalid_auth")
        if found.revoked:
            raise Refusal("token_revoked")
        if found.until and self._world.seconds() >= found.until:
            raise Refusal("token_expired")
        team = self._world.workspaces.get(found.team)
        if found.kind == "bot" and team is not None and not team.installed:
            raise Refusal("account_inactive")
        return found

    def revoke(self, text: str) -> None:
        if text in self.known:
            self.known[text] = replace(self.known[text], revoked=True)

    def code(self, team: str, scopes: Any, redirect_uri: str, user: str, enterprise: str = "") -> str:
        """What a person's consent is worth."""
        made = secrets.token_hex(20)
        until = self._world.seconds() + CODE_LIFE
        self.codes[made] = Code(team, enterprise, frozenset(scopes), redirect_uri, until, user)
        return made

    def exchange(self, args: dict[str, Any]) -> dict[str, Any]:
        """oauth.v2.access, for a code or for a refresh token. Raises Refusal."""
        if args.get("client_id") != CLIENT_ID:
            raise Refusal("invalid_client_id")
        if args.get("client_secret") != CLIENT_SECRET:
            raise Refusal("bad_client_secret")
        grant = args.get("grant_type", "authorization_code")
        if grant == "refresh_token":
            return self._refreshed(str(args.get("refresh_token", "")))
        if grant != "authorization_code":
            raise Refusal("invalid_grant_type")
        code = self.codes.pop(str(args.get("code", "")), None)
        if code is None:
            raise Refusal("invalid_code")
        if self._world.seconds() >= code.until:
            raise Refusal("code_expired")
        if args.get("redirect_uri", "") != code.redirect_uri:
            raise Refusal("bad_redirect_uri")
        wide = not code.team
        for one in self._world.workspaces.values():
            if one.id == code.team or (wide and one.enterprise == code.enterprise):
                one.installed, one.wide = True, wide
        return self._granted(code.team, code.enterprise, code.scopes, code.user)

    def _refreshed(self, refresh: str) -> dict[str, Any]:
        if refresh not in self.refreshes or refresh in self.spent:
            raise Refusal("invalid_refresh_token")
        self.spent.add(refresh)
        old = self.known[self.refreshes[refresh]]
        if old.revoked:
            raise Refusal("token_revoked")
        return self._granted(old.team, old.enterprise, old.scopes, "")

    def _granted(self, team: str, enterprise: str, scopes: frozenset[str], user: str) -> dict[str, Any]:
        begin = "xoxe.xoxb-1-" if self.rotating else "xoxb-"
        until = self._world.seconds() + LIFE if self.rotating else 0
        token = Token(begin + secrets.token_hex(20), "bot", team, enterprise, scopes, until)
        self.known[token.text] = token
        home = self._world.workspaces[team] if team else None
        org = enterprise or (home.enterprise if home else "")
        bot = home or next(w for w in self._world.workspaces.values() if w.enterprise == enterprise)
        answer: dict[str, Any] = {
            "ok": True,
            "app_id": self._world.app_id,
            "authed_user": {"id": user} if user else {},
            "scope": ",".join(sorted(scopes)),
            "token_type": "bot",
            "access_token": token.text,
            "bot_user_id": bot.bot,
            "team": {"id": home.id, "name": home.name} if home else None,
            "enterprise": {"id": org, "name": org} if org else None,
            "is_enterprise_install": not team,
        }
        if self.rotating:
            refresh = f"xoxe-1-{secrets.token_hex(20)}"
            self.refreshes[refresh] = token.text
            answer |= {"expires_in": LIFE, "refresh_token": refresh}
        return answer
