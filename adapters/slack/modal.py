"""A Form as a modal view, and what stands in it back as a FormAnswer. Pure."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from adapters.slack.blocks import note
from adapters.slack.limits import (
    ALERT,
    CALLBACK,
    INITIAL,
    LABEL,
    MARKER,
    METADATA,
    MODAL_TITLE,
    OPTION_TEXT,
    OPTION_VALUE,
    OPTIONS,
    VIEW_BLOCKS,
    cut,
    size,
)
from adapters.slack.text import Element, clean, line, paragraphs, plain
from bot.messages import Field, Form, FormAnswer

VALUE = "value"
CANCEL = "Cancel"


def modal(
    form: Form, token: str = "", values: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The `view` of views.open. `values` (by field) stand in it instead of the form's own, `errors` above their fields.

    `private_metadata` is the token, `callback_id` the name of the form, a block's id the name of its field: so
    `response_action: errors` can name fields too.
    """
    blocks = [] if size(line(form.title)) <= MODAL_TITLE else paragraphs(line(form.title))[:2]
    for field in form.fields:
        given = (values or {}).get(field.name, field.value)
        told = line((errors or {}).get(field.name, ""))
        made = [_alert(told)] if told else []
        made.append(_input(field, given))
        if len(blocks) + len(made) >= VIEW_BLOCKS:
            blocks += note(f"{MARKER} There are more questions; ask me in a message.")
            break
        blocks += made
    return {
        "type": "modal",
        "callback_id": form.name[:CALLBACK],
        "title": plain(cut(line(form.title), MODAL_TITLE, "…") or "…"),
        "submit": plain(cut(line(form.submit), MODAL_TITLE, "…") or "OK"),
        "close": plain(CANCEL),
        "blocks": blocks or note("…"),
        "private_metadata": token[:METADATA],
    }


def answer(name: str, values: Mapping[str, Any]) -> FormAnswer:
    """What was sent off: `state.values` of the view called `name`."""
    return FormAnswer(name, {field: _given(elements.get(VALUE, {})) for field, elements in values.items()})


def _given(element: Mapping[str, Any]) -> str:
    option = element.get("selected_option")
    found = option.get("value") if option else None
    for key in ("value", "selected_date", "selected_time"):
        found = found or element.get(key)
    return str(found or "")


def _alert(text: str) -> Element:
    return {"type": "alert", "level": "error", "text": plain(cut(text, ALERT))}


def _input(field: Field, value: str) -> Element:
    hint, element = line(field.hint), _element(field, value)
    if value and not any(key.startswith("initial_") for key in element):
        hint = f"{hint} (was: {line(value)})".strip()
    made: Element = {
        "type": "input",
        "block_id": field.name[:CALLBACK] or "field",
        "label": plain(cut(line(field.label), LABEL) or field.name or "…"),
        "element": element,
        "optional": not field.required,
    }
    return made | {"hint": plain(cut(hint, LABEL))} if hint else made


def _element(field: Field, value: str) -> Element:
    match field.type:
        case "number":
            return _made("number_input", "initial_value", _number(value)) | {"is_decimal_allowed": True}
        case "date":
            return _made("datepicker", "initial_date", _day(value))
        case "time":
            return _made("timepicker", "initial_time", _time(value))
        case "choice" if field.options:
            return _menu(field, value)
        case _:
            text = clean(value)
            element = _made("plain_text_input", "initial_value", text if size(text) <= INITIAL else "")
            return element | {"multiline": field.type == "long"}


def _made(kind: str, key: str, value: str) -> Element:
    element: Element = {"type": kind, "action_id": VALUE}
    return element | {key: value} if value else element


def _menu(field: Field, value: str) -> Element:
    options = [
        {"text": plain(cut(line(label), OPTION_TEXT) or "…"), "value": code[:OPTION_VALUE] or "…"}
        for label, code in field.options[: OPTIONS * OPTIONS]
    ]
    element: Element = {"type": "static_select", "action_id": VALUE, "placeholder": plain("Choose one …")}
    if len(options) <= OPTIONS:
        element["options"] = options
    else:
        groups = [options[i : i + OPTIONS] for i in range(0, len(options), OPTIONS)]
        element["option_groups"] = [
            {"label": plain(f"{n * OPTIONS + 1}–{n * OPTIONS + len(group)}"), "options": group}
            for n, group in enumerate(groups)
        ]
    chosen = next((o for o, (_, code) in zip(options, field.options, strict=False) if code == value), None)
    return element | {"initial_option": chosen} if chosen else element


def _number(value: str) -> str:
    text = value.strip()
    return text if text.isascii() and text.removeprefix("-").replace(".", "", 1).isdigit() and len(text) < 20 else ""


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return ""


def _time(value: str) -> str:
    try:
        return time.fromisoformat(value).strftime("%H:%M")
    except ValueError:
        return ""
