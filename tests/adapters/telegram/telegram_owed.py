"""What a reply owes to its reader, read off the message model alone, and what became of it in a rendering."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from adapters.telegram.render import Part, payload
from bot import messages as m
from tests.adapters.telegram.telegram_judge import Parsed, judge

MARKER = "(shortened)"


_UNSEEN = ("Zs", "Zl", "Zp", "Cc", "Cf", "Cs")


@lru_cache(maxsize=20_000)
def squeezed(text: str) -> str:
    """Only what can be seen: no white space, no controls, no invisible joiners, nothing that is no Unicode."""
    for c in set(text):
        if c == "\ufffd" or unicodedata.category(c) in _UNSEEN:
            text = text.replace(c, "")
    return text


def owed(reply: m.Reply, turns: bool) -> Iterator[str]:
    """Every text that has to be somewhere. `turns`: with pages, where only the open one is to be seen: not these."""
    paged = [b for b in reply.blocks if isinstance(b, m.Cards) and _several(b)][-1:] if turns else []
    for block in reply.blocks:
        if not any(block is p for p in paged):
            yield from _of(block)


def _several(block: m.Cards) -> bool:
    return sum(any(squeezed(x) for x in (c.title, *c.lines, c.url or "")) for c in block.cards) > 1


def _of(block: m.Block) -> Iterator[str]:
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
            for item in items:
                yield from (item.title, *item.detail, item.url or "")
        case m.Cards(cards):
            for card in cards:
                yield from (card.title, *card.lines, card.url or "")
        case m.Picture(title=title, alt=alt):
            yield from (title, alt)
        case m.Form(title=title, fields=fields):
            yield from (title, *(f.label for f in fields))
        case m.Choices():
            return


def labels(reply: m.Reply) -> list[str]:
    """What the buttons say."""
    return [c.label for b in reply.blocks if isinstance(b, m.Choices) for c in b.choices]


class Shown:
    """Everything that a rendering shows, hands over or leads to."""

    def __init__(self, parts: list[Part]) -> None:
        self.parsed: list[Parsed] = [judge(*payload(p)) for p in parts]
        buttons = [b.label for p in parts for row in p.keyboard for b in row]
        links = [url for p in self.parsed for *_, url in p.entities]
        text = "".join(p.text for p in self.parsed)
        self.all = "\0".join(squeezed(x) for x in (text, *links, *buttons, *_contents(parts)))
        self.cut = [squeezed(b[:-1]) for b in buttons if b.endswith("…") and squeezed(b[:-1])]
        self.shortened = MARKER in text

    def misses(self, texts: Iterable[str]) -> list[str]:
        """Texts that are nowhere, not even cut off with a mark."""
        return [t for t in texts if (s := squeezed(t)) not in self.all and not any(s.startswith(c) for c in self.cut)]


def _contents(parts: list[Part]) -> Iterator[str]:
    for part in parts:
        if part.file and part.file.name.startswith("table-"):
            rows = csv.reader(io.StringIO(part.file.content.decode().removeprefix("\ufeff"), newline=""))
            yield from (cell for row in rows for cell in row)
        elif part.file:
            yield part.file.content.decode()
