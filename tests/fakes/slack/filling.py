"""Filling a form in as a person does: by label, in what the window lets through."""

from typing import Any

from tests.fakes.slack.pressing import options

Json = dict[str, Any]
TEXTS = {"plain_text_input": "value", "number_input": "value", "email_text_input": "value", "url_text_input": "value"}
DAYS = {"datepicker": "selected_date", "timepicker": "selected_time"}
ONE = {"static_select", "radio_buttons"}
MANY = {"multi_static_select", "checkboxes"}


class Incomplete(Exception):
    """The window itself does not let this go: nothing was sent."""


def inputs(view: Json) -> list[Json]:
    """Its input blocks."""
    return [b for b in view["blocks"] if b["type"] == "input"]


def filled(view: Json, given: dict[str, Any]) -> Json:
    """state.values of a view. `given`: block_id, action_id or label -> text, label of an option or list of labels.
    Raises Incomplete.
    """
    out: Json = {}
    left = dict(given)
    for block in inputs(view):
        element = block["element"]
        names = [block["block_id"], element["action_id"], block["label"]["text"]]
        name = next((n for n in names if n in left), None)
        value = left.pop(name) if name is not None else _initial(element)
        entry = _entry(element, value)
        if not block.get("optional") and _empty(entry):
            raise Incomplete(f"{block['label']['text']} is empty")
        out.setdefault(block["block_id"], {})[element["action_id"]] = entry
    if left:
        raise Incomplete(f"there is no field {sorted(left)}; there are {[b['block_id'] for b in inputs(view)]}")
    return out


def _initial(element: Json) -> Any:
    kind = element["type"]
    if kind in ONE:
        return element["initial_option"]["text"]["text"] if "initial_option" in element else None
    if kind in MANY:
        return [o["text"]["text"] for o in element.get("initial_options", [])]
    return element.get({"datepicker": "initial_date", "timepicker": "initial_time"}.get(kind, "initial_value"))


def _entry(element: Json, value: Any) -> Json:
    kind = element["type"]
    if kind in TEXTS:
        return {"type": kind, "value": _text(element, value)}
    if kind in DAYS:
        return {"type": kind, DAYS[kind]: value or None}
    if kind in ONE:
        return {"type": kind, "selected_option": None if value is None else _option(element, value)}
    if kind in MANY:
        chosen = [_option(element, one) for one in value or ()]
        if len(chosen) > element.get("max_selected_items", 10**6):
            raise Incomplete("too many are chosen")
        return {"type": kind, "selected_options": chosen}
    raise Incomplete(f"a person cannot fill a {kind} in here")


def _text(element: Json, value: Any) -> str | None:
    if value in (None, ""):
        return None
    text = str(value)
    if not element.get("min_length", 0) <= len(text) <= element.get("max_length", 3000):
        raise Incomplete("too short or too long")
    if element["type"] == "number_input":
        try:
            number = float(text)
        except ValueError:
            raise Incomplete("not a number") from None
        least, most = element.get("min_value"), element.get("max_value")
        if (least is not None and number < float(least)) or (most is not None and number > float(most)):
            raise Incomplete("not within the limits")
        if not element.get("is_decimal_allowed") and not number.is_integer():
            raise Incomplete("not a whole number")
    return text


def _option(element: Json, label: Any) -> Json:
    for option in options(element):
        if label in (option["text"]["text"], option["value"]):
            return {"text": option["text"], "value": option["value"]}
    raise Incomplete(f"there is no option {label!r}")


def _empty(entry: Json) -> bool:
    return all(v in (None, "", []) for k, v in entry.items() if k != "type")
