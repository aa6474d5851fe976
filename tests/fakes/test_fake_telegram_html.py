"""The HTML of messages: refused in the server's words, and read as two other libraries write it."""

from typing import Any

import pytest
from aiogram.types import MessageEntity as TheirEntity
from aiogram.utils.text_decorations import html_decoration
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Chat, Message, MessageEntity
from telegram._utils.datetime import UTC

from tests.adapters.telegram.telegram_judge import Refused, parse
from tests.fakes.telegram.html import parsed
from tests.fakes.telegram.refusal import Refusal
from tests.fakes.telegram.world import Stopwatch

SAYS = [
    ("<br>", 'Unsupported start tag "br" at byte offset 0'),
    ("é<b/>", 'Unsupported start tag "b/" at byte offset 2'),
    ("a <", "Unclosed start tag at byte offset 2"),
    ("x <b", "Unclosed start tag at byte offset 2"),
    ("<a href", 'Unclosed start tag "a" at byte offset 0'),
    ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
    ('<a href="https://a.org', "Unclosed start tag at byte offset 0"),
    ('<a href="https://a.org"', "Unclosed start tag at byte offset 0"),
    ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
    ("<a href=x/>y</a>", "Unexpected end of name token at byte offset 8"),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("<b>x</b></i>", "Unexpected end tag at byte offset 8"),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ("<b>x</strong>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</strong>"'),
    ("<b><i>x</i>", 'Can\'t find end tag corresponding to start tag "b"'),
    ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
]
STRICTER = [
    "a & b",
    "&nbsp;",
    "&LT;",
    "&#0;",
    "&#xD800;",
    "&amp",
    '<b class="x">x</b>',
    '<a href="nowhere">x</a>',
    "<a>x</a>",
    "<code><b>x</b></code>",
    "<b><b>x</b></b>",
    "<b><code>x</code></b>",
    "<pre><code>x</code></pre>",
    '<a href="https://a.org"><code>x</code></a>',
    "<b><blockquote>x</blockquote></b>",
    "<b>x</>",
    "a\tb",
]
READ = [
    ("", "", []),
    ("a &lt;b&gt; &amp; &quot;c&quot; &#233; &#xe9; > d", 'a <b> & "c" é é > d', []),
    ("😀<b>😀é</b>", "😀😀é", [("bold", 2, 3)]),
    ("<B>x</B >y<i ></i>", "xy", [("bold", 0, 1)]),
    ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
    ("<i><b>x</b></i>", "x", [("bold", 0, 1), ("italic", 0, 1)]),
    ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
    ("<span class='tg-spoiler'>x</span>", "x", [("spoiler", 0, 1)]),
    ("<code>a &lt; b</code>", "a < b", [("code", 0, 5)]),
]


@pytest.mark.parametrize(("html", "said"), SAYS)
def test_what_the_server_refuses(html: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        parsed(html)
    assert refused.value.description == f"Bad Request: can't parse entities: {said}"


@pytest.mark.parametrize("html", STRICTER)
def test_what_it_would_mend_is_refused_here(html: str) -> None:
    with pytest.raises(Refusal, match="can't parse entities"):
        parsed(html)


@pytest.mark.parametrize(("html", "text", "entities"), READ)
def test_what_is_shown(html: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    shown, found = parsed(html)
    assert (shown, [(e["type"], e["offset"], e["length"]) for e in found]) == (text, entities)


def test_links_languages_and_people() -> None:
    _, found = parsed('<a href="https://a.org/?b=1&amp;c=2">x</a><pre><code class="language-python">y</code></pre>')
    assert found == [
        {"type": "text_link", "offset": 0, "length": 1, "url": "https://a.org/?b=1&c=2"},
        {"type": "pre", "offset": 1, "length": 1, "language": "python"},
    ]
    _, [person] = parsed('<a href="tg://user?id=7">x</a>')
    assert (person["type"], person["user"]["id"]) == ("text_mention", 7)


_PAIRS = [(f"<{tag}>", f"</{tag}>") for tag in ("b", "i", "u", "s", "code", "pre", "blockquote", "tg-spoiler")]
_PAIRS += [('<a href="https://a.org/x">', "</a>"), ("<blockquote expandable>", "</blockquote>")]
_REST = ["<br>", "<", ">", "&", "&lt;", "&amp;", "&quot;", "&nope;", "&#233;", "a", "é", "😀", " ", "\n"]
_SHOWN = st.sampled_from(["a", "é ", "😀", "&lt;", " b", "\n"])
_balanced = st.recursive(
    _SHOWN,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(_PAIRS), inner).map(lambda made: made[1].join(made[0])),
        st.lists(inner, max_size=4).map("".join),
    ),
    max_leaves=8,
)
_broken = st.lists(st.sampled_from([*(tag for pair in _PAIRS for tag in pair), *_REST]), max_size=8).map("".join)
anything = _balanced | _broken


def _marked(html: str) -> tuple[str, list[tuple[str, int, int]]] | None:
    try:
        text, found = parsed(html)
    except Refusal:
        return None
    return text, sorted((e["type"], e["offset"], e["length"]) for e in found)


@settings(deadline=None, max_examples=600)
@given(anything)
def test_it_takes_what_the_other_judge_takes(html: str) -> None:
    """The judge of the adapter's tests was written apart from this one. This one is never more lenient, and stricter
    only about code inside bold, a link or the like.
    """
    try:
        judged: Any = parse(html).text
    except Refused:
        judged = None
    found = _marked(html)
    if found is None and "<code>" in html:
        return
    assert (None if found is None else found[0]) == judged


@settings(deadline=None, max_examples=300)
@given(anything)
def test_it_reads_what_others_write(html: str) -> None:
    """What aiogram and PTB make of the entities is read back as the same."""
    found = _marked(html)
    if found is None:
        return
    text, entities = parsed(html)
    theirs = html_decoration.unparse(text, [TheirEntity.model_validate(e) for e in entities])
    assert _marked(theirs) == found
    if text:
        marks = MessageEntity.de_list(entities, None)
        message = Message(1, Stopwatch().at.astimezone(UTC), Chat(7, "private"), text=text, entities=marks)
        assert _marked(message.text_html) == found
