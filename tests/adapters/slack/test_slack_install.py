"""Installing, tenants, and being thrown out: many workspaces, each with its own token and nothing of the others."""

import asyncio
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.slack.installed import Installed
from adapters.slack.manifest import scopes
from adapters.wire import Call, Failure
from tests.adapters.slack.slack_rig import Rig, ask, opened, pressed, said
from tests.adapters.slack.slack_web import Web, serving, status

CODE = "code-123.secret"
ANSWER = {
    "ok": True,
    "access_token": "xoxe.xoxb-1-new",
    "refresh_token": "xoxe-1-refresh",
    "expires_in": 43200,
    "token_type": "bot",
    "scope": "chat:write",
    "bot_user_id": "UBOT",
    "app_id": "A1",
    "team": {"id": "T1", "name": "Acme"},
    "enterprise": None,
    "is_enterprise_install": False,
    "authed_user": {"id": "U1"},
}


def ran(check: Any, **answers: Any) -> None:
    async def run() -> None:
        async with serving(**{"oauth__v2__access": ANSWER, **answers}) as web:
            rig = opened(web.api, oauth=True)
            try:
                await check(rig, web)
            finally:
                await rig.slack.close()

    asyncio.run(run())


async def begun(rig: Rig) -> tuple[str, str, dict[str, list[str]]]:
    """State, cookie and answer of a visit to the install page."""
    code, headers, _ = await ask(rig.slack, "GET", "/slack/install")
    assert code == 302
    query = parse_qs(urlsplit(headers["location"][0]).query)
    return query["state"][0], headers["set-cookie"][0].split(";")[0], headers


async def back(rig: Rig, state: str, cookie: str, code: str = CODE) -> int:
    path = f"/slack/oauth_redirect?code={code}&state={state}"
    return (await ask(rig.slack, "GET", path, headers={"cookie": cookie} if cookie else {}))[0]


def test_the_way_to_slack() -> None:
    """All scopes, our address, a state; the cookie is the browser's alone."""

    async def check(rig: Rig, web: Web) -> None:
        state, cookie, headers = await begun(rig)
        url = urlsplit(headers["location"][0])
        query = parse_qs(url.query)
        assert f"{url.scheme}://{url.netloc}{url.path}" == web.base + "/oauth/v2/authorize"
        assert query["scope"] == [",".join(scopes())]
        assert query["redirect_uri"] == ["https://bot.example/slack/oauth_redirect"]
        assert cookie == f"__Host-credpath-install={state}"
        attributes = {a.strip().lower() for a in headers["set-cookie"][0].split(";")[1:]}
        assert {"httponly", "secure", "samesite=lax", "path=/", "max-age=600"} <= attributes

    ran(check)


def test_installing_keeps_the_token() -> None:
    """Under the workspace, once; the code goes to Slack and nowhere else."""

    async def check(rig: Rig, web: Web) -> None:
        assert rig.shelf is not None
        state, cookie, _ = await begun(rig)
        assert await back(rig, state, cookie) == 200
        (sent,) = web.of("oauth.v2.access")
        assert (sent["code"], sent["redirect_uri"]) == (CODE, "https://bot.example/slack/oauth_redirect")
        assert web.seen[0][2].startswith("Basic ")
        value, version = rig.shelf.rows["", "T1"]
        assert (value["bot_token"], value["refresh_token"], version) == ("xoxe.xoxb-1-new", "xoxe-1-refresh", 1)
        assert (await rig.event(said("hello")))[0] == 200
        assert [e.person.tenant for e in rig.events] == ["slack:-:T1"]

    ran(check)


def test_a_state_is_good_once_in_one_browser_for_ten_minutes() -> None:
    """Replayed, forged, without or with another one's cookie, too late: nothing is exchanged."""

    async def check(rig: Rig, web: Web) -> None:
        state, cookie, _ = await begun(rig)
        other, others, _ = await begun(rig)
        assert await back(rig, state, "") == 400
        assert await back(rig, state, others) == 400
        assert await back(rig, "forged", "__Host-credpath-install=forged") == 401
        assert web.seen == []
        assert await back(rig, state, cookie) == 200
        assert await back(rig, state, cookie) == 401
        rig.clock.forward(seconds=601)
        assert await back(rig, other, others) == 401
        assert len(web.seen) == 1
        late, cookie, _ = await begun(rig)
        rig.clock.forward(seconds=599)
        assert await back(rig, late, cookie) == 200

    ran(check)


def test_slack_or_the_person_says_no() -> None:
    """A page that says so; nothing is kept."""

    async def check(rig: Rig, web: Web) -> None:
        assert rig.shelf is not None
        for answer in ({"ok": False, "error": "invalid_code"}, status(500), {**ANSWER, "access_token": ""}):
            web.answers["oauth.v2.access"] = answer
            state, cookie, _ = await begun(rig)
            assert await back(rig, state, cookie) == 401
        assert (await ask(rig.slack, "GET", "/slack/oauth_redirect?error=access_denied"))[0] == 403
        code, _, page = await ask(rig.slack, "GET", "/slack/oauth_redirect?error=%3Cscript%3E")
        assert (code, b"script" in page) == (200, False)
        assert rig.shelf.rows == {}

    ran(check)


def test_installing_again_replaces_the_token() -> None:
    """For the same workspace only."""

    async def check(rig: Rig, web: Web) -> None:
        assert rig.shelf is not None
        for team in ("T1", "T2"):
            rig.shelf.save("", team, Installed("", team, f"xoxb-{team}", "UBOT").to_json(), 0)
        await rig.slack.send("slack:-:T1", Call("auth.test", {}))
        state, cookie, _ = await begun(rig)
        assert await back(rig, state, cookie) == 200
        for team in ("T1", "T2"):
            await rig.slack.send(f"slack:-:{team}", Call("auth.test", {}))
        used = [a for name, _, a in web.seen if name == "auth.test"]
        assert used == ["Bearer xoxb-T1", "Bearer xoxe.xoxb-1-new", "Bearer xoxb-T2"]

    ran(check, auth__test={"ok": True, "channel": "C", "ts": "1"})


def test_a_whole_organisation() -> None:
    """One tenant for all of its workspaces, apart from a workspace that installed by itself."""
    wide = {**ANSWER, "team": None, "enterprise": {"id": "E1"}, "is_enterprise_install": True}

    async def check(rig: Rig, web: Web) -> None:
        assert rig.shelf is not None
        state, cookie, _ = await begun(rig)
        assert await back(rig, state, cookie) == 200
        assert list(rig.shelf.rows) == [("E1", "")]
        rig.shelf.save("E1", "T5", Installed("E1", "T5", "xoxb-T5", "UBOT").to_json(), 0)
        await rig.event(said("one", team="T7"), id="Ev1", team="T7", enterprise="E1", wide=True)
        await rig.event(said("two", team="T5"), id="Ev2", team="T5", enterprise="E1", wide=False)
        await rig.event(said("three", team="T8"), id="Ev3", team="T8", enterprise="E1", wide=False)
        assert [(e.text, e.person.tenant) for e in rig.events] == [("one", "slack:E1:-"), ("two", "slack:E1:T5")]
        press = {"team": {"id": "T7"}, "enterprise": {"id": "E1"}, "is_enterprise_install": True}
        await rig.press(pressed("a:ABCDEFGHIJKLMNOP", user={"id": "U1", "team_id": "T7"}, **press))
        assert rig.events[-1].person.tenant == "slack:E1:-"

    ran(check, oauth__v2__access=wide)


def test_the_same_user_id_in_two_workspaces_is_two_people() -> None:
    """Tenants share nothing."""

    async def check(rig: Rig, web: Web) -> None:
        assert rig.shelf is not None
        for team in ("T1", "T2"):
            rig.shelf.save("", team, Installed("", team, f"xoxb-{team}", "UBOT").to_json(), 0)
            await rig.event(said("hello", team=team), id=f"Ev{team}", team=team)
        first, second = rig.events
        assert (first.person.id, first.conversation) == (second.person.id, second.conversation)
        assert first.person.tenant != second.person.tenant

    ran(check)


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 0), (1, 1)])
def test_being_thrown_out(order: tuple[int, int]) -> None:
    """In any order and twice: the token goes, the root is told, late events are not taken, others are not touched."""
    ends = ({"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}})

    async def check(rig: Rig, web: Web) -> None:
        assert rig.shelf is not None
        for team in ("T1", "T2"):
            rig.shelf.save("", team, Installed("", team, f"xoxb-{team}", "UBOT").to_json(), 0)
        await rig.event(said("before"), id="Ev0")
        for n, which in enumerate(order):
            assert (await rig.event(ends[which], id=f"Ev{n}"))[0] == 200
        assert list(rig.shelf.rows) == [("", "T2")]
        assert set(rig.gone) == {"slack:-:T1"}
        await rig.event(said("after"), id="Ev9")
        assert [e.text for e in rig.events] == ["before"]
        with pytest.raises(Failure, match="not_installed"):
            await rig.slack.send("slack:-:T1", Call("chat.postMessage", {"channel": "C1"}))
        await rig.slack.send("slack:-:T2", Call("chat.postMessage", {"channel": "C1"}))

    ran(check, chat__postMessage={"ok": True, "channel": "C1", "ts": "1"})


def test_a_person_who_revokes_their_own_token_changes_nothing() -> None:
    """Only the bot's counts; nor does another workspace's end in a single-workspace set-up."""

    async def check(rig: Rig, web: Web) -> None:
        assert rig.shelf is not None
        rig.shelf.save("", "T1", Installed("", "T1", "xoxb-1", "UBOT").to_json(), 0)
        await rig.event({"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}})
        assert (list(rig.shelf.rows), rig.gone) == ([("", "T1")], [])

    ran(check)

    async def single() -> None:
        rig = opened()
        await rig.event({"type": "app_uninstalled"}, team="T2")
        assert rig.gone == []
        await rig.event({"type": "app_uninstalled"})
        assert rig.gone == ["home"]

    asyncio.run(single())


def test_what_the_rig_sends_is_json() -> None:
    """A row holds nothing but JSON values, so that any store can seal it."""
    row = Installed("E1", "T1", "xoxb-1", "UBOT", refresh_token="r", expires_at=1.5, version=3)
    assert json.loads(json.dumps(row.to_json())) == row.to_json()
    assert not {"enterprise", "team", "version"} & set(row.to_json())
