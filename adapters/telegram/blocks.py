"""Every block as chunks of formatted text, made to be read on a phone."""

from datetime import date
from typing import Literal

from adapters.telegram.html import Chunk, Line, Span, chunk, flat, lines, link
from adapters.telegram.limits import visible
from bot.messages import Card, Fields, Form, Item, Note, Progress, Steps

BAR = 10
SMALL = 160  # characters of a note that is shown whole
_MARKS = {"planned": "○", "started": "◐", "done": "✓", "failed": "✗", "skipped": "–", "late": "!"}


def paragraph(text: str) -> list[Chunk]:
    """A text; nothing for one that shows nothing. An indented one is slanted."""
    if not visible(text):
        return []
    return [chunk(lines(text.lstrip(), "i") if text.startswith("  ") else lines(text))]


def follows(text: str) -> bool:
    """Whether a text belongs right under the one before: a point of a list, or indented."""
    return text.startswith(("  ", "• ", "+ ", "- ", "– "))


def heading(text: str) -> list[Chunk]:
    """A bold line that stays with what it is above."""
    return [chunk(((Span(flat(text), "b"),),), tight=True)] if visible(text) else []


def fields(block: Fields) -> list[Chunk]:
    """`label: value` lines, the label bold."""
    found = [line for label, value in block.pairs for line in pair(label, value)]
    return [chunk(tuple(found))] if found else []


def pair(label: str, value: str, strong: Literal["label", "value", ""] = "label") -> tuple[Line, ...]:
    """A label with its value behind it; one of them can be bold."""
    label = flat(label)
    if not visible(label) and not visible(value):
        return ()
    first, *rest = lines(value if visible(value) else "–", "b" if strong == "value" else "")
    if not visible(label):
        return first, *rest
    colon = " " if label.endswith((":", "?", "!")) else ": "
    before = (Span(label, "b"), Span(colon)) if strong == "label" else (Span(label + colon),)
    return (*before, *first), *rest


def bar(begin: float, end: float, least: int = 0) -> str:
    """▱▰▰▱: from `begin` to `end` (0-1), at least `least` cells long."""
    a, b = (round(max(0.0, min(1.0, x)) * BAR) for x in (begin, end))
    if b - a < least:
        a = min(a, BAR - least)
        b = a + least
    return "▱" * a + "▰" * (b - a) + "▱" * (BAR - b)


def progress(block: Progress) -> list[Chunk]:
    """A bar with its share, and below it what it is about."""
    share = max(0.0, min(1.0, block.share))
    line = (Span(f"{bar(0, share)} {share:.0%}"),)
    label = lines(block.label) if visible(block.label) else ()
    return [chunk((*label, line))]


def steps(block: Steps) -> list[Chunk]:
    """A dated list: a title, its time on the whole bar, and the details folded in."""
    start, finish = iso_date(block.start), iso_date(block.finish)
    return [c for n, item in enumerate(block.items, 1) for c in _step(n, item, start, finish)]


def _step(n: int, item: Item, start: date | None, finish: date | None) -> list[Chunk]:
    when = Span(during(item, start, finish))
    details = tuple(line for text in item.detail if visible(text) for line in lines(text))
    if item.url and (found := link(item.url)):
        details = (*details, (found,))
    title = ((Span(f"{n}. {mark(item.state)} {flat(item.title)}", "b"),), (when,))
    if not details:
        return [chunk(title)]
    return [chunk(title, tight=True), chunk(details, "quote")]


def during(item: Item, start: date | None, finish: date | None) -> str:
    """The bar and the dates of a step; only what was written where these are no dates."""
    first, last = iso_date(item.start), iso_date(item.end)
    if first is None or last is None:
        return " → ".join(x for x in (flat(item.start), flat(item.end)) if x)
    dates = f"{_day(first, last.year)} → {_day(last)}"
    if start is None or finish is None:
        return dates
    span = max((finish - start).days, 1)
    return f"{bar((first - start).days / span, (last - start).days / span, least=1)} {dates}"


def mark(state: str) -> str:
    """✓ done, ◐ started, ○ planned; ✗ failed, ! late, – skipped."""
    return _MARKS.get(state, "○")


def iso_date(text: str) -> date | None:
    """An ISO date, None where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _day(value: date, without: int = 0) -> str:
    return f"{value.day} {value:%b}" + ("" if value.year == without else f" {value.year}")


def card(block: Card) -> list[Chunk]:
    """A bold title, its facts, and where more can be read."""
    title = ((Span(flat(block.title), "b"),),) if visible(block.title) else ()
    facts = tuple(line for text in block.lines if visible(text) for line in lines(text))
    found = link(block.url or "")
    every = (*title, *facts, *(((found,),) if found else ()))
    return [chunk(every)] if every else []


def notes(block: list[Note]) -> list[Chunk]:
    """Small print: one short note slanted, more of it folded into one quote."""
    texts = [note.text for note in block if visible(note.text)]
    if not texts:
        return []
    if len(texts) == 1 and len(texts[0]) <= SMALL:
        return [chunk(lines(texts[0], "i"))]
    before = "• " if len(texts) > 1 else ""
    return [chunk(tuple(line for text in texts for line in lines(text, before=before)), "quote")]


def form(block: Form, *, button: bool) -> list[Chunk]:
    """What will be asked; without a button also what to type for it."""
    title = ((Span(flat(block.title), "b"),),) if visible(block.title) else ()
    asked = tuple((Span(f"• {flat(f.label)}"),) for f in block.fields if visible(f.label))
    typed = () if button or not visible(block.says) else ((Span(f"Type “{flat(block.says)}” to begin."),),)
    every = (*title, *asked, *typed)
    return [chunk(every)] if every else []


def caption(title: str, text: str) -> tuple[Line, ...]:
    """The words under a picture or a file."""
    above = ((Span(flat(title), "b"),),) if visible(title) else ()
    return (*above, *(lines(text) if visible(text) else ()))


def spoken(label: str, says: str) -> str:
    """A choice that is no button, as text."""
    label, says = flat(label), flat(says)
    same = says.casefold() == label.casefold()
    return label if same or not says else f"{label} (type “{says}”)" if label else f"type “{says}”"
