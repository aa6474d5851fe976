"""A strict Slack on loopback: the Web API, its events, and people who use the app. Nothing of it sleeps.

async with FakeSlack(clock=Stopwatch()) as fake:
    fake.delivers_to("http://127.0.0.1:8000/slack/events")
    ada = fake.person("U1", "Ada")
    answer = await ada.says("hello")
    assert answer.ok and fake.messages(ada.dm.id)[-1]["text"] == "hello"
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from aiohttp import web

from tests.fakes.slack import payloads
from tests.fakes.slack.api import Api, Called
from tests.fakes.slack.browser import Browser
from tests.fakes.slack.chat import USER
from tests.fakes.slack.faults import Fault, Kind
from tests.fakes.slack.hooks import Hooks
from tests.fakes.slack.lifecycle import Lifecycle
from tests.fakes.slack.link import Link
from tests.fakes.slack.outcome import Answer, Attempt
from tests.fakes.slack.people import Person
from tests.fakes.slack.responses import answered
from tests.fakes.slack.rules import ALL_SCOPES, APP_SCOPES, Asking
from tests.fakes.slack.tokens import APP_TOKEN, BOT_TOKEN
from tests.fakes.slack.uploads import download, receive
from tests.fakes.slack.waiting import Watch
from tests.fakes.slack.windows import kept
from tests.fakes.slack.world import SIGNING_SECRET, Channel, Clock, File, Stopwatch, User, Workspace, World

Json = dict[str, Any]
PATIENCE = 30.0  # real seconds until a delivery counts as unanswered; Slack's are 3


@dataclass
class FakeSlack:
    """`patience`: real seconds that the app has for an answer. `hears`: the events that the app subscribes to, as they
    are called in a manifest (message.im, app_mention, ...); None is all of them.

    There is a workspace T1 with a public channel C1, a bot token `BOT_TOKEN` and an app token `APP_TOKEN`.
    """

    clock: Clock = field(default_factory=Stopwatch)
    signing_secret: str = SIGNING_SECRET
    scopes: tuple[str, ...] = ALL_SCOPES
    patience: float = PATIENCE
    retries: int = 3
    hears: frozenset[str] | None = None

    def __post_init__(self) -> None:
        self.world = World(self.clock)
        first = self.world.workspace("T1", "Acme")
        self.world.channel("C1", "T1", "general", members={first.bot})
        self.world.tokens.issue("bot", "T1", self.scopes, text=BOT_TOKEN)
        self.world.tokens.issue("app", "T1", APP_SCOPES, text=APP_TOKEN)
        self.link = Link(self.world.app_id, self.patience)
        self.watch = Watch()
        self.api = Api(self.world, self.link, self.watch)
        self.hooks: Hooks | None = None
        self._hooks: list[Hooks] = []
        self.deliveries: list[Answer] = []
        self.browser = Browser(self.world)
        self.lifecycle = Lifecycle(self)
        self._people: dict[str, Person] = {}
        self._runner: web.AppRunner | None = None
        self.loop: asyncio.AbstractEventLoop | None = None

    # --- being a server

    async def __aenter__(self) -> "FakeSlack":
        app = web.Application(client_max_size=64 * 1024 * 1024)
        world = self.world
        app.router.add_route("*", "/api/{method:.*}", self.api.handle)
        app.router.add_get("/link/", self.link.serve)
        app.router.add_get("/oauth/v2/authorize", self.browser.consent)
        app.router.add_post("/upload/v1/{ticket}", partial(receive, world))
        app.router.add_get("/files-pri/{which}/{name}", partial(download, world))
        for kind in ("actions", "commands", "app"):
            app.router.add_post(f"/{kind}/{{rest:.*}}", partial(answered, world, self.watch))
        self.loop = asyncio.get_running_loop()
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        world.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        for fault in self.api.held:
            fault.release.set()
        for hooks in self._hooks:
            await hooks.close()
        await self.link.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def url(self) -> str:
        """Without a slash at its end; the Web API is at `url + "/api/"`."""
        return self.world.url

    # --- the world

    def person(
        self, id: str, name: str, *, team: str = "T1", channels: tuple[str, ...] = ("C1",), **user: Any
    ) -> Person:
        """Somebody, known from now on. `user`: tz, tz_offset, is_admin, is_owner, locale, extra ..."""
        if not USER.fullmatch(id):
            raise ValueError(f"no id of a person: Slack's match {USER.pattern}")
        made = self.world.users[id] = User(id, team, name, **user)
        for channel in channels:
            if channel in self.world.channels:
                self.world.channels[channel].members.add(id)
        self._people[id] = Person(self, made)
        return self._people[id]

    def channel(
        self, id: str, name: str = "", *, team: str = "T1", kind: str = "channel", bot: bool = True, **more: Any
    ) -> Channel:
        """A channel, with everybody of the workspace who is known, and the bot unless told otherwise."""
        members = {u.id for u in self.world.users.values() if u.team == team and not u.is_bot}
        members |= {self.world.workspaces[team].bot} if bot else set()
        return self.world.channel(id, team, name, kind, members=members, **more)

    def workspace(self, id: str, name: str = "", enterprise: str = "", *, installed: bool = False) -> Workspace:
        return self.world.workspace(id, name, enterprise, installed)

    def token(self, *scopes: str, team: str = "T1", enterprise: str = "") -> str:
        """Another bot token with these scopes."""
        return self.world.tokens.issue("bot", team, scopes, enterprise=enterprise).text

    # --- towards the app

    def delivers_to(self, url: str, secret: str = "") -> Hooks:
        """Send everything to this address over HTTP; without it, it goes through Socket Mode."""
        made = self.hooks = Hooks(url, secret or self.signing_secret, self.patience)
        self._hooks.append(made)
        return made

    async def deliver(self, kind: str, payload: Json) -> Answer:
        """Hand something to the app. `kind`: event, interaction or command."""
        way = self.hooks or self.link
        answer = await way.deliver(kind, payload, self.retries)
        self.deliveries.append(answer)
        return answer

    async def event(self, team: Workspace, inner: Json, channel: Channel | None = None) -> Answer:
        """An event, when the app subscribes to it and is where it happens: else an answer with status 0."""
        unheard = self._unheard(team, inner, channel)
        if unheard:
            return Answer([Attempt(0, None, {}, unheard)], inner, "event")
        return await self.deliver("event", payloads.event(self.world, team, inner, channel))

    def _unheard(self, team: Workspace, inner: Json, channel: Channel | None) -> str:
        name = inner["type"]
        if name in ("message", "app_mention") and channel is not None and team.bot not in channel.members:
            return "not_in_channel"
        if name == "message":
            name += {"im": ".im", "channel": ".channels"}.get(inner["channel_type"], ".groups")
        return "" if self.hears is None or name in self.hears else "not_subscribed"

    async def until(self, true: Callable[[], Any]) -> None:
        """Wait until something holds, looking again after each call of the app: what it does after it answered."""
        await self.watch.until(true)

    async def redeliver(self, last: Answer | None = None) -> Answer:
        """The same once more, as when the first answer got lost."""
        before = last or self.deliveries[-1]
        return await self.deliver(before.kind, before.payload)

    def keep(self, view: Json, person: Person, id: str = "") -> Json:
        """Show a view that came in an answer."""
        token = next(t for t in self.world.tokens.known.values() if t.kind == "bot" and t.team == person.user.team)
        return kept(Asking(self.world, token, {}), view, person.id, id)

    # --- what may go wrong

    def fails(self, kind: Kind, method: str = "*", times: int = 1, wait: int = 1) -> list[Fault]:
        """The next calls: ratelimited (with Retry-After `wait`), 500, reset, hold (until `release`), lost (done, but
        the answer never arrives). A client may repeat a GET by itself when its connection ends: aiohttp does.
        """
        return self.api.faults.add(kind, method, times, wait)

    @property
    def rates(self) -> Any:
        """`rates.on = True` applies the real limits."""
        return self.api.rates

    # --- what happened

    @property
    def calls(self) -> list[Called]:
        return self.api.calls

    def called(self, method: str) -> list[Json]:
        """The arguments of each call of a method."""
        return [one.args for one in self.api.calls if one.method == method]

    def messages(self, channel: str) -> list[Json]:
        """A channel as it is now, oldest first, threads included."""
        return list(self.world.channels[channel].messages.values())

    def ephemerals(self, user: str) -> list[Json]:
        return [m for m in self.world.ephemerals if m["to"] == user]

    @property
    def views(self) -> list[Json]:
        """Every modal so far, as it is now."""
        return [v.body for v in self.world.views.values() if v.body["type"] == "modal"]

    def home(self, user: str) -> Json | None:
        """The home tab of somebody."""
        found = self.world.views.get(self.world.homes.get(user, ""))
        return found.body if found else None

    @property
    def files(self) -> list[File]:
        return [f for f in self.world.files.values() if f.completed]
