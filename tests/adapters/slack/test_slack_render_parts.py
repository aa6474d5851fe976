"""What each part of a reply becomes in Slack, one case at a time."""

import csv
import io
from typing import Any

import pytest

from adapters.console import text as console
from adapters.slack import blocks, limits
from adapters.slack.limits import MARKER, chunks, cut, size
from adapters.slack.modal import answer, modal
from adapters.slack.plain import plain_text
from adapters.slack.render import edited, home, messages, pointer, rendered
from adapters.slack.tables import sheet
from adapters.slack.text import clean, escaped, web
from adapters.slack.words import ASK_IN_PRIVATE
from bot import messages as m
from tests.replies import GOLDEN
from tests.replies_golden import token


def shown(*parts: m.Block, **more: Any) -> list[dict[str, Any]]:
    """The blocks of a reply that fits one message."""
    (one,) = messages(m.Reply("Hello", parts, **more), public=False)
    return list(one["blocks"])


def offered(n: int, says: str = "Role number {}") -> m.Choices:
    return m.Choices(tuple(m.Choice(says.format(i), f"role {i}", token(i)) for i in range(n)))


def test_marks_are_those_of_the_terminal() -> None:
    """One language of states everywhere."""
    assert blocks.MARKS == console._MARKS


def test_a_step_is_a_line_of_a_timeline() -> None:
    """Number, mark, linked title, bar, dates, details."""
    item = m.Item("CCSK", "2026-11-23", "2027-01-20", ("about 50 h",), "started", "https://example.org/ccsk")
    (step,) = shown(m.Steps((item,), "2026-11-23", "2027-03-19"))
    head, details = step["elements"]
    lead, link, gap, bar = head["elements"]
    assert lead == {"type": "text", "text": "1 ◐ ", "style": {"bold": True}}
    assert (link["type"], link["text"], link["url"]) == ("link", "CCSK", "https://example.org/ccsk")
    assert gap["text"] == "\n"
    assert bar == {"type": "text", "text": "▰▰▰▰▰▰▱▱▱▱▱▱  23 Nov 2026 → 20 Jan 2027"}
    assert details["elements"][0]["elements"][0]["text"] == "about 50 h"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "no web page", "https://", "http://[", "https://a b", "x" * 4000]
)
def test_only_the_web_is_linked(url: str) -> None:
    """Other addresses stay words."""
    assert web(url) is None
    assert "'link'" not in str(shown(m.Cards((m.Card("Title", (), url),))))


def test_buttons_then_menus_then_pages() -> None:
    """25 buttons, 26 to 100 in a menu, more on pages."""
    (row,) = shown(offered(25))
    assert [b["value"] for b in row["elements"]] == [token(i) for i in range(25)]
    assert {b["type"] for b in row["elements"]} == {"button"}
    (row,) = shown(offered(26, "{}"), pages=token("p"))
    assert [o["value"] for o in row["elements"][0]["options"]] == [token(i) for i in range(26)]
    first = shown(offered(230, "{}"), pages=token("p"))
    menu, told, turn = first
    assert told["elements"][0]["text"] == f"Page 1 of {pages_of(230)}"
    assert [b["value"] for b in turn["elements"]] == [f"{token('p')}:1"]
    second = shown(offered(230, "{}"), pages=token("p"), page=1)
    assert [b["value"] for b in second[-1]["elements"]] == [f"{token('p')}:0", f"{token('p')}:2"]
    before, after = (block["elements"][0]["options"] for block in (menu, second[0]))
    assert before[-1]["value"] != after[0]["value"]
    last = shown(offered(230, "{}"), pages=token("p"), page=999)
    assert last[0]["elements"][0]["options"][-1]["value"] == token(229)
    assert [b["action_id"] for b in last[-1]["elements"]] == ["page:back"]


def pages_of(n: int) -> int:
    found = shown(offered(n, "{}"), pages=token("p"))[1]["elements"][0]["text"]
    return int(found.split()[-1])


def test_without_a_token_nothing_is_pressed() -> None:
    """A reply that was never queued shows its choices and forms as words."""
    form = m.Form("goal", "Your goal", (m.Field("role", "What do you want to become?"),), "Plan", "set a goal")
    found = shown(m.Choices((m.Choice("Accept", "accept"), m.Choice("Why", "why"))), form)
    assert {b["type"] for b in found} == {"rich_text"}
    for word in ("Accept", "Why", "Your goal", "What do you want to become?", "set a goal"):
        assert word in str(found)
    many = shown(offered(130, "{}"))  # tokens, but no pages: menus below each other
    assert sum(len(b["elements"][0]["options"]) for b in many) == 130


def test_what_can_be_pressed_is_in_the_last_message() -> None:
    """And the buttons are gone from where they were, so that an edit finds them."""
    long = m.Text("A sentence that is repeated. " * 900)
    sent = messages(m.Reply("Hello", (offered(3), long)), public=False)
    assert len(sent) > 2
    assert ["actions" in {b["type"] for b in one["blocks"]} for one in sent] == [False] * (len(sent) - 1) + [True]
    assert [one["text"] for one in sent] == ["Hello", *(f"Hello ({n} of {len(sent)})" for n in range(2, len(sent) + 1))]


def test_an_edit_does_not_repeat_what_stands_above() -> None:
    """Buttons that had a message of their own give way to what was pressed, and to nothing else."""
    body, done = m.Text("A sentence that is repeated. " * 380), m.Note("You chose Role number 1.")
    buttons = m.Choices(offered(25, "A long label for role {}").choices[:25])
    sent = messages(m.Reply("Hello", (body, buttons)), public=False)
    assert [one["blocks"][0]["type"] for one in sent] == ["rich_text", "actions"]
    marked = m.Reply("Hello", (body, done))
    assert [b["type"] for b in edited(marked, len(sent))["blocks"]] == ["context"]
    assert edited(marked, 1) == messages(marked, public=False)[-1]
    long = m.Reply("Hello", (m.Text("A sentence that is repeated. " * 9_000), done))
    assert "You chose" in str(edited(long, 8))


def test_a_book_becomes_a_file() -> None:
    """Eight messages, then a file, and a note that says so."""
    words = [f"word{n}" for n in range(20_000)]
    shown = rendered(m.Reply("Hello", (m.Text(" ".join(words)), offered(2))))
    assert len(shown.messages) <= 8
    assert "answer.txt" in str(shown.messages[-1]["blocks"][0])
    (file,) = shown.files
    assert file.content.decode().split()[:20_000] == words


def test_a_table_has_a_head_and_numbers_on_the_right() -> None:
    """And rows that are too short are filled up."""
    (drawn,) = shown(m.Table(("Name", "Cost", "Note"), (("CISM", "$575"), ("CISSP", "749", "x"))))
    head, first, _ = drawn["rows"]
    assert [c["elements"][0]["elements"][0]["style"] for c in head] == [{"bold": True}] * 3
    assert [c["text"] for c in first] == ["CISM", "$575", " "]
    assert [s.get("align") for s in drawn["column_settings"]] == [None, "right", None]


def test_what_a_table_cannot_hold_is_in_a_file() -> None:
    """All of it, and a note with the file's name."""
    reply = GOLDEN["big-table"]
    shown, table = rendered(reply), reply.blocks[1]
    assert isinstance(table, m.Table)
    (file,) = shown.files
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert rows == [list(table.head), *map(list, table.rows)]
    assert f"{MARKER} The file table.csv has all of it" in str(shown.messages)


def test_a_spreadsheet_calculates_nothing() -> None:
    """Formulas get an apostrophe, numbers do not."""
    table = m.Table(("a",), (("=1+1",), ("@SUM(A1)",), ("-5",), ("+3.5",), ("-x",), ("\t=1",)))
    assert sheet(table).splitlines() == ["a", "'=1+1", "'@SUM(A1)", "-5", "+3.5", "'-x", "'=1"]


def test_two_tables_are_two_messages() -> None:
    """Slack takes one in a message; their headings stay with them. A home tab has none at all."""
    reply = m.Reply("Hello", (m.Heading("A"), m.Table(("a",), ()), m.Heading("B"), m.Table(("b",), ())))
    kinds = [[b["type"] for b in one["blocks"]] for one in messages(reply, public=False)]
    assert kinds == [["header", "table"], ["header", "table"]]
    assert "rich_text_preformatted" in str(home(reply))


def test_short_cards_are_side_by_side_and_others_are_not() -> None:
    """A carousel only where a card shows all there is, and shows it as it is written."""
    short = tuple(m.Card(f"Card {n} & co", ("a line",), "https://example.org/?a=1&b=2|3") for n in range(3))
    (carousel,) = shown(m.Cards(short))
    assert carousel["type"] == "carousel"
    title = carousel["elements"][0]["title"]["text"]
    assert title == "<https://example.org/?a=1&amp;b=2%7C3|Card 0 &amp; co>"
    for odd in ("*bold*", "_low_", "`x`", "~x~", ":smile:", "> quoted", "x" * 201):
        found = shown(m.Cards((*short, m.Card("Card", (odd,)))))
        assert {b["type"] for b in found} == {"rich_text"}
        assert odd in str(found)


def test_pictures_are_words_unless_they_are_drawn() -> None:
    """The sender says whether it sends them."""
    (words,) = messages(GOLDEN["picture"], public=False)
    (drawn,) = messages(GOLDEN["picture"], public=False, drawn=True)
    assert "from 23 Nov 2026 to 20 Jan 2027" in str(words)
    assert "from 23 Nov 2026 to 20 Jan 2027" not in str(drawn)
    assert "Your path to Cloud Security Engineer" in str(drawn)


def test_feedback_is_asked_for_only_when_wanted() -> None:
    """Two thumbs, good and bad."""
    assert "feedback" not in str(messages(GOLDEN["plan"], public=False))
    (one,) = messages(GOLDEN["plan"], public=False, feedback=True)
    (thumbs,) = one["blocks"][-1]["elements"]
    assert (thumbs["positive_button"]["value"], thumbs["negative_button"]["value"]) == ("good", "bad")


def test_the_pointer_says_nothing_about_anybody() -> None:
    """A private reply in public is the same sentence for everybody."""
    (one,) = messages(GOLDEN["private-in-channel"], public=True)
    assert one == pointer()
    assert one["text"] == ASK_IN_PRIVATE
    assert "Analyst" not in str(one)
    assert "$300" not in str(one)
    (public,) = messages(GOLDEN["private-in-channel"], public=False)
    assert "$300" in str(public)


def test_nothing_to_say_is_still_a_message() -> None:
    """The summary, or at least three dots."""
    assert "Hello" in str(shown())
    (one,) = messages(m.Reply("", (m.Text("\x00"),)), public=False)
    assert one["text"] == "…"
    assert one["blocks"]


def test_a_home_tab_keeps_its_buttons() -> None:
    """100 blocks, the last of them what can be pressed, and a note that something is missing."""
    view = home(m.Reply("Hello", (offered(3), *(m.Text(str(n)) for n in range(150)))))
    assert len(view["blocks"]) == 100
    assert [b["type"] for b in view["blocks"][-2:]] == ["context", "actions"]
    assert MARKER in view["blocks"][-2]["elements"][0]["text"]


def test_texts_are_cut_and_parted_to_measure() -> None:
    """Characters beyond the basic plane count twice and stay whole; `&` counts as what it is sent as."""
    assert cut("short", 5) == "short"
    assert cut("a" * 50, 30) == "a" * 17 + MARKER
    assert size("😀&<") == 2 + 5 + 4
    for most in range(30, 80):
        for text in ("😀" * 100, "&" * 100, "👩\u200d👩\u200d👧" * 20, "e\u0301" * 80, "a b " * 40):
            assert size(cut(text, most)) <= most
            assert not cut(text, most).removesuffix(MARKER).endswith("\u200d")
            assert all(0 < size(part) <= most for part in chunks(text, most))
            assert "".join("".join(chunks(text, most)).split()) == "".join(text.split())


def test_odd_characters() -> None:
    """Nothing steers, nothing mentions, letters stay joined."""
    assert clean("a\x00b\u202ec\r\nd\u2028e\u200df\ud800") == "a b c\nd\ne\u200df"
    assert escaped("<!channel> & @Channel @all x@allow") == "&lt;!channel&gt; &amp; @\u2060Channel @\u2060all x@allow"


def test_plain_text_says_it_all() -> None:
    """What goes into a file when there is too much for messages."""
    for name in ("plan", "about-me", "what-is", "form", "picture", "check-in", "big-table"):
        text = plain_text(GOLDEN[name])
        assert "None" not in text
        assert len(text.splitlines()) >= len(GOLDEN[name].blocks)
    assert "1 ○ Certificate of Cloud Security Knowledge (CCSK) (2026-11-23 → 2027-01-20)" in plain_text(GOLDEN["plan"])


def test_forms_come_back_as_they_were() -> None:
    """What stands in a window is what an answer says, kind by kind; errors stand above their fields."""
    form = GOLDEN["form"].blocks[1]
    assert isinstance(form, m.Form)
    view = modal(form, form.token)
    assert (view["private_metadata"], view["callback_id"]) == (form.token, "goal")
    assert [b["block_id"] for b in view["blocks"]] == [f.name for f in form.fields]
    assert [b["optional"] for b in view["blocks"]] == [not f.required for f in form.fields]
    values = {b["block_id"]: {b["element"]["action_id"]: state(b["element"])} for b in view["blocks"]}
    assert answer("goal", values).values == {f.name: f.value for f in form.fields}
    told = modal(form, form.token, {"hours": "8", "budget": "lots"}, {"budget": "That is no number."})
    at = [b.get("block_id") for b in told["blocks"]].index("budget")
    assert told["blocks"][at - 1]["text"]["text"] == "That is no number."
    assert told["blocks"][at]["hint"]["text"].endswith("(was: lots)")
    hours = told["blocks"][1]["element"]
    assert hours["initial_option"] == {"text": hours["options"][2]["text"], "value": "8"}


def state(element: dict[str, Any]) -> dict[str, Any]:
    """What Slack sends back of an element that nobody touched."""
    kind = element["type"]
    if kind == "static_select":
        return {"type": kind, "selected_option": element.get("initial_option")}
    key, start = {"datepicker": ("selected_date", "initial_date"), "timepicker": ("selected_time", "initial_time")}.get(
        kind, ("value", "initial_value")
    )
    return {"type": kind, key: element.get(start)}


def test_many_options_are_in_groups() -> None:
    """A menu of more than a hundred."""
    options = tuple((f"Option {n}", str(n)) for n in range(230))
    view = modal(m.Form("f", "Form", (m.Field("x", "X", "choice", "200", options),), "OK", "x"))
    menu = view["blocks"][0]["element"]
    assert [len(g["options"]) for g in menu["option_groups"]] == [100, 100, 30]
    assert menu["initial_option"]["value"] == "200"


def test_limits_have_their_source() -> None:
    """Every number in the table says where it is from."""
    from pathlib import Path

    rows = Path(limits.__file__).read_text("utf-8").splitlines()
    numbers = [row for row in rows if " = " in row and row.split(" ")[0].isupper() and row[-1:] != '"']
    sources = ("[docs]", "[sdk]", "[types]", "[measured]", "ours:")
    above = dict(zip(rows[1:], rows, strict=False))
    assert len(numbers) > 20
    assert [row for row in numbers if not any(s in row or s in above[row] for s in sources)] == []
