"""The parts of a reply that only show something, as Slack's blocks. Pure; nothing is dropped without a marker."""

from collections.abc import Sequence
from datetime import date

from adapters.slack.limits import HEADER, TEXT, chunks, size
from adapters.slack.text import ROWS, Element, clean, line, outline, paragraphs, plain, rich, run, section
from bot.messages import Fields, Heading, Item, Note, Picture, Progress, Steps, Text

Shown = Text | Heading | Note | Fields | Progress | Steps | Picture

BAR = 12  # cells of one width in every font
MARKS = {"planned": "○", "started": "◐", "done": "●", "failed": "✗", "skipped": "–", "late": "!"}


def shown(block: Shown, drawn: bool = False) -> list[Element]:
    """The block in as many of Slack's as it takes, none when it is empty.

    `drawn`: pictures are sent as files beside the message, so that their words need not be in it.
    """
    match block:
        case Text(text):
            return paragraphs(text)
        case Heading(text):
            return _heading(line(text))
        case Note(text):
            return note(text)
        case Fields(pairs):
            return _fields(pairs)
        case Progress(label, share):
            return _progress(label, share)
        case Steps():
            return [part for n, item in enumerate(block.items, 1) for part in _step(n, item, block)]
        case Picture():
            return outline(block.title, ()) if drawn else [*outline(block.title, ()), *paragraphs(block.alt)]


def note(text: str) -> list[Element]:
    """Small print."""
    return [{"type": "context", "elements": [plain(part)]} for part in chunks(clean(text)) if part.strip()]


def _heading(text: str) -> list[Element]:
    if not text:
        return []
    if size(text) > HEADER:
        return [rich(section(run(part, "bold"))) for part in chunks(text)]
    return [{"type": "header", "text": plain(text)}]


def _fields(pairs: Sequence[tuple[str, str]]) -> list[Element]:
    out: list[Element] = []
    runs: list[Element] = []
    used = 0
    for key, value in pairs:
        label, text = line(key), clean(value)
        parts = [run(part, "bold") for part in chunks(label) if part]
        parts += [run(("  " if label else "") + part) for part in chunks(text, TEXT - 2) if part]
        for n, part in enumerate(parts):
            length = size(part["text"]) + 1
            if runs and (used + length > TEXT or len(runs) > 2 * ROWS):
                out.append(rich(section(*runs)))
                runs, used = [], 0
            elif runs and n == 0:
                runs.append(run("\n"))
            runs.append(part)
            used += length
    return [*out, rich(section(*runs))] if runs else out


def _progress(label: str, share: float) -> list[Element]:
    share = max(0.0, min(share, 1.0))
    first, *rest = chunks(line(label), TEXT // 2)
    head = [run(f"{bar(0, share)} {share:.0%}  {first}".rstrip())]
    return [rich(section(*head)), *(rich(section(run(part))) for part in rest)]


def _step(n: int, item: Item, steps: Steps) -> list[Element]:
    return outline(item.title, item.detail, item.url, f"{n} {MARKS.get(item.state, '○')} ", _when(item, steps))


def _when(item: Item, steps: Steps) -> list[Element]:
    """The bar and the dates of a step; dates that cannot be read are shown as they are."""
    try:
        first, last = date.fromisoformat(item.start), date.fromisoformat(item.end)
        start, finish = date.fromisoformat(steps.start), date.fromisoformat(steps.finish)
    except ValueError:
        dates = line(f"{item.start} → {item.end}")
        return [run(dates[:TEXT])]
    span = max((finish - start).days, 1)
    drawn = bar((first - start).days / span, (last - start).days / span, least=1)
    return [run(f"{drawn}  {day(first)} → {day(last)}")]


def bar(begin: float, end: float, least: int = 0) -> str:
    """A bar from `begin` to `end` (0-1), at least `least` cells long."""
    a, b = (round(max(0.0, min(x, 1.0)) * BAR) for x in (begin, end))
    if b - a < least:
        a = min(a, BAR - least)
        b = a + least
    return "▱" * a + "▰" * (b - a) + "▱" * (BAR - b)


def day(value: date) -> str:
    """A date as people write it."""
    return f"{value.day} {value:%b %Y}"
