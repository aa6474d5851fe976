"""A reply without any of Slack's blocks: what a file or a message of last resort says. Pure."""

from collections.abc import Iterator

from adapters.slack.blocks import MARKS, bar
from adapters.slack.text import clean, line
from bot.messages import (
    Block,
    Cards,
    Choices,
    Fields,
    Form,
    Heading,
    Note,
    Picture,
    Progress,
    Reply,
    Steps,
    Table,
    Text,
)


def plain_text(reply: Reply) -> str:
    """All that the reply says, line by line; its summary when it has no blocks."""
    blocks = reply.blocks or (Text(reply.summary),)
    return "\n\n".join(filter(None, ("\n".join(filter(None, _lines(block))) for block in blocks))) + "\n"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Text(text) | Heading(text) | Note(text):
            yield clean(text)
        case Fields(pairs):
            yield from (f"{line(key)}: {clean(value)}" for key, value in pairs)
        case Table(head, rows):
            yield from (" | ".join(map(line, row)) for row in (head, *rows))
        case Progress(label, share):
            yield f"{bar(0, share)} {max(0.0, min(share, 1.0)):.0%} {line(label)}"
        case Steps(items):
            for n, item in enumerate(items, 1):
                yield f"{n} {MARKS.get(item.state, '○')} {line(item.title)} ({line(item.start)} → {line(item.end)})"
                yield from (f"  {line(text)}" for text in (*item.detail, item.url or ""))
        case Cards(cards):
            for card in cards:
                yield line(card.title)
                yield from (f"  {line(text)}" for text in (*card.lines, card.url or ""))
        case Choices(choices):
            yield from (f"• {line(choice.label)}" for choice in choices)
        case Picture():
            yield line(block.title)
            yield clean(block.alt)
        case Form():
            yield line(block.title)
            yield from (f"• {line(field.label)}" for field in block.fields)
