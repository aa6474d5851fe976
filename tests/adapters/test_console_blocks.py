"""Every block in the terminal: thirty replies to look at, and ten thousand of any kind. UPDATE_GOLDEN=1 writes anew."""

import os
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from adapters.console.text import lines, plain
from bot import messages as m
from tests.replies import GOLDEN, replies

FOLDER = Path(__file__).parents[1] / "golden" / "terminal"
_UNSEEN = ("Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Cn", "Co")


def squeezed(text: str) -> str:
    """Only what can be seen."""
    for c in set(text):
        if unicodedata.category(c) in _UNSEEN:
            text = text.replace(c, "")
    return text


def owed(reply: m.Reply) -> Iterator[str]:
    """Every text that has to be there."""
    for block in reply.blocks:
        match block:
            case m.Text(text) | m.Heading(text) | m.Note(text):
                yield text
            case m.Progress(label):
                yield label
            case m.Fields(pairs):
                yield from (x for pair in pairs for x in pair)
            case m.Table(head, rows):
                yield from (x for row in (head, *rows) for x in row)
            case m.Steps(items):
                yield from (x for i in items for x in (i.title, *i.detail, i.url or ""))
            case m.Cards(cards):
                yield from (x for c in cards for x in (c.title, *c.lines, c.url or ""))
            case m.Choices(choices):
                yield from (c.label for c in choices)
            case m.Picture(title=title, alt=alt):
                yield from (title, alt)
            case m.Form(title=title, fields=fields, says=says):
                yield from (title, *(f.label for f in fields), says)
    yield from (f.name for f in reply.files)


@pytest.mark.parametrize("many", [1_000, pytest.param(10_000, marks=pytest.mark.soak)])
def test_every_reply_can_be_read(many: int) -> None:
    """No exception, no control character, nothing left out."""
    counts: Counter[str] = Counter()

    @settings(
        deadline=None, max_examples=many, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(replies(2))
    def one(reply: m.Reply) -> None:
        found = lines(reply)
        text = "\n".join(line.text for line in found)
        bad = [c for c in set(text) if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") and c != "\n"]
        assert not bad
        assert "\u202e" not in text
        assert not any("\n" in line.text for line in found)
        shown = squeezed(text)
        assert not [x for x in owed(reply) if squeezed(x) not in shown]
        assert shown or not squeezed(reply.summary)
        counts["replies"] += 1

    one()
    print(dict(counts))  # noqa: T201
    assert counts["replies"] >= many


def test_a_picture_is_its_words() -> None:
    """Title and alt text."""
    picture = m.Picture("shares", "Title", (m.Bar("a", 0, 1),), "a is all of it")
    assert plain(m.Reply("x", (picture,))) == "Title\n  a is all of it"
    assert plain(m.Reply("x", (m.Picture("shares", "", (), "only words"),))) == "  only words"


def test_a_form_names_its_questions_and_how_to_begin() -> None:
    """No window in a terminal: what will be asked, and what to type."""
    form = m.Form("goal", "Your goal", (m.Field("a", "Which role?"), m.Field("b", "By when?")), "Plan", "set a goal")
    assert plain(m.Reply("x", (form,))) == "Your goal\n  • Which role?\n  • By when?\n  Type “set a goal” to begin."


@pytest.mark.parametrize("share", [float("nan"), float("inf"), -1.0, 7.0])
def test_odd_shares_are_clipped(share: float) -> None:
    """0 to 100 %."""
    assert plain(m.Reply("x", (m.Progress("x", share),))).strip("█· ") in ("0%  x", "100%  x")


def test_odd_dates_are_shown_as_they_are() -> None:
    """A step whose dates are none still says what it is."""
    steps = m.Steps((m.Item("x", "soon", "2027-13-01"),), "now", "later")
    assert plain(m.Reply("x", (steps,))) == "1 ○ x\n    soon → 2027-13-01"


@pytest.mark.parametrize("name", GOLDEN)
def test_golden(name: str) -> None:
    """As it was when somebody last looked."""
    path = FOLDER / f"{name}.txt"
    text = plain(GOLDEN[name]) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def test_no_golden_is_left_over() -> None:
    """Every file belongs to a reply."""
    assert {p.stem for p in FOLDER.glob("*.txt")} == set(GOLDEN)
