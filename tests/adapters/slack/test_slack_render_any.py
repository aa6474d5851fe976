"""Replies of every kind: none is refused by any judge, nothing is lost without a trace, nothing acts."""

import html
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings

from adapters.slack.limits import MARKER
from adapters.slack.modal import modal
from adapters.slack.render import Rendered, home, messages, rendered, uploads
from bot import messages as m
from tests.adapters.slack.slack_judge import by_limits, faults
from tests.replies import GOLDEN, replies

KEPT = "\u200c\u200d\ufe0f"
CHEAP = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}


@pytest.mark.parametrize(
    ("chunk", "many"), [(0, 1_000), *(pytest.param(n, 2_500, marks=pytest.mark.soak) for n in range(4))]
)
def test_nothing_is_refused(chunk: int, many: int, capsys: pytest.CaptureFixture[str]) -> None:
    """No judge has anything to say against any message; 10,000 replies in all by `./dev soak`."""
    took, parts = [], 0

    @seed(chunk)
    @settings(max_examples=many, **CHEAP)
    @given(replies())
    def every(reply: m.Reply) -> None:
        nonlocal parts
        began = time.perf_counter()
        sent = messages(reply, public=reply.visibility == "public", feedback=len(took) % 7 == 0)
        took.append((time.perf_counter() - began) * 1e3)
        parts += len(sent)
        assert sent
        found = [fault for message in sent for fault in faults(message)]
        assert not found, found[:5]

    every()
    assert len(took) >= many
    with capsys.disabled():
        median, slow = statistics.median(took), statistics.quantiles(took, n=100)[98]
        sys.stdout.write(
            f"\nSlack: {len(took)} replies, {parts} messages, 0 refused; {median:.2f} ms median, {slow:.1f} ms p99\n"
        )


@seed(0)
@settings(max_examples=400, **CHEAP)
@given(replies())
def test_views_are_not_refused(reply: m.Reply) -> None:
    """Home tabs and forms, with and without answers and errors."""
    forms = [b for b in reply.blocks if isinstance(b, m.Form)]
    told = {f"field-{n}": reply.summary for n in range(0, 30, 3)}
    views = [home(reply), *(modal(f, f.token) for f in forms), *(modal(f, f.token, told, told) for f in forms)]
    found = [fault for view in views for fault in faults(view)]
    assert not found, found[:5]


def words(text: str) -> list[str]:
    """What a person reads in a text; what cannot be printed parts words."""
    lines = (row.removeprefix("• ") for row in text.splitlines())
    return "".join(c if c.isprintable() or c in KEPT else " " for c in "\n".join(lines)).split()


def wanted(block: m.Block) -> Iterator[str]:
    """Every text of a block that is meant for a person to read."""
    match block:
        case m.Text(text) | m.Heading(text) | m.Note(text):
            yield text
        case m.Fields(pairs):
            yield from (text for pair in pairs for text in pair)
        case m.Table(head, rows):
            yield from (cell for row in (head, *rows) for cell in row)
        case m.Progress(label):
            yield label
        case m.Steps(items):
            yield from (text for i in items for text in (i.title, *i.detail, i.url or ""))
        case m.Cards(cards):
            yield from (text for c in cards for text in (c.title, *c.lines, c.url or ""))
        case m.Choices(choices):
            yield from (c.label for c in choices)
        case m.Picture():
            yield from (block.title, block.alt)
        case m.Form(token=""):
            yield from (block.title, block.says, *(f.label for f in block.fields))
        case m.Form():
            yield from (block.title, block.submit)
            yield from (text for f in block.fields for text in (f.label, f.hint, f.value, *(o for o, _ in f.options)))


def said(value: Any) -> Iterator[str]:
    """Every text in a payload, mrkdwn undone; links with their address."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            linked = re.sub(r"<([^|>]*)\|([^>]*)>", r"\1 \2", value["text"])
            yield html.unescape(linked).replace("%7C", "|").replace("%3C", "<").replace("%3E", ">")
        else:
            yield from (v for k, v in value.items() if isinstance(v, str) and k not in ("type", "action_id"))
            yield from (text for v in value.values() if not isinstance(v, str) for text in said(v))
    elif isinstance(value, list):
        for one in value:
            yield from said(one)


def everything(reply: m.Reply) -> tuple[str, bool]:
    """All that can be read on all pages and in all files and forms, and whether a marker says that something is not."""
    pages = 1
    out: list[Rendered] = []
    while len(out) < pages:
        out.append(rendered(replace(reply, page=len(out))))
        counts = [re.fullmatch(r"Page \d+ of (\d+)", text) for one in out[-1].messages for text in said(one)]
        pages = max([pages, *(int(found[1]) for found in counts if found)])
    views = [modal(b, b.token) for b in reply.blocks if isinstance(b, m.Form)]
    texts = [text for value in (*(list(o.messages) for o in out), views) for text in said(value)]
    files = [f.content.decode("utf-8-sig") for o in out for f in o.files]
    text = " ".join((*texts, *files)).replace("\u2060", "")
    short = [view[key]["text"] for view in views for key in ("title", "submit") if key in view]
    return text, MARKER in text or any(one.endswith("…") for one in short)


def parted(word: str, text: str) -> bool:
    """Whether a word is there with something around it, or too long for one place and in several."""
    return word in text or (len(word) > 1_000 and len(set(word)) == 1 and text.count(word[0]) >= len(word))


def test_no_word_is_lost(capsys: pytest.CaptureFixture[str]) -> None:
    """Every word of a reply is in its messages, on its pages, in its files or forms; else a marker stands for it."""
    marked = Counter[str]()

    @seed(1)
    @settings(max_examples=400, **CHEAP)
    @given(replies(3))
    def every(reply: m.Reply) -> None:
        text, marker = everything(reply)
        there = set(text.split())
        asked = [w for b in reply.blocks for t in wanted(b) for w in words(t)]
        missing = [w for w in asked if w not in there and not parted(w, text)]
        marked["with a marker" if marker else "whole"] += 1
        assert not missing or marker, missing[:5]

    every()
    assert marked["whole"] > 250
    with capsys.disabled():
        sys.stdout.write(f"\nSlack: no word lost: {dict(marked)}\n")


@seed(2)
@settings(max_examples=500, **CHEAP)
@given(replies())
def test_nothing_acts(reply: m.Reply) -> None:
    """Where Slack reads markup there is none but our own links; no rich text element is a mention."""
    for message in [*messages(reply, public=False), home(reply)]:
        for kind, text in marked_up(message):
            bare = html.unescape(text)
            tags = [part for part in text.split("<")[1:] if not part.startswith(("https://", "http://"))]
            assert not tags, text
            assert kind == "mrkdwn" or not text.count("<"), text
            assert "@channel" not in bare
            assert "@all" not in bare
        kinds = {node["type"] for node in nodes(message) if "type" in node}
        assert not kinds & {"user", "usergroup", "broadcast", "channel", "emoji", "team", "markdown", "section"}


def marked_up(message: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if isinstance(message.get("text"), str):
        yield "text", message["text"]
    yield from (("mrkdwn", node["text"]) for node in nodes(message) if node.get("type") == "mrkdwn")


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from nodes(one)


@seed(3)
@settings(max_examples=500, **CHEAP)
@given(replies())
def test_turning_a_page_changes_the_last_message_only(reply: m.Reply) -> None:
    """Same reply, other page: as many messages, all but the last the same, and so are the files."""
    first, second = (rendered(replace(reply, page=n)) for n in (0, 1))
    texts = [[json.dumps(one["blocks"]) for one in r.messages] for r in (first, second)]
    assert texts[0][:-1] == texts[1][:-1]
    assert len(texts[0]) == len(texts[1])
    assert first.files == second.files


@seed(4)
@settings(max_examples=500, **CHEAP)
@given(replies())
def test_the_same_twice(reply: m.Reply) -> None:
    """Pure: the same reply gives the same messages, and the files go with them."""
    assert rendered(reply) == rendered(reply)
    assert uploads(reply) == rendered(reply).files
    assert len(uploads(reply)) >= len(reply.files)


@seed(5)
@settings(max_examples=300, **CHEAP)
@given(replies())
def test_a_private_reply_is_a_pointer_in_public(reply: m.Reply) -> None:
    """In a public place a private reply shows nothing of itself, whatever it is, and hands out no file."""
    private = replace(reply, visibility="private")
    shown, other = rendered(private, public=True), rendered(GOLDEN["private-in-channel"], public=True)
    assert shown == other
    assert not by_limits(shown.messages[0])
    assert not uploads(private, public=True)
