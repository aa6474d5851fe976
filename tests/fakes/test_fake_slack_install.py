"""The real Bolt OAuth flow against the fake: there and back in a browser, and the token works."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore

from tests.fakes.slack.echo import Echo, over_http
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.tokens import CLIENT_ID, CLIENT_SECRET
from tests.fakes.test_fake_slack_api import client

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth")  # slack_sdk's own
Json = dict[str, Any]
Scene = Callable[[FakeSlack, Echo, str, FileInstallationStore], Awaitable[None]]
SCOPES = ["chat:write", "im:history", "im:write"]


def played(scene: Scene, folder: Path) -> None:
    async def run() -> None:
        async with FakeSlack() as fake:
            fake.workspace("T2", "Other")
            store = FileInstallationStore(base_dir=str(folder / "installed"), client_id=CLIENT_ID)
            settings = AsyncOAuthSettings(
                client_id=CLIENT_ID,
                client_secret=CLIENT_SECRET,
                scopes=SCOPES,
                redirect_uri="https://bot.example/slack/oauth_redirect",
                authorization_url=fake.url + "/oauth/v2/authorize",
                installation_store=store,
                state_store=FileOAuthStateStore(
                    base_dir=str(folder / "states"), expiration_seconds=600, client_id=CLIENT_ID
                ),
                install_page_rendering_enabled=False,
            )
            async with over_http(fake, oauth_settings=settings) as echo:
                assert fake.hooks is not None
                root = fake.hooks.url.removesuffix("/events")
                await scene(fake, echo, root + "/install", store)

    asyncio.run(run())


def test_a_workspace_installs_the_app_and_is_answered(tmp_path: Path) -> None:
    async def scene(fake: FakeSlack, echo: Echo, install: str, store: FileInstallationStore) -> None:
        page = await fake.browser.installs(install, team="T2", user="UEVE")
        assert page.status == 200
        found = store.find_installation(enterprise_id=None, team_id="T2")
        assert found is not None
        assert found.bot_user_id == "UBOTT2"
        assert (await client(fake, str(found.bot_token)).auth_test())["team_id"] == "T2"
        eve = fake.person("UEVE", "Eve", team="T2", channels=())
        assert (await eve.says("hello")).ok
        await fake.until(lambda: len(fake.messages(eve.dm.id)) == 2)
        assert fake.messages(eve.dm.id)[-1]["user"] == "UBOTT2"
        await fake.lifecycle.uninstalled("T2")
        with pytest.raises(Exception, match="token_revoked"):
            await client(fake, str(found.bot_token)).auth_test()

    played(scene, tmp_path)


def test_who_refuses_or_forges_gets_nothing(tmp_path: Path) -> None:
    async def scene(fake: FakeSlack, echo: Echo, install: str, store: FileInstallationStore) -> None:
        refused = await fake.browser.installs(install, team="T2", deny=True)
        assert refused.query["error"] == "access_denied"
        forged = await fake.browser.installs(install, team="T2", state="forged")
        assert forged.status in (400, 401)
        wrong = await fake.browser.installs(install, team="T2", code="forged")
        assert wrong.status >= 400
        assert fake.called("oauth.v2.access")
        assert fake.calls[-1].outcome == "invalid_code"
        assert store.find_installation(enterprise_id=None, team_id="T2") is None
        assert not fake.world.workspaces["T2"].installed

    played(scene, tmp_path)


def test_an_organisation_installs_it_everywhere(tmp_path: Path) -> None:
    async def scene(fake: FakeSlack, echo: Echo, install: str, store: FileInstallationStore) -> None:
        for id in ("T3", "T4"):
            fake.workspace(id, enterprise="E1")
        assert (await fake.browser.installs(install, enterprise="E1")).status == 200
        found = store.find_installation(enterprise_id="E1", team_id=None, is_enterprise_install=True)
        assert found is not None
        for id in ("T3", "T4"):
            person = fake.person(f"UP{id}", id, team=id, channels=())
            answer = await person.says("hello")
            assert answer.payload["authorizations"][0]["is_enterprise_install"] is True
            await fake.until(lambda person=person: len(fake.messages(person.dm.id)) == 2)

    played(scene, tmp_path)


def test_a_consent_page_wants_a_known_client() -> None:
    async def run() -> None:
        async with FakeSlack() as fake:
            import aiohttp

            async with aiohttp.ClientSession() as session:
                for query in ("client_id=x&scope=a&redirect_uri=b", f"client_id={CLIENT_ID}&redirect_uri=b"):
                    assert (await session.get(f"{fake.url}/oauth/v2/authorize?{query}")).status == 400

    asyncio.run(run())
