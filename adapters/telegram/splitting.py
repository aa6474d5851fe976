"""Chunks into messages: at the edges of blocks where possible, else of lines, else of words; no tag is ever cut."""

from collections.abc import Iterator

from adapters.telegram.html import Chunk, Line, Span, chunk, plain
from adapters.telegram.limits import ENTITIES, MORE, TEXT, prefix, units, visible

_MORE = chunk(((Span(MORE, "i"),),))


def measure(chunks: list[Chunk]) -> tuple[int, int]:
    """(UTF-16 code units, entities) of a message."""
    gaps = sum(1 if c.tight else 2 for c in chunks[:-1])
    return sum(c.units for c in chunks) + gaps, sum(c.entities for c in chunks)


def fits(chunks: list[Chunk], text: int = TEXT, entities: int = ENTITIES) -> bool:
    """Whether it is one message."""
    size, tags = measure(chunks)
    return size <= text and tags <= entities


def pack(chunks: list[Chunk], text: int = TEXT, entities: int = ENTITIES) -> list[list[Chunk]]:
    """Messages that fit, in order; none of them looks empty."""
    done: list[list[Chunk]] = [[]]
    size = tags = 0
    for part in _pieces(chunks, text, entities):
        current = done[-1]
        size += 0 if not current else 1 if current[-1].tight else 2
        if current and (size + part.units > text or tags + part.entities > entities):
            done.append(_title(current, part, text, entities))
            size, tags = measure([*done[-1], part])
        else:
            size, tags = size + part.units, tags + part.entities
        done[-1].append(part)
    return [message for message in done if any(visible(plain(c)) for c in message)]


def _title(current: list[Chunk], part: Chunk, text: int, entities: int) -> list[Chunk]:
    """The title that goes to the next message with what it belongs to."""
    if len(current) > 1 and current[-1].tight and fits([current[-1], part], text, entities):
        return [current.pop()]
    return []


def shortened(chunks: list[Chunk], text: int = TEXT, entities: int = ENTITIES) -> list[Chunk]:
    """One message; what does not fit is cut off, and the last line says so."""
    if fits(chunks, text, entities):
        return chunks
    first = pack(chunks, text - _MORE.units - 2, entities - 1)[0]
    return [*first, _MORE]


def _pieces(chunks: list[Chunk], text: int, entities: int) -> Iterator[Chunk]:
    for part in chunks:
        if part.units <= text and part.entities <= entities:
            yield part
        else:
            yield from _split(part, text, entities)


def _split(part: Chunk, text: int, entities: int) -> Iterator[Chunk]:
    room = entities - (part.frame != "")
    current: list[Line] = []
    size = tags = 0
    for line, length in _lines(part, text):
        more, marks = length + 1, sum([1 for s in line if s.tag])
        if current and (size + more > text + 1 or tags + marks > room):
            yield chunk(tuple(current), part.frame, tight=True)
            current, size, tags = [], 0, 0
        current.append(line)
        size, tags = size + more, tags + marks
    yield chunk(tuple(current), part.frame, part.tight)


def _lines(part: Chunk, text: int) -> Iterator[tuple[Line, int]]:
    """Lines that fit, with their lengths."""
    for line in part.lines:
        rest = line
        while (size := _units(rest)) > text:
            head, rest = _cut(rest, text)
            yield head, _units(head)
        yield rest, size


def _units(line: Line) -> int:
    return units(line[0].text) if len(line) == 1 else sum([units(s.text) for s in line])


def _cut(line: Line, room: int) -> tuple[Line, Line]:
    """A line's start that fits and what is left: between two styles if one starts late in it, else between words."""
    head: list[Span] = []
    for n, span in enumerate(line):
        size = units(span.text)
        if size <= room:
            head.append(span)
            room -= size
            continue
        at = prefix(span.text, room)
        if head and (span.tag or not at):
            return tuple(head), line[n:]
        at = at or 1
        first, second = Span(span.text[:at], span.tag, span.url), Span(span.text[at:].lstrip(), span.tag, span.url)
        return (*head, first), (second, *line[n + 1 :])
    return line, ()
