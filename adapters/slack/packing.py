"""Blocks into messages. Pure.

What can be pressed or turned goes into the last message, because an edit changes only that one. How blocks are shared
out does not depend on which page is open, for the same reason.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from adapters.slack.limits import MESSAGE_BLOCKS, MESSAGE_COST, cost
from adapters.slack.text import Element


@dataclass(frozen=True, slots=True)
class Unit:
    """Blocks that stay together. `price` and `count` are those of the largest page, `tail` wants to be last."""

    blocks: tuple[Element, ...]
    price: int
    count: int
    tail: bool = False


def single(block: Element, tail: bool = False) -> Unit:
    """One block."""
    return Unit((block,), cost(block), 1, tail)


def paged(pages: Sequence[Sequence[Element]], page: int) -> Unit:
    """The open page of several, the last one when there are not so many."""
    price = max(sum(map(cost, blocks)) for blocks in pages)
    return Unit(tuple(pages[min(page, len(pages) - 1)]), price, max(map(len, pages)), tail=True)


def packed(units: Sequence[Unit]) -> list[list[Element]]:
    """The blocks of each message, in the order they came when they fit into one."""
    together = _filled(units)
    if len(together) == 1:
        return together
    return _filled([*(u for u in units if not u.tail), *(u for u in units if u.tail)])


def _filled(units: Iterable[Unit]) -> list[list[Element]]:
    """Greedy; a heading goes along with what it is the heading of, and a message has one table."""
    parts: list[list[Element]] = [[]]
    price = count = 0
    for unit in units:
        full = price + unit.price > MESSAGE_COST or count + unit.count > MESSAGE_BLOCKS
        if parts[-1] and (full or (_tables(unit.blocks) and _tables(parts[-1]))):
            kept = [parts[-1].pop()] if len(parts[-1]) > 1 and parts[-1][-1]["type"] == "header" else []
            parts.append(kept)
            price, count = sum(map(cost, kept)), len(kept)
        parts[-1] += unit.blocks
        price, count = price + unit.price, count + unit.count
    return parts


def _tables(blocks: Iterable[Element]) -> bool:
    return any(block["type"] == "table" for block in blocks)
