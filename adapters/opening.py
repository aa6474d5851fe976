"""The platforms that the settings ask for, each given what it needs of the rest. Part of the composition root."""

import asyncio
import hashlib
import json
import os
import socket
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from adapters.app import App, SystemClock
from adapters.serving import Opener, Serving
from adapters.settings import Settings
from adapters.wire import CannotStart
from bot.messages import Form, Picture, reply_from

if TYPE_CHECKING:
    from pydantic import SecretStr

    from adapters.store.unit_of_work import SqlStore
    from adapters.wire import Holding, Put

COPY = (
    "This database is a restored copy: it sends nothing, so that nobody gets a message again. When the original is "
    "stopped for good, say `credpath resume` (docs/operations.md)."
)


def plain(secret: "SecretStr | None") -> str:
    """A secret as the library wants it, "" when there is none."""
    return secret.get_secret_value() if secret else ""


def openers(app: App, *, receives: bool = True) -> dict[str, Opener]:
    """A way to open each platform that is configured; one that does not receive only sends."""
    found: dict[str, Opener] = {}
    if app.settings.telegram_token:
        found["telegram"] = lambda put: _telegram(app, put, receives)
    if app.settings.slack_bot_token or app.settings.slack_client_id:
        found["slack"] = lambda put: _slack(app, put, receives)
    return found


def one_copy(app: App) -> None:
    """Raises CannotStart on a restored copy that nobody has resumed: it would send again what the original has sent."""
    from adapters.store import copies

    if copies.restored(app.store()):  # type: ignore[arg-type]
        raise CannotStart(COPY)


def serving(app: App, platforms: Mapping[str, Opener], *, answers: bool = True) -> Serving:
    """Everything of `credpath serve` but the web server; without answers, everything of `credpath work`."""
    from adapters.scheduler import every, tick
    from adapters.store import copies, migrate
    from adapters.store.batch import Batch
    from adapters.store.unit_of_work import SqlStore

    store: SqlStore = app.store()  # type: ignore[assignment]
    catalog = app.library().catalog
    shared_clock(app, store)
    made = Serving(
        store,
        Batch(store).do,
        app.clock,
        catalog,
        app.assistant() if answers else _silent(),
        platforms,
        lambda now: tick(store, catalog, now, made.stop.is_set),
        answers=answers,
        schema=lambda: migrate.behind(store.engine),
        alive=lambda: copies.touch(store),
        ticks=lambda job, seconds: every(job, seconds, at_once=True),
    )
    return made


def shared_clock(app: App, store: "SqlStore") -> None:
    """On a server all replicas go by its clock, not by that of their own host."""
    from adapters.store.clock import DatabaseClock

    if app.settings.database_url and isinstance(app.clock, SystemClock):
        app.clock = DatabaseClock(store.engine)


def _silent() -> Any:
    """`credpath work` answers nobody, and opens no index: whoever asks it made a mistake."""
    return None


def _hold(app: App, name: str, secret: str, receives: bool) -> "Holding | None":
    """Who may receive: nobody else, this one if it holds the lease, or not this one."""
    from adapters.holding import Hold, never
    from adapters.store.batch import Batch

    if not receives:
        return never
    if not app.settings.database_url:
        return None  # one process a file
    digest = hashlib.sha256(secret.encode()).hexdigest()[:16]
    owner = f"{socket.gethostname()}:{os.getpid()}:{os.urandom(4).hex()}"
    return Hold(Batch(app.store()).do, app.clock, f"receive:{name}:{digest}", owner)


def draw(picture: Picture) -> bytes:
    """A picture as PNG; matplotlib comes with the first one."""
    from adapters.pictures import png

    return png(picture)


def _telegram(app: App, put: "Put", receives: bool) -> Any:
    from adapters.telegram import TelegramSettings, open_telegram

    given = app.settings
    settings = TelegramSettings(
        token=plain(given.telegram_token),
        tenant=app.tenant,
        mode=given.telegram_mode,
        secret=plain(given.telegram_secret),
        api=given.telegram_api,
        public_url=given.public_url,
    )
    hold = _hold(app, "telegram", settings.token, receives)
    return open_telegram(settings, put, draw, app.clock, hold=hold)


def _slack_can_start(given: Settings) -> None:
    """Raises CannotStart for settings that would leave Slack deaf or its installations broken."""
    if not given.slack_app_token and not given.slack_signing_secret:
        raise CannotStart(
            "Slack has no way to reach me: set CREDPATH_SLACK_APP_TOKEN (Socket Mode) "
            "or CREDPATH_SLACK_SIGNING_SECRET (HTTP)."
        )
    if given.slack_client_id and not given.slack_bot_token:
        if not given.slack_client_secret:
            raise CannotStart("CREDPATH_SLACK_CLIENT_ID needs CREDPATH_SLACK_CLIENT_SECRET beside it.")
        if not given.public_url:
            raise CannotStart("Workspaces install the app over the web: set CREDPATH_PUBLIC_URL to my https address.")


def _slack(app: App, put: "Put", receives: bool) -> Any:
    from adapters.slack import Sealed, SlackSettings, open_slack

    given, store = app.settings, app.store()
    _slack_can_start(given)
    settings = SlackSettings(
        tenant=app.tenant,
        bot_token=plain(given.slack_bot_token),
        app_token=plain(given.slack_app_token),
        signing_secret=plain(given.slack_signing_secret),
        client_id=given.slack_client_id,
        client_secret=plain(given.slack_client_secret),
        api=given.slack_api,
        public_url=given.public_url,
    )
    sealed = None
    if not given.slack_bot_token:
        from adapters.sealing import Seal
        from adapters.store.installations import Installation, Installations

        sealed = Sealed(Installations(store), Installation, Seal.from_settings(given, app.folder), app.clock)  # type: ignore[arg-type]

    def find_form(tenant: str, token: str) -> Form | None:
        with store.begin(tenant) as work:
            action = work.actions.find(tenant, token)
            row = work.outbox.get(tenant, action.group) if action and action.kind == "form" else None
        if row is None or not row.body:
            return None
        blocks = reply_from(json.loads(row.body)).blocks
        return next((b for b in blocks if isinstance(b, Form) and b.token == token), None)

    async def gone(tenant: str) -> None:
        if tenant == app.tenant and given.slack_bot_token:
            return  # other platforms live in this tenant too; the dead places tell of themselves
        await asyncio.to_thread(store.erase, tenant)  # type: ignore[attr-defined]

    return open_slack(
        settings,
        put=put,
        find_form=find_form,
        installations=sealed,
        gone=gone,
        draw=draw,
        clock=app.clock,
        hold=_hold(app, "slack", settings.app_token, receives),
    )
