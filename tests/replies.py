"""Replies for the tests of all renderers: any reply at all (`replies`), and thirty to look at (`GOLDEN`).

What Hypothesis draws is small (a kind, a size and a seed for each block) and shrinks; the rest comes from the seed.
That costs a tenth of drawing every word, so that a test can afford ten thousand replies.
"""

import random
from collections.abc import Callable
from datetime import date

from hypothesis import strategies as st

from bot import messages as m
from tests.replies_golden import GOLDEN, token

__all__ = ["GOLDEN", "block", "replies"]

_ODD = (
    "<!channel> <!here> <!everyone> <@U123> <#C123> <!subteam^S1> @all @channel <!date^1^{date}|x> "
    "<https://evil.example|bank> [bank](https://evil.example) <b>bold</b> <script>alert(1)</script> </pre> "
    "& < > &amp; &lt; &#39; *bold* _low_ ~gone~ `code` ``` ||hidden|| :smile: #general | \\ > >> • - 1. # "
    "مرحبا שלום \u202eover \u2066in\u2069 😀 👩\u200d👩\u200d👧 🇩🇪 é e\u0301 中文 \u200bzero\u200b \ufeff \u200d "
    "\x00 \x07bell \x1b[31mred \x7f \x85 a\tb c\nd e\r\nf \u2028 \u2029 𝕏 ﷽ ß ĳ"
)
POOL = (*(f"{a}{n}" for a in ("alpha", "beta", "exam", "skill", "cloud") for n in range(60)), *_ODD.split(" "))
URLS = (
    None,
    None,
    "https://example.org/x",
    "https://example.org/?a=1&b=<2>|3",
    "javascript:alert(1)",
    "not a link",
    "",
)
STATES = ("planned", "started", "done", "failed", "skipped", "late", "odd")
KINDS = (m.Text, m.Heading, m.Fields, m.Table, m.Progress, m.Steps, m.Cards, m.Choices, m.Note, m.Picture, m.Form)
SIZES = (*[1] * 48, *[2] * 12, *[0] * 6, 3, 3, 4)


def text(r: random.Random, size: int) -> str:
    """A text: empty or next to nothing, a few words, a paragraph, some thousand characters, twenty thousand."""
    if size == 0:
        return r.choice(("", " ", "\n", "\u200b", "\x00", "x"))
    if r.random() < 0.03:
        return r.choice(("W", "й", "<", "&", "😀")) * (1, 30, 300, 4_000, 20_000)[size]
    words = r.choices(POOL, k=r.randint(1, (1, 4, 30, 500, 4_000)[size]))
    return r.choice((" ", " ", " ", "\n")).join(words)[:20_000]


def _count(r: random.Random, size: int, most: int) -> int:
    return min(most, (r.randint(0, 1), r.randint(1, 4), r.randint(2, 12), r.randint(10, 60), most)[size])


def _texts(r: random.Random, n: int, size: int) -> tuple[str, ...]:
    return tuple(text(r, size) for _ in range(n))


def _small(r: random.Random, size: int) -> int:
    """The size of a text inside something: mostly small, however big that is."""
    return r.choice((0, 1, 1, 1, 1, 1, 1, 2)) if r.random() < 0.97 else size


def _day(r: random.Random) -> str:
    return date.fromordinal(r.randint(739_500, 741_500)).isoformat()


def _table(r: random.Random, size: int) -> m.Table:
    columns, n = _count(r, size, 30), _count(r, size, 300)
    ragged = r.random() < 0.3
    words = [text(r, _small(r, min(size, 3))) for _ in range(40)]
    rows = (tuple(r.choices(words, k=r.randint(0, columns) if ragged else columns)) for _ in range(n))
    return m.Table(tuple(r.choices(words, k=columns)), tuple(rows))


def _item(r: random.Random, size: int) -> m.Item:
    detail = _texts(r, r.randint(0, 4), _small(r, size))
    return m.Item(text(r, _small(r, size)), _day(r), _day(r), detail, r.choice(STATES), r.choice(URLS))


def _card(r: random.Random, size: int) -> m.Card:
    return m.Card(text(r, _small(r, size)), _texts(r, r.randint(0, 8), _small(r, size)), r.choice(URLS))


def _choice(r: random.Random, size: int) -> m.Choice:
    given = token(r.getrandbits(80)) if r.random() < 0.8 else ""
    return m.Choice(text(r, _small(r, size)), text(r, 1), given)


def _bar(r: random.Random, size: int) -> m.Bar:
    begin, end = r.uniform(739_500, 741_500), r.uniform(739_500, 741_500)
    return m.Bar(text(r, _small(r, size)), begin, end, r.choice(STATES), text(r, 1))


def _field(r: random.Random, size: int, n: int) -> m.Field:
    options = tuple((text(r, _small(r, size)), f"value-{i}") for i in range(_count(r, size, 150)))
    kind = r.choice(("text", "long", "number", "date", "time", "choice"))
    value = r.choice(("", "5", "2027-01-31", "18:30", "value-0", text(r, _small(r, size))))
    label, hint = text(r, _small(r, size)), r.choice(("", text(r, _small(r, size))))
    return m.Field(f"field-{n}", label, kind, value, options if kind == "choice" else (), r.random() < 0.5, hint)


def _form(r: random.Random, size: int) -> m.Form:
    fields = tuple(_field(r, min(size, 2), n) for n in range(_count(r, size, 30)))
    title, submit, says = text(r, _small(r, size)), text(r, _small(r, size)), text(r, 1)
    return m.Form("goal", title, fields, submit, says, token(r.getrandbits(80)) if r.random() < 0.8 else "")


def _picture(r: random.Random, size: int) -> m.Picture:
    bars = tuple(_bar(r, size) for _ in range(_count(r, size, 100)))
    return m.Picture(
        r.choice(("timeline", "shares")), text(r, _small(r, size)), bars, text(r, size), r.choice((None, 740_000.0))
    )


_MADE: dict[type, Callable[[random.Random, int], m.Block]] = {
    m.Text: lambda r, size: m.Text(text(r, size)),
    m.Heading: lambda r, size: m.Heading(text(r, size)),
    m.Note: lambda r, size: m.Note(text(r, size)),
    m.Fields: lambda r, size: m.Fields(
        tuple((text(r, _small(r, size)), text(r, _small(r, size))) for _ in range(_count(r, size, 60)))
    ),
    m.Table: _table,
    m.Progress: lambda r, size: m.Progress(text(r, size), r.choice((0.0, 0.005, 0.5, 1.0, -0.5, 1.7, r.random()))),
    m.Steps: lambda r, size: m.Steps(tuple(_item(r, size) for _ in range(_count(r, size, 60))), _day(r), _day(r)),
    m.Cards: lambda r, size: m.Cards(tuple(_card(r, size) for _ in range(_count(r, size, 60)))),
    m.Choices: lambda r, size: m.Choices(
        tuple(_choice(r, size) for _ in range(_count(r, size, 300))), r.random() < 0.5
    ),
    m.Picture: _picture,
    m.Form: _form,
}


def block(kind: type, size: int, seed: int) -> m.Block:
    """One block. `size` 0 next to nothing, 1 small, 2 usual, 3 large, 4 huge."""
    return _MADE[kind](random.Random(seed), size)  # noqa: S311 - no secret


def _file(r: random.Random) -> m.File:
    size = r.choice((0, 1, 2, 3))
    return m.File(r.choice((text(r, 1), "plan.json")), r.choice(("application/json", "text/csv", "")), text(r, size))


def reply(parts: list[int], rest: int) -> m.Reply:
    """A reply. Each number is a block: its kind, size and seed; `rest` is everything else."""
    r = random.Random(rest)  # noqa: S311 - no secret
    paged, size = r.random() < 0.8, r.choice(SIZES)
    return m.Reply(
        summary=text(r, size) if r.random() < 0.9 else "",
        blocks=tuple(_block(n) for n in parts),
        visibility=r.choice(("public", "private")),
        files=tuple(_file(r) for _ in range(r.choice((0, 0, 0, 0, 1, 2)))),
        pages=token(r.getrandbits(80)) if paged else "",
        page=r.choice((0, 0, 0, 1, 2, 99)) if paged else 0,
    )


def _block(number: int) -> m.Block:
    number, kind = divmod(number, len(KINDS))
    seed, size = divmod(number, len(SIZES))
    return block(KINDS[kind], SIZES[size], seed)


def replies(blocks: int = 6) -> st.SearchStrategy[m.Reply]:
    """Any reply of up to so many blocks. The first byte drawn says how many; six are for each, five for the rest."""
    size = 6 * blocks + 6
    return st.binary(min_size=size, max_size=size).map(lambda drawn: _from_bytes(drawn, blocks))


def _from_bytes(drawn: bytes, most: int) -> m.Reply:
    end = 6 + 6 * (drawn[0] % (most + 1))
    parts = [int.from_bytes(drawn[i : i + 6], "little") for i in range(6, end, 6)]
    return reply(parts, int.from_bytes(drawn[1:6], "little"))
