"""Replies survive JSON, and the terminal renders any of them without losing anything unmarked."""

import json
import string
from dataclasses import fields

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.console.text import lines, plain
from bot import messages as m

WORDS = st.text(string.ascii_letters + string.digits + " äß中م😀.,", min_size=0, max_size=40)
ANY = st.text(max_size=60)
DATES = st.dates().map(lambda d: d.isoformat())
SHARES = st.floats(0, 1)
ITEMS = st.builds(
    m.Item,
    title=WORDS,
    start=DATES,
    end=DATES,
    detail=st.lists(WORDS, max_size=3).map(tuple),
    state=st.sampled_from(["planned", "started", "done", "failed", "skipped", "late", "odd"]),
    url=st.none() | st.just("https://example.org/x"),
)


def rows(width: int) -> st.SearchStrategy[tuple[str, ...]]:
    """Table rows of a width."""
    return st.tuples(*[WORDS] * width)


TABLES = st.integers(1, 4).flatmap(
    lambda w: st.builds(m.Table, head=rows(w), rows=st.lists(rows(w), max_size=3).map(tuple))
)
BLOCKS = st.one_of(
    st.builds(m.Text, text=ANY),
    st.builds(m.Heading, text=ANY),
    st.builds(m.Note, text=ANY),
    st.builds(m.Fields, pairs=st.lists(st.tuples(WORDS, WORDS), max_size=4).map(tuple)),
    TABLES,
    st.builds(m.Progress, label=WORDS, share=SHARES),
    st.builds(m.Steps, items=st.lists(ITEMS, max_size=4).map(tuple), start=DATES, finish=DATES),
    st.builds(
        m.Cards,
        cards=st.lists(
            st.builds(
                m.Card,
                title=WORDS,
                lines=st.lists(WORDS, max_size=3).map(tuple),
                url=st.none() | st.just("https://example.org"),
            ),
            max_size=3,
        ).map(tuple),
    ),
    st.builds(m.Choices, choices=st.lists(st.builds(m.Choice, label=WORDS, says=WORDS), max_size=6).map(tuple)),
)
REPLIES = st.builds(
    m.Reply,
    summary=ANY,
    blocks=st.lists(BLOCKS, max_size=5).map(tuple),
    visibility=st.sampled_from(["public", "private"]),
    files=st.lists(st.builds(m.File, name=WORDS, media_type=WORDS, content=ANY), max_size=2).map(tuple),
    provisional=st.booleans(),
)


@given(REPLIES)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_json_round_trip(reply: m.Reply) -> None:
    """What is written as JSON text is read back the same, to the last type."""
    assert m.reply_from(json.loads(json.dumps(m.to_json(reply)))) == reply


def words(value: object) -> list[str]:
    """Every word that a block wants to show; what cannot be printed parts words."""
    if isinstance(value, str):
        return "".join(c if c.isprintable() or c in "\u200d\ufe0f" else " " for c in value).split()
    if isinstance(value, tuple):
        return [w for v in value for w in words(v)]
    if isinstance(value, m.Choice):
        return words(value.label)
    if isinstance(value, m.Item):
        return words((value.title, value.detail, value.url or ""))
    if isinstance(value, m.Steps):
        return words(value.items)
    if isinstance(value, m.Progress):
        return words(value.label)
    if hasattr(value, "kind") or isinstance(value, m.Card):
        return [w for f in fields(value) if f.name != "kind" for w in words(getattr(value, f.name) or "")]  # type: ignore[arg-type]
    return []


@given(REPLIES, st.integers(1, 200))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_every_reply_renders_and_drops_nothing(reply: m.Reply, width: int) -> None:
    """Any reply, at any width: every word of every block is there, or a marker says that it is not."""
    squeezed = "".join(plain(reply, width).split())
    shown = reply.blocks or (m.Text(reply.summary),)
    for block in shown:
        for word in words(block):
            assert word in squeezed or "…" in squeezed
    for file in reply.files:
        assert "".join(words(file.name)) in squeezed


@given(REPLIES)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_line_is_a_line(reply: m.Reply) -> None:
    """No rendered line holds a line break or a control character that would move the cursor."""
    for line in lines(reply):
        assert not set(line.text) & {"\n", "\r", "\x1b", "\x07", "\x08"}


def test_a_reply_without_blocks_shows_its_summary() -> None:
    """Nothing is ever answered with nothing."""
    assert plain(m.Reply("hello")) == "hello"


def test_short_steps_have_a_mark_on_the_timeline() -> None:
    """Even a step of one day at the very start is visible on its bar."""
    items = (m.Item("A", "2026-11-23", "2026-11-24"), m.Item("B", "2026-11-24", "2027-11-23"))
    text = plain(m.Reply("x", (m.Steps(items, "2026-11-23", "2027-11-23"),)))
    bars = [line for line in text.splitlines() if "→" in line]
    assert all("█" in bar for bar in bars)


def test_choices_are_numbered_from_one() -> None:
    """A typed number means what it shows."""
    text = plain(m.Reply("x", (m.Choices((m.Choice("Yes", "yes"), m.Choice("No", "no"))),)))
    assert text.splitlines() == ["  [1] Yes", "  [2] No"]
