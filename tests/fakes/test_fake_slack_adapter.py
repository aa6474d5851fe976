"""Our own Slack adapter on the fake: what it renders is taken, and what people do arrives."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from adapters.slack.manifest import EVENTS, scopes
from adapters.slack.words import IN_PRIVATE
from adapters.wire import Letter
from bot.messages import Choice, Choices, File, Heading, Person, Reply, Table, Text
from bot.traffic import Outgoing, Place
from tests.adapters.slack.slack_rig import NOW, Rig, opened
from tests.fakes.slack.people import Person as Somebody
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.tokens import APP_TOKEN, BOT_TOKEN

Json = dict[str, Any]
Scene = Callable[[FakeSlack, Rig, Somebody], Awaitable[None]]
TOKEN = "a:ABCDEFGHIJKLMNOP"


def played(scene: Scene) -> None:
    """With no more scopes and events than the manifest asks for."""

    async def run() -> None:
        async with FakeSlack(scopes=tuple(scopes()), hears=frozenset(EVENTS)) as fake:
            ada = fake.person("UADA", "Ada", tz="Europe/Berlin", is_admin=True)
            way = {"app_token": APP_TOKEN, "signing_secret": "", "bot_token": BOT_TOKEN}
            rig = opened(fake.url + "/api/", known=False, **way)
            await rig.slack.start()
            await fake.link.connected()
            try:
                await scene(fake, rig, ada)
            finally:
                await rig.slack.close()

    asyncio.run(run())


def letter(reply: Reply, kind: str, conversation: str, person: str = "", **row: Any) -> Letter:
    message = Outgoing("re:slack:Ev1", "home", "l1", "slack", "p1", "reply", "", NOW, **row)
    return Letter(message, reply, Place("p1", "home", "slack", conversation, kind), person)  # type: ignore[arg-type]


FULL = Reply(
    "Your plan",
    (
        Heading("Your plan"),
        Text("Two *steps* for <!channel> & <@UADA>"),
        Table(("What", "When"), (("Security+", "June"), ("Network+", "July"))),
        Choices((Choice("Yes", "yes", token=TOKEN), Choice("No", "no", token=TOKEN[:-1] + "Q"))),
    ),
    files=(File("plan.csv", "text/csv", "a,b\n"),),
)


def test_what_it_sends_is_taken_everywhere() -> None:
    """In a direct message, in a channel in private, in the home tab; and a change of it."""

    async def scene(fake: FakeSlack, rig: Rig, ada: Somebody) -> None:
        for one in (letter(FULL, "dm", ada.dm.id), letter(FULL, "channel", "C1", "UADA"), letter(FULL, "home", "UADA")):
            receipts = [await rig.slack.send("home", call) for call in rig.slack.calls(one)]
            assert receipts[-1]
            if one.place.kind == "dm":
                changed = replace(letter(Reply("Changed"), "dm", ada.dm.id, edits="x"), edited=tuple(receipts))
        assert [c.outcome for c in fake.calls if c.outcome != "ok"] == []
        mine = [m for m in fake.messages(ada.dm.id) if "metadata" in m]
        assert mine[-1]["text"] == "Your plan"
        assert [f.content for f in fake.files] == [b"a,b\n"] * 2
        assert fake.messages("C1") == []
        assert [m["text"] for m in fake.ephemerals("UADA")] == ["Your plan"]
        home = fake.home("UADA")
        assert home is not None
        assert home["blocks"]
        assert await rig.slack.seen(letter(FULL, "dm", ada.dm.id), 1, NOW) == f"{ada.dm.id}:{mine[-1]['ts']}"
        (call,) = rig.slack.calls(changed)
        await rig.slack.send("home", call)
        assert mine[-1]["text"] == "Changed"

    played(scene)


def test_what_people_do_arrives() -> None:
    async def scene(fake: FakeSlack, rig: Rig, ada: Somebody) -> None:
        assert (await ada.says("hello")).ok
        assert (await ada.mentions("help me", "C1")).ok
        assert (await ada.says("not for the bot", "C1")).attempts[-1].reason == "not_subscribed"
        assert (await ada.opens_dm()).ok
        assert (await ada.opens_home()).ok
        assert (await ada.uploads("cert.txt", b"passed")).ok
        answer = await ada.slash("plan", "C1")
        assert answer.body["text"] == IN_PRIVATE
        assert [m["text"] for m in fake.ephemerals("UADA")] == [IN_PRIVATE]
        kinds = [(e.kind, e.kind_of_place) for e in rig.events]
        assert kinds == [
            ("message", "dm"),
            ("message", "channel"),
            ("opened", "dm"),
            ("opened", "home"),
            ("message", "dm"),
            ("message", "dm"),
        ]
        file = rig.events[4].files[0]
        assert (await rig.slack.fetch("home", file)).content == "passed"
        assert (await rig.slack.introduce(Person("home", "slack", "UADA"))).zone == "Europe/Berlin"
        assert await rig.slack.is_admin("home", "UADA")
        await fake.until(lambda: fake.world.prompts)
        before = len(rig.events)
        await fake.redeliver(fake.deliveries[0])
        assert len(rig.events) == before

    played(scene)


def test_who_runs_the_workspace() -> None:
    """Those who do, and nobody else; remembered for 15 minutes, asked anew before a write, no when Slack is silent."""

    async def scene(fake: FakeSlack, rig: Rig, ada: Somebody) -> None:
        fake.person("UOWN", "Own", is_owner=True)
        fake.person("UBO", "Bo")
        fake.person("UGUEST", "Guest", is_admin=True, extra={"is_restricted": True})
        fake.person("UGONE", "Gone", is_admin=True, extra={"deleted": True})
        runs = {id: await rig.slack.is_admin("home", id) for id in ("UADA", "UOWN", "UBO", "UGUEST", "UGONE", "UNO")}
        assert runs == {"UADA": True, "UOWN": True, "UBO": False, "UGUEST": False, "UGONE": False, "UNO": False}
        fake.world.users["UADA"].is_admin = False
        assert await rig.slack.is_admin("home", "UADA")  # a look may be 15 minutes old
        assert not await rig.slack.is_admin("home", "UADA", writing=True)
        assert not await rig.slack.is_admin("home", "UADA")

    played(scene)


def test_buttons_windows_and_their_mistakes() -> None:
    async def scene(fake: FakeSlack, rig: Rig, ada: Somebody) -> None:
        for call in rig.slack.calls(letter(FULL, "dm", ada.dm.id)):
            await rig.slack.send("home", call)
        message = [m for m in fake.messages(ada.dm.id) if "blocks" in m][-1]
        assert (await ada.presses(message, "Yes")).ok
        assert rig.events[-1].token == TOKEN
        assert (await ada.shortcut("credpath_goal")).ok
        assert ada.window["type"] == "modal"
        said = fake.world.post(fake.world.channels["C1"], "UADA", "I passed Security+")
        assert (await ada.message_action("credpath_evidence", said)).ok
        assert len(fake.views) == 2

    played(scene)
