"""The judges are strict: each of them refuses what the real server refuses, and takes what it takes."""

from typing import Any

import pytest

from adapters.telegram.keyboard import Button, markup
from adapters.telegram.render import Part
from adapters.wire import Upload
from bot import messages as m
from tests.adapters.telegram.telegram_judge import Refused, judge, judge_rich, parse
from tests.adapters.telegram.telegram_others import aiogram_refuses, schema_refuses
from tests.adapters.telegram.telegram_owed import Shown, owed


def message(text: str, *rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Parameters of sendMessage."""
    return {"text": text, "parse_mode": "HTML", **({"reply_markup": {"inline_keyboard": list(rows)}} if rows else {})}


@pytest.mark.parametrize(
    "html",
    [
        "a & b",
        "1 < 2",
        "<b>x",
        "x</b>",
        "<b><i>x</b></i>",
        "<B>x</B>",
        "<h1>x</h1>",
        "<script>x</script>",
        "<b class='x'>x</b>",
        '<b class="x">x</b>',
        '<a href="javascript:alert(1)">x</a>',
        '<a href="https://x.org/?a=1&b=2">x</a>',
        "<a>x</a>",
        "<pre><b>x</b></pre>",
        "<blockquote><blockquote>x</blockquote></blockquote>",
        "<b>x<blockquote>y</blockquote></b>",
        "&nbsp;",
        "&apos;",
        "a\x00b",
        "a\tb",
        "\ud800",
    ],
)
def test_broken_html_is_refused(html: str) -> None:
    """Unknown, crossing and unclosed tags, bare signs, unknown names, links to nowhere, controls."""
    with pytest.raises(Refused):
        judge("sendMessage", message(html))


def test_good_html_is_taken() -> None:
    """Text, entities and links come out as the server would show them."""
    found = parse(
        '1 &lt; <b>2 &amp; 3</b> 😀<a href="https://x.org/?a=1&amp;b=&quot;">y</a> > <blockquote>z</blockquote>'
    )
    assert found.text == "1 < 2 & 3 😀y > z"
    assert found.entities == [("b", 4, 5, ""), ("a", 12, 1, 'https://x.org/?a=1&b="'), ("blockquote", 16, 1, "")]


def test_lengths_are_counted_after_parsing_in_utf16() -> None:
    """4096 pass, 4097 do not; an emoji counts twice, a tag and an escaped sign once or not at all."""
    for good in ("x" * 4096, "😀" * 2048, "&lt;" * 4096, f"<b>{'x' * 4096}</b>"):
        judge("sendMessage", message(good))
    for bad in ("x" * 4097, "😀" * 2048 + "x", "&lt;" * 4097, f"<b>{'x' * 4097}</b>"):
        with pytest.raises(Refused, match="too long"):
            judge("sendMessage", message(bad))
    judge("sendPhoto", {"caption": "x" * 1024})
    with pytest.raises(Refused, match="too long"):
        judge("sendPhoto", {"caption": "x" * 1025})


@pytest.mark.parametrize("text", ["", " ", "\n", "\u200b", "\u2800 \ufeff", "<b> </b>"])
def test_an_empty_text_is_refused(text: str) -> None:
    """Nothing to see is an empty message."""
    with pytest.raises(Refused, match="empty"):
        judge("sendMessage", message(text))


def test_a_hundred_entities_and_no_more() -> None:
    """The 101st is one too many."""
    judge("sendMessage", message("<b>x</b> " * 100))
    with pytest.raises(Refused, match="entities"):
        judge("sendMessage", message("<b>x</b> " * 101))


def test_keyboards_over_a_limit_are_refused() -> None:
    """65 bytes, 9 buttons a row, 101 buttons, an empty row, a label that shows nothing."""
    judge("sendMessage", message("x", *[[{"text": "x", "callback_data": "é" * 32}] * 4] * 25))
    for rows in (
        [[{"text": "x", "callback_data": "x" * 65}]],
        [[{"text": "x", "callback_data": "é" * 33}]],
        [[{"text": "x", "callback_data": ""}]],
        [[{"text": "x", "callback_data": "x"}] * 9],
        [[{"text": "x", "callback_data": "x"}]] * 101,
        [[]],
        [[{"text": "\u200b", "callback_data": "x"}]],
    ):
        with pytest.raises(Refused):
            judge("sendMessage", message("x", *rows))


def test_others_refuse_wrong_shapes() -> None:
    """aiogram misses a chat, a wrong type and names an unknown field; the schema a button that does nothing."""
    assert not aiogram_refuses("sendMessage", message("x", [{"text": "x", "callback_data": "x"}]))
    assert aiogram_refuses("sendMessage", {"parse_mode": "HTML"})
    assert aiogram_refuses("sendMessage", {"text": 5.5})
    assert aiogram_refuses("sendMessage", {**message("x"), "disable_preview": True})
    assert aiogram_refuses("sendMessage", message("x", [{"text": "x", "callback": "x"}]))
    good = markup(((Button("x", "a:1"),),))
    assert not schema_refuses("keyboard", good)
    assert schema_refuses("keyboard", {"inline_keyboard": [[{"text": "x"}]]})
    assert schema_refuses("keyboard", {"inline_keyboard": [[{"text": "x", "callback_data": 5}]]})
    assert schema_refuses("keyboard", {"inline_keyboard": [[{"text": "x", "callback_dat": "x"}]]})
    assert schema_refuses("keyboard", {"inline_keyboard": [{"text": "x", "callback_data": "x"}]})
    assert schema_refuses("keyboard", {**good, "resize": True})
    assert not schema_refuses("rich", {"html": "<p>x</p>"})
    assert schema_refuses("rich", {"text": "<p>x</p>"})


@pytest.mark.parametrize(
    "html",
    [
        "<p>x",
        "<p><b>x</p></b>",
        "<p>a & b</p>",
        "<div>x</div>",
        "<p><p>x</p></p>",
        "<tr><td>x</td></tr>",
        "",
        "<table><tr>" + "<td>x</td>" * 21 + "</tr></table>",
        "<p>x</p>" * 501,
        "<p>" + "x" * 32_769 + "</p>",
    ],
)
def test_broken_rich_messages_are_refused(html: str) -> None:
    """Tags, blocks, columns and characters over the limits."""
    judge_rich({"rich_message": {"html": "<h3>x</h3><table><tr>" + "<td>x</td>" * 20 + "</tr></table>"}})
    with pytest.raises(Refused):
        judge_rich({"rich_message": {"html": html}})


def test_what_is_missing_is_found() -> None:
    """A rendering that leaves a word out is caught, one that has it in a link, a button or a file is not."""
    reply = m.Reply("x", (m.Text("one two"), m.Cards((m.Card("three", ("four",), "https://five.org"),))))
    whole = Part('one\ntwo <a href="https://five.org">f</a>', ((Button("three", "x"),),))
    assert Shown([whole]).misses(owed(reply, False)) == ["four"]
    handed = Part("", file=Upload("everything.txt", "text/plain", "… four …".encode()))
    assert not Shown([handed, whole]).misses(owed(reply, False))
    cut = Part("one two three https://five.org", ((Button("fo…", "x"),),))
    assert not Shown([cut]).misses(owed(reply, False))
    empty = Part("one two three https://five.org", ((Button("…", "x"),),))
    assert Shown([empty]).misses(owed(reply, False)) == ["four"]
