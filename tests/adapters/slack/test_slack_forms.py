"""Forms as windows: opened in time or offered again, checked before they close, gone uninstalls, and thumbs."""

import asyncio
import json
from typing import Any

import pytest

from bot import forms
from bot.messages import Field, Form, FormAnswer
from tests.adapters.slack.slack_rig import Rig, opened, pressed
from tests.adapters.slack.slack_web import Web, cut_off, serving, status

TOKEN = "a:ABCDEFGHIJKLMNOP"
ASKED: dict[str, Any] = {
    "trigger_id": "12.34.abc",
    "user": {"id": "U1", "team_id": "T1"},
    "team": {"id": "T1", "domain": "acme"},
}
OPEN = {"ok": True, "channel": {"id": "D1"}}


def ran(check: Any, **answers: Any) -> None:
    async def run() -> None:
        async with serving(conversations__open=OPEN, **answers) as web:
            rig = opened(web.api)
            rig.forms[TOKEN] = Form(
                "settings", "Settings", (Field("zone", "Zone", value="UTC"),), "Save", "my settings", TOKEN
            )
            try:
                await check(rig, web)
            finally:
                await rig.slack.close()

    asyncio.run(run())


def submitted(name: str, values: dict[str, str], token: str = "") -> dict[str, Any]:
    fields = {k: {"value": {"type": "plain_text_input", "value": v}} for k, v in values.items()}
    view = {"id": "V1", "hash": "h1", "callback_id": name, "private_metadata": token, "state": {"values": fields}}
    return {**ASKED, "type": "view_submission", "view": view}


def test_a_prepared_form_opens_at_once() -> None:
    """With what stands in it, and nothing in the inbox."""

    async def check(rig: Rig, web: Web) -> None:
        assert (await rig.press(pressed(TOKEN, action="form:0")))[2] == b""
        (sent,) = web.of("views.open")
        assert sent["trigger_id"] == "12.34.abc"
        assert (sent["view"]["callback_id"], sent["view"]["private_metadata"]) == ("settings", TOKEN)
        assert sent["view"]["blocks"][0]["element"]["initial_value"] == "UTC"
        assert rig.events == []

    ran(check)


@pytest.mark.parametrize(
    "answer", [{"ok": False, "error": "expired_trigger_id"}, status(500), status(429), cut_off, "unknown form"]
)
def test_a_form_that_could_not_be_opened_is_offered_again(answer: Any) -> None:
    """The press is put, so that the bot answers it in a message."""

    async def check(rig: Rig, web: Web) -> None:
        if answer == "unknown form":
            rig.forms.clear()
        else:
            web.answers["views.open"] = answer
        assert (await rig.press(pressed(TOKEN, action="form:0")))[0] == 200
        assert [(e.kind, e.token, e.conversation) for e in rig.events] == [("press", TOKEN, "D1")]

    ran(check)


def test_in_public_nobody_opens_another_ones_form() -> None:
    """The press goes to the bot, which knows whose button it is."""

    async def check(rig: Rig, web: Web) -> None:
        where = {"channel": {"id": "C1"}, "container": {"type": "message", "message_ts": "1.2", "channel_id": "C1"}}
        await rig.press(pressed(TOKEN, action="form:0", **where))
        assert web.of("views.open") == []
        assert [e.kind for e in rig.events] == ["press"]

    ran(check)


def test_shortcuts_open_empty_forms() -> None:
    """One about a message has the message in it; too late, its words are said."""

    async def check(rig: Rig, web: Web) -> None:
        await rig.press({**ASKED, "type": "shortcut", "callback_id": "credpath_goal"})
        message = {"text": "built a lab", "ts": "1700000000.000100"}
        used = {
            "type": "message_action",
            "callback_id": "credpath_evidence",
            "message": message,
            "channel": {"id": "C1"},
        }
        await rig.press({**ASKED, **used})
        goal, evidence = (sent["view"] for sent in web.of("views.open"))
        assert (goal["callback_id"], goal["private_metadata"]) == ("goal", "")
        values = {b["block_id"]: b["element"].get("initial_value") for b in evidence["blocks"]}
        assert values["note"] == "built a lab"
        assert values["url"] == "https://acme.slack.com/archives/C1/p1700000000000100"
        assert rig.events == []
        web.answers["views.open"] = {"ok": False, "error": "expired_trigger_id"}
        await rig.press({**ASKED, "type": "shortcut", "callback_id": "credpath_goal"})
        form = forms.blank("goal")
        assert form is not None
        assert [(e.kind, e.text, e.conversation) for e in rig.events] == [("message", form.says, "D1")]

    ran(check)


def test_a_form_with_a_mistake_stays_open() -> None:
    """The sentence stands beside its field; corrected, it is put and the window closes."""
    good = {"role": "data analyst", "by": "2027-05-01", "hours": "6", "budget": "", "currency": "", "have": ""}

    async def check(rig: Rig, web: Web) -> None:
        code, headers, body = await rig.press(submitted("goal", {**good, "hours": "a lot", "role": ""}))
        answer = json.loads(body)
        assert (code, answer["response_action"], set(answer["errors"])) == (200, "errors", {"hours", "role"})
        assert headers["content-type"][0].startswith("application/json")
        assert rig.events == []
        code, _, body = await rig.press(submitted("goal", good, TOKEN))
        assert (code, body) == (200, b"")
        (event,) = rig.events
        assert (event.kind, event.token, event.conversation, event.form) == (
            "form",
            TOKEN,
            "D1",
            FormAnswer("goal", good),
        )

    ran(check)


def test_a_mistake_in_a_field_that_is_not_shown() -> None:
    """Slack would refuse an error for it, so it stands beside the first one."""

    async def check(rig: Rig, web: Web) -> None:
        _, _, body = await rig.press(submitted("evidence", {"credential": "CCNA"}))
        assert set(json.loads(body)["errors"]) == {"credential"}

    ran(check)


def test_a_form_sent_twice_is_one() -> None:
    """And one that could not be committed is not closed."""
    good = {"note": "built a lab"}

    async def check(rig: Rig, web: Web) -> None:
        rig.failing = True
        assert (await rig.press(submitted("evidence", good)))[0] == 503
        rig.failing = False
        for _ in range(2):
            assert (await rig.press(submitted("evidence", good)))[0] == 200
        assert len(rig.events) == 1

    ran(check)
