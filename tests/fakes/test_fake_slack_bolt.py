"""The real slack_bolt against the fake, over HTTP and over Socket Mode: the same scenes, the same ends."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.fakes.slack.echo import Echo, over_http, over_socket
from tests.fakes.slack.people import BadAnswer, Person
from tests.fakes.slack.server import FakeSlack

Json = dict[str, Any]
Scene = Callable[[FakeSlack, Echo, Person], Awaitable[None]]
WAYS = {"http": over_http, "socket": over_socket}


def played(scene: Scene, way: str) -> None:
    async def run() -> None:
        async with FakeSlack() as fake:
            ada = fake.person("UADA", "Ada Lovelace", tz="Europe/London")
            async with WAYS[way](fake) as echo:
                await scene(fake, echo, ada)

    asyncio.run(run())


def of_bot(fake: FakeSlack, channel: str) -> list[Json]:
    return [m for m in fake.messages(channel) if m["user"] == "UBOT"]


@pytest.mark.parametrize("way", WAYS)
def test_a_message_is_answered(way: str) -> None:
    async def scene(fake: FakeSlack, echo: Echo, ada: Person) -> None:
        assert (await ada.says("hello")).ok
        await fake.until(lambda: of_bot(fake, ada.dm.id))
        (answer,) = of_bot(fake, ada.dm.id)
        assert answer["text"] == "You said hello"
        assert echo.heard[0][1]["channel_type"] == "im"

    played(scene, way)


@pytest.mark.parametrize("way", WAYS)
def test_a_button_opens_a_window_that_minds_its_fields(way: str) -> None:
    async def scene(fake: FakeSlack, echo: Echo, ada: Person) -> None:
        await ada.says("hello")
        await fake.until(lambda: of_bot(fake, ada.dm.id))
        (message,) = of_bot(fake, ada.dm.id)
        assert (await ada.presses(message, "Open")).ok
        await fake.until(lambda: fake.views)
        bad = await ada.submits(None, {"What?": "bad"})
        assert bad.body == {"response_action": "errors", "errors": {"what": "Not that"}}
        with pytest.raises(BadAnswer):
            await ada.submits(None, {"what": "nowhere"})
        good = await ada.submits(fake.views[0], {"what": "good"})
        assert (good.ok, good.body) == (True, None)
        with pytest.raises(LookupError):
            await ada.submits(fake.views[0], {"what": "again"})
        with pytest.raises(LookupError):
            _ = ada.window
        assert echo.heard[-1][1]["view"]["private_metadata"] == "secret"

    played(scene, way)


@pytest.mark.parametrize("way", WAYS)
def test_menus_and_feedback_are_pressed_and_answered(way: str) -> None:
    async def scene(fake: FakeSlack, echo: Echo, ada: Person) -> None:
        await ada.says("hello")
        await fake.until(lambda: of_bot(fake, ada.dm.id))
        (message,) = of_bot(fake, ada.dm.id)
        for label in ("Item 2", "Bad"):
            assert (await ada.presses(message, label)).ok
        menu, feedback = (body["actions"][0] for kind, body in echo.heard if kind == "press")
        assert menu["selected_option"]["value"] == "a:2"
        assert (feedback["type"], feedback["value"]) == ("feedback_buttons", "bad")
        assert [m["text"] for m in fake.ephemerals("UADA")] == ["Thank you"] * 2
        with pytest.raises(LookupError):
            await ada.presses(message, "Nothing")

    played(scene, way)


@pytest.mark.parametrize("way", WAYS)
def test_commands_and_shortcuts(way: str) -> None:
    async def scene(fake: FakeSlack, echo: Echo, ada: Person) -> None:
        answer = await ada.slash("my plan", "C1")
        assert answer.ok
        assert [m["text"] for m in fake.ephemerals("UADA")] == ["You asked my plan"]
        assert fake.messages("C1") == []
        assert (await ada.shortcut("credpath_goal")).ok
        assert ada.window["callback_id"] == "goal"
        said = fake.world.post(fake.world.channels["C1"], "UADA", "I passed")
        assert (await ada.message_action("credpath_evidence", said)).ok
        assert [kind for kind, _ in echo.heard] == ["command", "shortcut", "message_action"]
        assert echo.heard[-1][1]["message"]["text"] == "I passed"

    played(scene, way)


@pytest.mark.parametrize("way", WAYS)
def test_events_without_words(way: str) -> None:
    async def scene(fake: FakeSlack, echo: Echo, ada: Person) -> None:
        await ada.opens_home()
        await ada.opens_dm()
        fake.channel("C2", bot=False)
        await fake.lifecycle.invited("C2", by="UADA")
        await ada.mentions("help", "C2")
        await ada.uploads("cert.txt", b"passed", text="look")
        await fake.until(lambda: of_bot(fake, ada.dm.id))
        for answer in await fake.lifecycle.uninstalled():
            assert answer.status == 200
        await fake.until(lambda: len(echo.heard) == 7)
        kinds = sorted(kind for kind, _ in echo.heard)
        names = ["app_home_opened", "app_home_opened", "app_mention", "app_uninstalled"]
        assert kinds == [*names, "member_joined_channel", "message", "tokens_revoked"]
        heard = dict(echo.heard)
        assert heard["app_mention"]["text"] == "<@UBOT> help"
        assert heard["message"]["files"][0]["name"] == "cert.txt"
        assert heard["tokens_revoked"]["tokens"]["bot"] == ["UBOT"]

    played(scene, way)


def test_an_event_comes_again_until_it_is_taken() -> None:
    """With the number and the reason; three times more at most; a press does not come again."""

    async def scene(fake: FakeSlack, echo: Echo, ada: Person) -> None:
        echo.failing = 2
        answer = await ada.says("hello")
        assert [a.status for a in answer.attempts] == [500, 500, 200]
        assert [a.sent.get("X-Slack-Retry-Num") for a in answer.attempts] == [None, "1", "2"]
        assert answer.attempts[1].sent["X-Slack-Retry-Reason"] == "http_error"
        assert [kind for kind, _ in echo.heard] == ["retry 2"]
        echo.failing = 9
        assert len((await ada.says("again")).attempts) == 4
        assert len((await ada.shortcut("credpath_goal")).attempts) == 1
        echo.failing = 0
        again = await fake.redeliver(answer)
        assert again.payload["event_id"] == answer.payload["event_id"]
        await fake.until(lambda: len(echo.heard) == 2)

    played(scene, "http")


def test_what_is_not_signed_is_not_taken() -> None:
    """A wrong secret, an old stamp; url_verification and ssl_check are answered."""

    async def scene(fake: FakeSlack, echo: Echo, ada: Person) -> None:
        assert (await fake.lifecycle.verifies("abc")).body == {"challenge": "abc"}
        assert (await fake.lifecycle.checks_ssl()).status == 200
        assert fake.hooks is not None
        fake.hooks.age = 400
        assert (await ada.says("old")).status == 401
        fake.hooks.age = 0
        assert (await ada.says("now")).status == 200
        fake.delivers_to(fake.hooks.url, secret="another-secret")
        assert (await ada.says("forged")).status == 401
        await fake.until(lambda: echo.heard)
        assert [event["text"] for _, event in echo.heard] == ["now"]

    played(scene, "http")


def test_every_envelope_is_acknowledged_by_its_own_id() -> None:
    """And when Slack asks for it the app connects anew."""

    async def scene(fake: FakeSlack, echo: Echo, ada: Person) -> None:
        answers = await asyncio.gather(*(ada.says(f"number {n}") for n in range(20)))
        assert len({a.ack["envelope_id"] for a in answers if a.ack}) == 20
        await fake.link.disconnect()
        await fake.link.connected(times=2)
        assert (await ada.says("after")).ok
        assert fake.link.strays == []
        assert len(fake.called("apps.connections.open")) == 2

    played(scene, "socket")


def test_an_envelope_that_is_not_acknowledged_comes_again() -> None:
    async def run() -> None:
        async with FakeSlack(patience=0.05) as fake:
            ada = fake.person("UADA", "Ada")
            assert [a.reason for a in (await ada.says("x")).attempts] == ["connection_failed"] * 4
            async with over_socket(fake) as echo:
                fake.link.patience = 30.0
                assert (await ada.says("y")).ok
                fake.link.patience = 0.05
                echo.failing = 2
                tries = (await ada.says("z")).attempts
            assert [a.reason for a in tries[:2]] == ["timeout", "timeout"]
            assert [e["retry_attempt"] for e in fake.link.envelopes[1:3]] == [0, 1]

    asyncio.run(run())
