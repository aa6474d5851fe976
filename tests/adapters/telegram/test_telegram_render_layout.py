"""How each block looks on a phone, and what happens at the edges."""

from dataclasses import replace

import pytest

from adapters.telegram.keyboard import Button, laid_out
from adapters.telegram.render import Part, draft, parts, payload
from adapters.telegram.rich import rich
from bot import messages as m
from tests.adapters.telegram.telegram_judge import judge, parse, units
from tests.replies_golden import token


def one(*blocks: m.Block, **more: object) -> Part:
    """The only part of a reply with these blocks."""
    (part,) = parts(replace(m.Reply("a summary", blocks), **more))  # type: ignore[arg-type]
    return part


def many(*blocks: m.Block, **more: object) -> list[Part]:
    """All parts."""
    found = parts(replace(m.Reply("a summary", blocks), **more))  # type: ignore[arg-type]
    for part in found:
        judge(*payload(part))
    return found


def choices(n: int, label: str = "choice") -> m.Choices:
    """So many buttons."""
    return m.Choices(tuple(m.Choice(f"{label} {i}", f"says {i}", token(i)) for i in range(n)))


def test_nothing_to_show_shows_the_summary() -> None:
    """No blocks, or blocks that show nothing; without a summary a sign of life."""
    assert one().html == "a summary"
    assert (
        one(m.Text(" \n"), m.Heading(""), m.Fields(()), m.Table((), ()), m.Cards(()), m.Choices(())).html == "a summary"
    )
    assert one(m.Text("\u200b"), summary="\u2060").html == "…"


def test_text_is_plain_text() -> None:
    """No sign of HTML acts, nobody is mentioned; links and addresses stay as they are."""
    assert one(m.Text('<b>a</b> & "b" > c')).html == "&lt;b&gt;a&lt;/b&gt; &amp; &quot;b&quot; &gt; c"
    assert one(m.Text("@all (@anna) /@anna")).html == "@\u2060all (@\u2060anna) /@\u2060anna"
    same = "anna@example.org https://medium.example/@anna @ 5"
    assert one(m.Text(same)).html == same


def test_controls_are_taken_out() -> None:
    """Nothing that the server refuses, or that turns the direction of what follows."""
    assert one(m.Text("a\x00b\tc\r\nd\u202ee\ud800f")).html == "a b c\nde\ufffdf"


def test_a_heading_stays_with_its_text() -> None:
    """Never at the end of a message whose next one begins with what it is above."""
    first, second = many(m.Text("x" * 4000), m.Heading("title"), m.Text("y" * 200))
    assert first.html == "x" * 4000
    assert second.html.startswith("<b>title</b>\ny")


def test_texts_are_split_at_blocks_then_lines_then_words() -> None:
    """The largest edge that helps, and all of the text."""
    a, b = many(m.Text("a " * 1500), m.Text("b " * 1500))
    assert "b" not in a.html
    assert "a" not in b.html
    lines = "\n".join(f"line {n} " + "x" * 60 for n in range(100))
    found = many(m.Text(lines))
    assert "\n".join(p.html for p in found) == lines
    words = " ".join(f"word{n}" for n in range(2000))
    found = many(m.Text(words))
    assert " ".join(p.html for p in found) == words
    assert "".join(p.html for p in many(m.Text("x" * 9000))) == "x" * 9000


def test_no_character_and_no_tag_is_cut() -> None:
    """Emoji of several code points stay whole; a style goes on in the next message."""
    family = "👩\u200d👩\u200d👧"
    found = many(m.Text(family * 900))
    assert all(p.html.count("👧") == p.html.count("👩") / 2 for p in found)
    bold = many(m.Heading("word " * 2000))
    assert len(bold) == 3
    assert all(p.html.startswith("<b>") and p.html.endswith("</b>") for p in bold)
    signs = many(m.Text("<" * 5000))
    assert [parse(p.html).text for p in signs] == ["<" * 4096, "<" * 904]


def test_very_long_replies_become_a_file() -> None:
    """At most eight texts in a row; then a line says where all of it is."""
    found = many(m.Text("\n".join(f"line {n} of many, many lines" for n in range(3000))), choices(2))
    assert len(found) == 9
    assert found[-2].file is not None
    assert "line 2999 of" in found[-2].file.content.decode()
    assert "(shortened)" in found[-1].html
    assert found[-1].keyboard


def test_small_tables_are_drawn_and_wide_ones_listed() -> None:
    """Columns line up, wide letters count twice; what is too wide becomes `label: value`."""
    drawn = one(m.Table(("what", "h"), (("中文", "10"), ("ab", "5")))).html
    assert drawn == "<pre>what  h\n中文  10\nab    5</pre>"
    assert one(m.Table(("a", "b"), (("x" * 30, "y" * 30),))).html == f"a: <b>{'x' * 30}</b>\nb: {'y' * 30}"
    assert one(m.Table(("a", "b", "c", "d"), (("1", "2", "3"),))).html == "a: <b>1</b>\nb: 2\nc: 3\nd: –"


def test_long_tables_come_as_a_file() -> None:
    """With the first rows in the text; no cell is taken for a formula, minus five stays a number."""
    rows = (("=1+1", "-5"), *((f"row {n}", str(n)) for n in range(99)))
    file, text = many(m.Table(("a", "b"), rows))
    assert file.file is not None
    assert file.file.content.decode().startswith("\ufeffa,b\r\n'=1+1,-5\r\nrow 0,0\r\n")
    assert "70 more rows are in table-1.csv" in text.html


def test_steps_are_a_dated_list() -> None:
    """A mark, a bar on the whole time, dates, and the details folded in."""
    first = m.Item("One", "2026-11-23", "2026-12-31", ("10 h",), "done", "https://www.example.org/a?b=1&c=2")
    second = m.Item("Two", "2027-01-01", "2027-02-01", (), "started")
    assert one(m.Steps((first, second), "2026-11-23", "2027-02-01")).html == (
        "<b>1. ✓ One</b>\n▰▰▰▰▰▱▱▱▱▱ 23 Nov → 31 Dec 2026\n<blockquote expandable>10 h\n"
        '<a href="https://www.example.org/a?b=1&amp;c=2">example.org</a></blockquote>\n\n'
        "<b>2. ◐ Two</b>\n▱▱▱▱▱▱▰▰▰▰ 1 Jan → 1 Feb 2027"
    )
    odd = one(m.Steps((m.Item("x", "soon", "2027-13-01", state="?"),), "now", "")).html
    assert odd == "<b>1. ○ x</b>\nsoon → 2027-13-01"


@pytest.mark.parametrize("share", [float("nan"), float("inf"), -1.0, 7.0])
def test_odd_shares_are_clipped(share: float) -> None:
    """A bar is never longer than it is."""
    assert one(m.Progress("x", share)).html in ("x\n▱▱▱▱▱▱▱▱▱▱ 0%", "x\n▰▰▰▰▰▰▰▰▰▰ 100%")


def test_notes_are_small() -> None:
    """One short note is slanted, several are folded into one."""
    assert one(m.Note("a")).html == "<i>a</i>"
    assert one(m.Note("a"), m.Note("b")).html == "<blockquote expandable>• a\n• b</blockquote>"


def test_cards_turn_or_are_listed() -> None:
    """One a page with pages, else all of them; the last text has them, with what follows."""
    cards = m.Cards(tuple(m.Card(f"card {n}", ("fact",)) for n in range(3)))
    assert one(cards).html.count("<b>card") == 3
    part = one(m.Text("found:"), cards, m.Note("n"), pages=token("p"), page=1)
    assert part.html == "found:\n\n<b>card 1</b>\nfact\n\n<i>n</i>"
    assert [[(b.label, b.data[-2:]) for b in row] for row in part.keyboard] == [
        [("‹", ":0"), ("2/3", ":1"), ("›", ":2")]
    ]
    assert one(cards, pages=token("p"), page=99).html.startswith("<b>card 2")


def test_a_long_card_does_not_move_the_others() -> None:
    """How many parts there are never depends on the page that is open."""
    cards = m.Cards((m.Card("short", ()), m.Card("long", ("x " * 3000,))))
    pages = [many(m.Text("before"), cards, m.Text("after"), choices(2), pages=token("p"), page=n) for n in (0, 1)]
    assert [len(p) for p in pages] == [2, 2]
    assert pages[0][0] == pages[1][0]
    assert "(shortened)" in pages[1][1].html


def test_choices_turn_above_eight() -> None:
    """Eight at a time; all of them, up to a hundred, where pages cannot be turned."""
    part = one(choices(20), pages=token("p"), page=2)
    assert [b.label for row in part.keyboard for b in row] == [*(f"choice {n}" for n in range(16, 20)), "‹", "3/3", "›"]
    assert sum(map(len, one(choices(8), pages=token("p")).keyboard)) == 8
    part = one(choices(130))
    assert sum(map(len, part.keyboard)) == 100
    assert "choice 129 (type “says 129”)" in part.html


def test_choices_without_a_token_are_text() -> None:
    """Never a dead button."""
    part = one(
        m.Text("?"), m.Choices((m.Choice("Yes", "yes"), m.Choice("No", "keep it", token(1)), m.Choice("x", "y")))
    )
    assert part.html == "?\n\nYes · x (type “y”)"
    assert [[b.label for b in row] for row in part.keyboard] == [["No"]]
    assert one(m.Choices((m.Choice("a", "b", "x" * 65), m.Choice("c", "d", "é")))).keyboard == ()


def test_rows_are_as_full_as_their_labels_allow() -> None:
    """Three short ones, two longer ones, one long one; four short ones are two and two."""

    def rows(*labels: str) -> list[int]:
        return [len(row) for row in laid_out([Button(label, "x") for label in labels])]

    assert rows(*["yes"] * 6) == [3, 3]
    assert rows(*["yes"] * 4) == [2, 2]
    assert rows("a label of 16 ch", "b", "c") == [2, 1]
    assert rows("a label of more than half a row", "b", "c") == [1, 2]


def test_long_labels_are_cut_and_written_out() -> None:
    """A button shows the start, the text all of it; nothing is longer than a phone is wide."""
    label = "A label that is much too long for a button on any phone"
    part = one(m.Text("?"), m.Choices((m.Choice(label, "x", token(1)),)))
    assert part.keyboard[0][0].label == "A label that is much too long for a but…"
    assert part.html == f"?\n\n• {label}"


def test_a_form_is_a_button() -> None:
    """Its questions are named; without a token it says what to type."""
    fields = (m.Field("a", "Which role?"), m.Field("b", "By when?"))
    form = m.Form("goal", "Your goal", fields, "Plan", "set a goal", token(1))
    part = one(form)
    assert part.html == "<b>Your goal</b>\n• Which role?\n• By when?"
    assert part.keyboard == ((Button("✎ Your goal", token(1)),),)
    part = one(replace(form, token=""))
    assert part.html.endswith("Type “set a goal” to begin.")
    assert part.keyboard == ()


def test_the_last_part_is_a_text() -> None:
    """Pictures and files come before it, so that an edit always finds a text; a long caption goes on as a text."""
    picture = m.Picture("shares", "Title", (), "alt")
    file = m.File("a/b.json", "application/json", "{}")
    found = many(m.Text("words"), picture, choices(2), files=(file,))
    assert [payload(p)[0] for p in found] == ["sendPhoto", "sendDocument", "sendMessage"]
    assert found[0].html == "<b>Title</b>\nalt"
    assert found[1].file is not None
    assert (found[1].file.name, found[1].file.content) == ("a_b.json", b"{}")
    assert found[2].html == "words"
    assert found[2].keyboard
    assert [p.html for p in many(picture)] == ["<b>Title</b>\nalt", "a summary"]
    long = many(m.Text("a"), replace(picture, alt="word " * 300))
    assert [payload(p)[0] for p in long] == ["sendMessage", "sendPhoto", "sendMessage"]
    assert units(long[1].html) <= 1100
    assert "(shortened)" in long[1].html
    assert long[2].html.count("word") == 300
    assert "x: an empty file" in one(m.Text("a"), files=(m.File("x", "text/plain", ""),)).html


def test_a_draft_is_one_text() -> None:
    """As much as one message holds, marked when it is more."""
    assert draft(m.Reply("s", (m.Text("a & b"), choices(3)))) == "a &amp; b"
    long = draft(m.Reply("s", (m.Text("word " * 2000),)))
    assert long.endswith("<i>… (shortened)</i>")
    judge("sendMessageDraft", {"text": long})


def test_rich_messages_only_where_they_gain_something() -> None:
    """A table or steps; no picture, no file, at most twenty columns."""
    table = m.Table(("a", "b"), (("1", "<2>"),))
    found = rich(m.Reply("s", (m.Heading("h"), table, choices(2))))
    assert found is not None
    assert found["rich_message"]["html"] == (
        "<h3>h</h3><table bordered striped><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>&lt;2&gt;</td></tr></table>"
    )
    assert len(found["reply_markup"]["inline_keyboard"][0]) == 2
    assert rich(m.Reply("s", (m.Text("a"),))) is None
    assert rich(m.Reply("s", (table,), files=(m.File("x", "y", "z"),))) is None
    assert rich(m.Reply("s", (table, m.Picture("shares", "", (), "")))) is None
    assert rich(m.Reply("s", (m.Table(("x",) * 21, ()),))) is None
    assert rich(m.Reply("s", (table, m.Text("x" * 40_000)))) is None
