"""What a person does in Slack, and what the app answers to it."""

import mimetypes
from typing import TYPE_CHECKING, Any

from tests.fakes.slack import payloads
from tests.fakes.slack.blocks import judge_view
from tests.fakes.slack.filling import filled
from tests.fakes.slack.outcome import Answer
from tests.fakes.slack.pressing import press
from tests.fakes.slack.responses import said
from tests.fakes.slack.uploads import card
from tests.fakes.slack.world import Channel, File, User, View, Workspace, World

if TYPE_CHECKING:
    from tests.fakes.slack.server import FakeSlack

Json = dict[str, Any]
COMMAND = "/credpath"


class BadAnswer(AssertionError):
    """The app's answer is none that Slack understands: a person would see an error."""


class Person:
    """Somebody in a workspace."""

    def __init__(self, fake: "FakeSlack", user: User) -> None:
        self._fake = fake
        self.user = user
        self.id = user.id

    @property
    def world(self) -> World:
        return self._fake.world

    @property
    def team(self) -> Workspace:
        return self.world.workspaces[self.user.team]

    @property
    def dm(self) -> Channel:
        return self.world.im(self.id, self.user.team)

    def _home(self, channel: Channel) -> Workspace:
        """The workspace with the app, of a channel that others share."""
        ours = [t for t in channel.teams if self.world.workspaces[t].installed]
        return self.team if self.user.team in ours or not ours else self.world.workspaces[ours[0]]

    def _at(self, channel: str | None) -> Channel:
        found = self.dm if channel is None else self.world.channels[channel]
        if self.id not in found.members:
            raise LookupError(f"{self.id} is not in {found.id}")
        return found

    def _write(self, place: Channel, text: str, thread: str | None, **more: Any) -> Json:
        where = {"thread_ts": thread} if thread else {}
        return self.world.post(place, self.id, text, blocks=payloads.rich(text), **where, **more)

    async def says(self, text: str, channel: str | None = None, thread: str | None = None) -> Answer:
        """Write a message: in a direct message the app hears of it, elsewhere only when it may."""
        place = self._at(channel)
        inner = payloads.spoken(self._write(place, text, thread), place, self.user)
        return await self._fake.event(self._home(place), inner, place)

    async def mentions(self, text: str, channel: str, thread: str | None = None) -> Answer:
        """Write to the app in a channel: `text` comes after its name."""
        place = self._at(channel)
        team = self._home(place)
        message = self._write(place, f"<@{team.bot}> {text}", thread)
        return await self._fake.event(team, payloads.mentioned(message, place, self.user), place)

    async def uploads(self, name: str, content: bytes, channel: str | None = None, text: str = "") -> Answer:
        """Send a file."""
        place, world = self._at(channel), self.world
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        file = File(world.id("F"), self.user.team, name, content, len(content), kind, name, "", self.id, [place.id])
        file.completed = True
        world.files[file.id] = file
        message = self._write(place, text, None, files=[card(world, file)], upload=False, subtype="file_share")
        return await self._fake.event(self._home(place), payloads.spoken(message, place, self.user), place)

    async def opens_home(self) -> Answer:
        return await self._open("home")

    async def opens_dm(self) -> Answer:
        return await self._open("messages")

    async def _open(self, tab: str) -> Answer:
        inner = payloads.home_opened(self.world, self.user, self.dm.id, tab)
        return await self._fake.event(self.team, inner)

    async def presses(self, shown: Json, label: str) -> Answer:
        """Press what says `label`, in a message, an ephemeral message or a view."""
        world = self.world
        action = press(shown["blocks"], label)
        if shown.get("type") in ("modal", "home"):
            view = world.views[shown["id"]]
            if view.user != self.id or not view.open:
                raise LookupError("that is not before this person")
            payload = payloads.pressed_in_view(world, self.team, self.user, action, view)
        else:
            place = self._where(shown)
            payload = payloads.pressed(world, self._home(place), self.user, action, shown, place)
        return await self._fake.deliver("interaction", payload)

    def _where(self, message: Json) -> Channel:
        if message.get("is_ephemeral"):
            if message["to"] != self.id:
                raise LookupError("somebody else sees that")
            return self.world.channels[message["channel"]]
        for channel in self.world.channels.values():
            if channel.messages.get(message["ts"]) is not None and self.id in channel.members:
                return channel
        raise LookupError("this person sees no such message")

    async def slash(self, text: str, channel: str | None = None, command: str = COMMAND) -> Answer:
        """A command; what the app answers at once is shown."""
        place = self._at(channel)
        payload = payloads.command(self.world, self._home(place), self.user, command, text, place)
        answer = await self._fake.deliver("command", payload)
        body = answer.body
        if answer.ok and body:
            body = body if isinstance(body, dict) else {"text": body}
            path = payload["response_url"].removeprefix(self.world.url)
            said(self.world, self.world.responses[path], body)
        return answer

    async def shortcut(self, callback_id: str) -> Answer:
        payload = payloads.shortcut(self.world, self.team, self.user, callback_id)
        return await self._fake.deliver("interaction", payload)

    async def message_action(self, callback_id: str, message: Json) -> Answer:
        place = self._where(message)
        payload = payloads.message_action(self.world, self._home(place), self.user, callback_id, message, place)
        return await self._fake.deliver("interaction", payload)

    @property
    def window(self) -> Json:
        """The modal that is before the person. Raises LookupError when there is none."""
        found = [v for v in self.world.views.values() if v.user == self.id and v.open and v.body["type"] == "modal"]
        if not found:
            raise LookupError("no window is open")
        return found[-1].body

    async def submits(self, view: Json | None, fields: dict[str, Any] | None = None) -> Answer:
        """Fill a window in and send it; None is the one that is open. It closes unless the app says otherwise."""
        shown = self.world.views[(view or self.window)["id"]]
        if shown.user != self.id or not shown.open:
            raise LookupError("that window is not before this person")
        values = filled(shown.body, fields or {})
        payload = payloads.submitted(self.world, self.team, self.user, shown, values)
        answer = await self._fake.deliver("interaction", payload)
        if answer.ok:
            self._answered(shown, answer.body)
        return answer

    def _answered(self, view: View, body: Any) -> None:
        if not body:
            view.open = False
            return
        if not isinstance(body, dict):
            raise BadAnswer(f"a submission was answered with {type(body).__name__}")
        match body.get("response_action"):
            case "errors":
                known = {b.get("block_id") for b in view.body["blocks"] if b["type"] == "input"}
                errors = body.get("errors")
                if not errors or not set(errors) <= known or not all(isinstance(v, str) and v for v in errors.values()):
                    raise BadAnswer("errors that are about no field")
            case "clear":
                for one in self.world.views.values():
                    one.open = one.open and (one.user != self.id or one.body["type"] == "home")
            case "update" | "push" as how:
                judge_view(body["view"])
                self._fake.keep(body["view"], self, view.body["id"] if how == "update" else "")
            case other:
                raise BadAnswer(f"no response_action: {other}")
