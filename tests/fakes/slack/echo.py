"""A small app on the real slack_bolt, to prove that the fake behaves as Bolt expects Slack to."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.tokens import APP_TOKEN, BOT_TOKEN

Json = dict[str, Any]
BUTTON: Json = {
    "type": "button",
    "action_id": "press:0",
    "text": {"type": "plain_text", "text": "Open"},
    "value": "a:1",
}
MENU: Json = {
    "type": "static_select",
    "action_id": "press:1",
    "options": [{"text": {"type": "plain_text", "text": f"Item {n}"}, "value": f"a:{n}"} for n in (1, 2)],
}
FEEDBACK: Json = {
    "type": "feedback_buttons",
    "action_id": "feedback",
    "positive_button": {"text": {"type": "plain_text", "text": "Good"}, "value": "good"},
    "negative_button": {"text": {"type": "plain_text", "text": "Bad"}, "value": "bad"},
}
BLOCKS: list[Json] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "Press"}},
    {"type": "actions", "elements": [BUTTON, MENU]},
    {"type": "context_actions", "elements": [FEEDBACK]},
]
MODAL: Json = {
    "type": "modal",
    "callback_id": "goal",
    "private_metadata": "secret",
    "title": {"type": "plain_text", "text": "A goal"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "what",
            "label": {"type": "plain_text", "text": "What?"},
            "element": {"type": "plain_text_input", "action_id": "value"},
        }
    ],
}


class Heard(list[tuple[str, Json]]):
    """What came, in order; whoever waits for it is told."""

    def __init__(self, fake: FakeSlack) -> None:
        super().__init__()
        self._fake = fake

    def append(self, one: tuple[str, Json]) -> None:
        super().append(one)
        self._fake.watch.changed()


class Echo:
    """The app and what it heard."""

    def __init__(self, fake: FakeSlack, **more: Any) -> None:
        self.client = AsyncWebClient(None if more else BOT_TOKEN, base_url=fake.url + "/api/", retry_handlers=[])
        self.client.proxy = None
        self.app = AsyncApp(signing_secret=fake.signing_secret, client=self.client, **more)
        self.heard = Heard(fake)
        self.failing = 0
        self._listen()

    def _listen(self) -> None:
        app, heard = self.app, self.heard

        @app.middleware
        async def broken(body: Json, next: Any) -> Any:
            if self.failing:
                self.failing -= 1
                raise OSError("not now")
            return await next()

        @app.event("message")
        async def message(event: Json, say: Any, request: Any) -> None:
            again = request.headers.get("x-slack-retry-num")
            heard.append((f"retry {again[0]}" if again and again[0] != "0" else "message", event))
            await say(text=f"You said {event.get('text')}", blocks=BLOCKS)

        for name in ("app_mention", "app_home_opened", "member_joined_channel", "app_uninstalled", "tokens_revoked"):

            @app.event(name)
            async def other(event: Json, kind: str = name) -> None:
                heard.append((event["type"], event))

        @app.action("press:0")
        async def open_window(ack: Any, body: Json, client: AsyncWebClient) -> None:
            await ack()
            heard.append(("press", body))
            await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

        for name in ("press:1", "feedback"):

            @app.action(name)
            async def pressed(ack: Any, body: Json, respond: Any) -> None:
                heard.append(("press", body))
                await respond(text="Thank you", replace_original=False)
                await ack()

        @app.view("goal")
        async def submitted(ack: Any, body: Json) -> None:
            heard.append(("view", body))
            value = body["view"]["state"]["values"]["what"]["value"]["value"]
            if value == "bad":
                await ack(response_action="errors", errors={"what": "Not that"})
            elif value == "nowhere":
                await ack(response_action="errors", errors={"else": "Not that"})
            else:
                await ack()

        @app.command("/credpath")
        async def command(ack: Any, body: Json) -> None:
            heard.append(("command", body))
            await ack(f"You asked {body['text']}")

        @app.shortcut("credpath_goal")
        async def shortcut(ack: Any, body: Json, client: AsyncWebClient) -> None:
            await client.views_open(trigger_id=body["trigger_id"], view=MODAL)
            heard.append((body["type"], body))
            await ack()

        @app.message_shortcut("credpath_evidence")
        async def evidence(ack: Any, body: Json) -> None:
            heard.append((body["type"], body))
            await ack()


@contextlib.asynccontextmanager
async def over_http(fake: FakeSlack, **more: Any) -> AsyncIterator[Echo]:
    """The app behind an HTTP server of its own; the fake delivers to it."""
    echo = Echo(fake, **more)
    runner = web.AppRunner(echo.app.web_app("/slack/events"), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    root = f"http://127.0.0.1:{runner.addresses[0][1]}"
    fake.delivers_to(f"{root}/slack/events")
    async with aiohttp.ClientSession() as session:
        echo.client.session = session
        try:
            yield echo
        finally:
            await runner.cleanup()


@contextlib.asynccontextmanager
async def over_socket(fake: FakeSlack) -> AsyncIterator[Echo]:
    """The app on Socket Mode."""
    async with aiohttp.ClientSession() as session:
        echo = Echo(fake)
        echo.client.session = session
        handler = AsyncSocketModeHandler(echo.app, APP_TOKEN, web_client=echo.client, ping_interval=5)
        handler.client.proxy = None
        await handler.connect_async()  # type: ignore[no-untyped-call]
        await fake.link.connected()
        try:
            yield echo
        finally:
            client = handler.client
            await handler.close_async()  # type: ignore[no-untyped-call]
            left = [client.message_processor, client.current_session_monitor, client.message_receiver]
            await asyncio.gather(*(task for task in left if task is not None), return_exceptions=True)
