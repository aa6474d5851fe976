"""The judges are no rubber stamps: each refuses what Slack refuses, and says so by name."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from adapters.slack.modal import modal
from adapters.slack.render import home, messages
from tests.adapters.slack.slack_judge import ROOT, by_limits, by_schema, by_sdk, faults
from tests.replies import GOLDEN

Payload = dict[str, Any]


def text(said: str, kind: str = "plain_text") -> Payload:
    return {"type": kind, "text": said}


def section(said: str) -> Payload:
    return {"type": "section", "text": text(said, "mrkdwn")}


def button(n: int, **more: Any) -> Payload:
    return {"type": "button", "action_id": f"press:{n}", "text": text("Yes"), "value": "a:AAAAAAAAAAAAAAAA", **more}


def actions(*elements: Payload) -> Payload:
    return {"type": "actions", "elements": list(elements)}


def select(n: int) -> Payload:
    options = [{"text": text(str(i)), "value": str(i)} for i in range(n)]
    return {"type": "static_select", "action_id": "choose:0", "placeholder": text("Choose"), "options": options}


def rows(down: int, across: int, said: str = "x") -> Payload:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": said}] * across for _ in range(down)]}


def rich(said: str) -> Payload:
    part = {"type": "rich_text_section", "elements": [{"type": "text", "text": said}]}
    return {"type": "rich_text", "elements": [part]}


def card(**more: Any) -> Payload:
    return {"type": "card", "title": text("Title", "mrkdwn"), **more}


HEADER = {"type": "header", "text": text("Hello")}
DIVIDER = {"type": "divider"}
SCHEMA, SDK, LIMITS = by_schema, by_sdk, by_limits
BROKEN: dict[str, tuple[list[Payload], list[Callable[[Payload], list[str]]]]] = {
    "51 blocks": ([HEADER] * 51, [LIMITS]),
    "no block": ([], [LIMITS]),
    "unknown block": ([{"type": "banner", "text": text("x")}], [SCHEMA, SDK, LIMITS]),
    "block without a type": ([{"text": text("x")}], [SCHEMA]),
    "unknown key": ([{**HEADER, "colour": "red"}], [SCHEMA, SDK]),
    "unknown key in an element": ([actions(button(0, colour="red"))], [SCHEMA, SDK]),
    "3001 characters in a section": ([section("x" * 3001)], [SDK, LIMITS]),
    "3001 characters of small print": ([{"type": "context", "elements": [text("x" * 3001)]}], [LIMITS]),
    "151 characters in a header": ([{"type": "header", "text": text("x" * 151)}], [SDK, LIMITS]),
    "header with mrkdwn": ([{"type": "header", "text": text("x", "mrkdwn")}], [SCHEMA]),
    "empty text": ([rich("")], [LIMITS]),
    "button without text": ([actions({"type": "button", "action_id": "a", "value": "v"})], [SCHEMA]),
    "button of another style": ([actions(button(0, style="loud"))], [SCHEMA, SDK]),
    "76 characters on a button": ([actions(button(0, text=text("x" * 76)))], [SDK, LIMITS]),
    "2001 characters behind a button": ([actions(button(0, value="x" * 2001))], [SDK, LIMITS]),
    "256 characters of id": ([actions(button(0, action_id="x" * 256))], [SDK, LIMITS]),
    "an id twice": ([actions(button(0)), actions(button(0))], [LIMITS]),
    "26 buttons": ([actions(*(button(n) for n in range(26)))], [SDK, LIMITS]),
    "no button": ([actions()], [LIMITS]),
    "101 options": ([actions(select(101))], [SDK, LIMITS]),
    "101 rows": ([rows(101, 1)], [LIMITS]),
    "21 columns": ([rows(1, 21)], [LIMITS]),
    "10,001 characters in a table": ([rows(2, 2, "x" * 2501)], [LIMITS]),
    "two tables": ([rows(1, 1), rows(1, 1)], [LIMITS]),
    "11 cards": ([{"type": "carousel", "elements": [card()] * 11}], [SDK, LIMITS]),
    "201 characters on a card": (
        [{"type": "carousel", "elements": [card(body=text("x" * 201, "mrkdwn"))]}],
        [SDK, LIMITS],
    ),
    "card with plain text": ([{"type": "carousel", "elements": [card(body=text("x"))]}], [SCHEMA]),
    "too long in all": ([rich("x" * 2_900)] * 5, [LIMITS]),
    "a mention in disguise": (
        [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "all"}]}]}],
        [SCHEMA],
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_messages_are_refused(name: str) -> None:
    """By every judge that is named, not just by one of them."""
    blocks, judges = BROKEN[name]
    payload = {"text": "Hello", "blocks": blocks}
    assert [judge.__name__ for judge in judges if not judge(payload)] == []


def test_good_messages_are_not_refused() -> None:
    """The same parts put together as Slack wants them pass all three."""
    # what is missing from this list our messages do not use: see SURFACES
    blocks = [HEADER, rich("x" * 2_900), actions(*(button(n) for n in range(25))), rows(20, 3), actions(select(40))]
    assert faults({"text": "Hello", "blocks": blocks}) == []
    assert faults({"text": "", "blocks": blocks}) != []
    assert faults({"text": "x" * 4001, "blocks": blocks}) != []


def test_broken_views_are_refused() -> None:
    """Tables at home, titles that are too long, inputs without a submit button."""
    form = next(b for b in GOLDEN["form"].blocks if b.kind == "form")
    good = modal(form, form.token)
    assert faults(good) == []
    assert by_limits({**good, "title": text("x" * 25)})
    assert by_sdk({**good, "title": text("x" * 25)})
    assert by_limits({k: v for k, v in good.items() if k != "submit"})
    assert by_schema({k: v for k, v in good.items() if k != "title"})
    assert by_sdk({**good, "private_metadata": "x" * 3001})
    assert by_limits({**good, "blocks": [*good["blocks"], good["blocks"][0]]})
    view = home(GOLDEN["plan"])
    assert faults(view) == []
    assert by_limits({**view, "blocks": [rows(1, 1)]})
    assert by_limits({**view, "blocks": [HEADER] * 101})
    assert by_sdk({**view, "blocks": [HEADER] * 101})
    assert by_sdk({**view, "submit": text("OK")})


def test_the_schema_knows_no_lengths() -> None:
    """So payloads of one shape may be judged once; and every block is a known one wherever it stands."""
    told: set[str] = set()

    def walk(schema: Any) -> None:
        if isinstance(schema, dict):
            told.update(schema)
            for key, value in schema.items():
                walk(list(value.values()) if key in ("properties", "definitions") else value)
        elif isinstance(schema, list):
            for one in schema:
                walk(one)

    walk(ROOT)
    assert told <= {"$ref", "$schema", "additionalProperties", "anyOf", "const", "definitions", "enum", "items"} | {
        "properties",
        "required",
        "type",
        "not",
    }
    for name in ("Msg", "Home", "Modal"):
        assert ROOT["definitions"][name]["properties"]["blocks"]["items"] == {"$ref": "#/definitions/KnownBlock"}


def test_what_the_schema_misses() -> None:
    """It is older than Slack: charts and buttons in tables would be refused although Slack takes them."""
    kinds = json.dumps(ROOT["definitions"]["KnownBlock"])
    assert "DataTableBlock" in kinds
    assert "visualization" not in json.dumps(ROOT).lower()


@pytest.mark.parametrize("name", GOLDEN)
def test_goldens_are_not_refused(name: str) -> None:
    """The thirty replies, in a message and at home."""
    assert [fault for one in messages(GOLDEN[name], public=False) for fault in faults(one)] == []
    assert faults(home(GOLDEN[name])) == []
