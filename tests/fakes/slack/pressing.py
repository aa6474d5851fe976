"""What can be pressed in blocks, by the words on it."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
MENUS = {"static_select", "radio_buttons", "overflow"}


def presses(blocks: list[Json]) -> Iterator[tuple[str, Json]]:
    """Every label with the action that pressing it makes."""
    for block in blocks:
        for element in _elements(block):
            yield from _actions(element, block.get("block_id", ""))


def labels(blocks: list[Json]) -> list[str]:
    return [label for label, _ in presses(blocks)]


def press(blocks: list[Json], label: str) -> Json:
    """The action of a label. Raises LookupError when nothing, or more than one thing, says that."""
    found = [action for says, action in presses(blocks) if says == label]
    if len(found) != 1:
        raise LookupError(f"{len(found)} things to press say {label!r}; there are {labels(blocks)}")
    return found[0]


def _elements(node: Any) -> Iterator[Json]:
    """Everything inside a block that has an action_id, and feedback buttons."""
    if isinstance(node, dict):
        if "action_id" in node or node.get("type") == "feedback_buttons":
            yield node
            return
        for value in node.values():
            yield from _elements(value)
    elif isinstance(node, list):
        for value in node:
            yield from _elements(value)


def _actions(element: Json, block_id: str) -> Iterator[tuple[str, Json]]:
    kind = element.get("type")
    base = {"type": kind, "action_id": element.get("action_id", ""), "block_id": block_id}
    if kind in ("button", "icon_button"):
        value = {"value": element["value"]} if "value" in element else {}
        url = {"url": element["url"]} if "url" in element else {}
        style = {"style": element["style"]} if "style" in element else {}
        yield element["text"]["text"], {**base, "text": element["text"], **value, **url, **style}
    elif kind == "feedback_buttons":
        for name in ("positive_button", "negative_button"):
            button = element[name]
            yield button["text"]["text"], {**base, "text": button["text"], "value": button["value"]}
    elif kind in MENUS:
        for option in options(element):
            chosen = {"text": option["text"], "value": option["value"]}
            more = {"placeholder": element["placeholder"]} if "placeholder" in element else {}
            yield option["text"]["text"], {**base, "selected_option": chosen, **more}


def options(element: Json) -> list[Json]:
    """The options of a menu, in groups or not."""
    grouped = [o for group in element.get("option_groups", []) for o in group["options"]]
    return [*element.get("options", []), *grouped]
