"""Installing the app in a workspace or an organisation, on Bolt's OAuth flow with our sealed store behind it."""

import asyncio
import html
import logging
from typing import TYPE_CHECKING, Any

from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.oauth import OAuthStateUtils
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from adapters.slack.api import Api
from adapters.slack.grants import Grants
from adapters.slack.installed import Installed, from_oauth
from adapters.slack.manifest import scopes
from adapters.slack.ports import Installations, SlackSettings
from adapters.slack.quiet import quiet
from adapters.slack.words import INSTALLED, NOT_INSTALLED
from adapters.wire import Failure
from bot.ports import Clock

if TYPE_CHECKING:
    from slack_bolt.request.async_request import AsyncBoltRequest

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
LIFE = 600  # seconds that a state is good for
TRIES = 3
log = logging.getLogger(__name__)


class Cookies(OAuthStateUtils):
    """The cookie that binds a state to the browser that asked for it. `__Host-`: no other site can have set it."""

    def __init__(self) -> None:
        super().__init__(cookie_name="__Host-credpath-install", expiration_seconds=LIFE)

    def build_set_cookie_for_new_state(self, state: str) -> str:
        """The header of a new state."""
        return super().build_set_cookie_for_new_state(state) + "; SameSite=Lax"

    def build_set_cookie_for_deletion(self) -> str:
        """The header that takes it back."""
        return super().build_set_cookie_for_deletion() + "; SameSite=Lax"


class States(AsyncOAuthStateStore):
    """OAuth states in our store."""

    def __init__(self, store: Installations, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        """A new one."""
        from datetime import timedelta

        until = self._clock.now() + timedelta(seconds=LIFE)
        return await asyncio.to_thread(self._store.issue_state, until)

    async def async_consume(self, state: str) -> bool:
        """Whether it was good, once."""
        return await asyncio.to_thread(self._store.consume_state, state, self._clock.now())


class Flow(AsyncOAuthFlow):
    """Bolt's flow; the exchange of the code is ours, since Bolt's writes the code into the log when it fails."""

    def __init__(self, settings: SlackSettings, api: Api, store: Installations, grants: Grants, clock: Clock) -> None:
        self._ours = settings
        self._api = api
        self._store = store
        self._grants = grants
        self._clock = clock
        oauth = AsyncOAuthSettings(
            client_id=settings.client_id,
            client_secret=settings.client_secret,
            scopes=scopes(),
            user_scopes=[],
            redirect_uri=settings.public_url.rstrip("/") + REDIRECT,
            install_path=INSTALL,
            redirect_uri_path=REDIRECT,
            authorization_url=api.base.removesuffix("api/") + "oauth/v2/authorize",
            installation_store=AsyncInstallationStore(),  # never asked: `Grants` is
            state_store=States(store, clock),
            state_expiration_seconds=LIFE,
            install_page_rendering_enabled=False,
            callback_options=AsyncCallbackOptions(success=self._succeeded, failure=self._failed),
            logger=quiet(),
        )
        oauth.state_utils = Cookies()
        super().__init__(client=api.client, logger=quiet(), settings=oauth)

    async def run_installation(self, code: str) -> Installation | None:
        """Exchange the code and keep what comes of it; None when Slack refuses."""
        sent = {"code": code, "grant_type": "authorization_code", "redirect_uri": self.settings.redirect_uri or ""}
        try:
            answer = await self._api.exchange(self._ours.client_id, self._ours.client_secret, sent)
            new = from_oauth(answer, self._clock.now())
        except (Failure, ValueError) as error:
            log.warning("not installed", extra={"reason": getattr(error, "reason", type(error).__name__)})
            return None
        await asyncio.to_thread(self._save, new)
        self._grants.drop(new.tenant)
        return Installation(
            user_id="", enterprise_id=new.enterprise, team_id=new.team, is_enterprise_install=not new.team
        )

    async def store_installation(self, request: "AsyncBoltRequest", installation: Installation) -> None:
        """It is in the store already."""

    def _save(self, new: Installed) -> None:
        """Over whatever is there: installing again gives new tokens, and the old ones end."""
        for _ in range(TRIES):
            found = self._store.find(new.enterprise, new.team)
            if self._store.save(new.enterprise, new.team, new.to_json(), found[1] if found else 0):
                return
        raise RuntimeError("the installation changed while it was written")

    async def _succeeded(self, args: AsyncSuccessArgs) -> BoltResponse:
        return self._page(200, INSTALLED)

    async def _failed(self, args: AsyncFailureArgs) -> BoltResponse:
        log.info("not installed", extra={"reason": args.reason if args.reason.isidentifier() else "refused"})
        return self._page(args.suggested_status_code if args.reason != "access_denied" else 403, NOT_INSTALLED)

    def _page(self, status: int, text: str) -> BoltResponse:
        headers: dict[str, Any] = {
            "Content-Type": "text/html; charset=utf-8",
            "Referrer-Policy": "no-referrer",  # the address of this page holds a code
            "Cache-Control": "no-store",
            "Set-Cookie": self.settings.state_utils.build_set_cookie_for_deletion(),
        }
        page = f"<!doctype html><html lang=en><title>Credpath</title><p>{html.escape(text)}</p></html>"
        return BoltResponse(status=status, body=page, headers=headers)
