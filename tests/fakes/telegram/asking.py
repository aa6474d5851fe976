"""Reads a request as the Bot API does, and holds it against the method models of aiogram, which nobody here wrote."""

import json
import types
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Union, get_args, get_origin

from aiogram import methods
from aiogram.client.default import Default
from aiogram.types import InputFile
from aiohttp import web
from pydantic import BaseModel, ValidationError

from tests.fakes.telegram.refusal import Refusal, bad
from tests.fakes.telegram.world import Json

_EMPTY = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "document": "there is no document in the request",
    "photo": "there is no photo in the request",
    "file_id": "file_id not specified",
    "user_id": "invalid user_id specified",
    "action": "wrong parameter action in request",
    "commands": "can't parse BotCommands JSON object",
}
_UNREADABLE = {
    "reply_markup": "can't parse reply keyboard markup JSON object",
    "entities": "can't parse message entities JSON object",
    "chat_id": "chat not found",
    "user_id": "invalid user_id specified",
    "commands": "can't parse BotCommands JSON object",
}


@dataclass
class Asked:
    """One call that came in, and what was answered: None while it has not been."""

    method: str
    params: Json
    files: dict[str, tuple[str, bytes, str]] = field(default_factory=dict)  # name, content, media type
    at: datetime = field(default_factory=lambda: datetime.min)  # noqa: DTZ901 - the server sets it
    answer: Json | None = None

    @property
    def ok(self) -> bool:
        return bool(self.answer and self.answer["ok"])

    def file(self, name: str) -> tuple[str, bytes, str] | None:
        """The upload that a parameter means, by its name or by attach://."""
        given = self.params.get(name)
        if isinstance(given, str) and given.startswith("attach://"):
            return self.files.get(given.removeprefix("attach://"))
        return self.files.get(name)


async def read(request: web.Request, method: str) -> Asked:
    """A call in any of the four forms: query, urlencoded, JSON, multipart. Raises Refusal."""
    asked = Asked(method, dict(request.query))
    if request.method == "POST" and request.can_read_body:
        if request.content_type == "application/json":
            try:
                given = await request.json()
            except ValueError:
                raise bad("can't parse JSON object") from None
            if not isinstance(given, dict):
                raise bad("object expected as the request")
            asked.params |= given
        elif request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
            for name, value in (await request.post()).items():
                if isinstance(value, web.FileField):
                    asked.files[name] = (value.filename, value.file.read(), value.content_type)
                else:
                    asked.params[name] = value if isinstance(value, str) else bytes(value).decode()
    return asked


def checked(asked: Asked) -> Asked:
    """Decode what came as text, and refuse what aiogram's model of the method would not take. Raises Refusal."""
    model = getattr(methods, asked.method[0].upper() + asked.method[1:])
    fields = {(f.alias or name): f for name, f in model.model_fields.items()}
    attached = {v[9:] for v in _strings(asked.params) if v.startswith("attach://")}
    for name in [*asked.params, *(set(asked.files) - attached)]:
        if name not in fields:
            raise bad(f"{asked.method} has no parameter {name}")
    asked.params = {n: decoded(n, v, fields[n].annotation) for n, v in asked.params.items() if v is not None}
    for name, info in sorted(fields.items(), key=lambda field: field[0] != "text"):
        if info.is_required() and asked.params.get(name, "") == "" and name not in asked.files and name != "url":
            raise bad(_EMPTY.get(name, f"{name} is empty"))
    _labelled(asked.params.get("reply_markup"))
    try:
        plain = {n: v for n, v in asked.params.items() if not _only_upload(fields[n].annotation)}
        names = {n for n in asked.files if n in fields and not _only_upload(fields[n].annotation)}
        found = model.model_validate({**plain, **dict.fromkeys(names, "attach://x")})
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        raise bad(_UNREADABLE.get(name, f"can't parse {name}: {error.errors()[0]['type']}")) from None
    if extra := unknown(found):
        raise bad(f"{asked.method} has no field {', '.join(extra)}")
    return asked


def _labelled(keyboard: Any) -> None:
    """A button without a label: the models would take the keyboard for another kind."""
    rows = keyboard.get("inline_keyboard") if isinstance(keyboard, dict) else None
    buttons = [button for row in rows if isinstance(row, list) for button in row] if isinstance(rows, list) else []
    if not all(isinstance(button, dict) and isinstance(button.get("text"), str) for button in buttons):
        raise bad("can't parse inline keyboard button: Can't find field \"text\"")


def decoded(name: str, value: Any, annotation: Any) -> Any:
    """A parameter that came as text, as its type says. Raises Refusal."""
    kinds = _kinds(annotation)
    if not isinstance(value, str) or kinds <= {str, InputFile}:
        return value
    if str in kinds:
        return int(value) if value.removeprefix("-").isdigit() else value
    try:
        return json.loads(value.lower() if kinds == {bool} else value)
    except ValueError:
        raise bad(_UNREADABLE.get(name, f"can't parse {name}")) from None


def unknown(value: Any) -> list[str]:
    """Names that a model does not know, at any depth."""
    if isinstance(value, list):
        return [name for v in value for name in unknown(v)]
    if not isinstance(value, BaseModel):
        return []
    return [*(value.model_extra or ()), *(n for k in value.model_fields_set for n in unknown(getattr(value, k)))]


def _kinds(annotation: Any) -> set[Any]:
    parts = get_args(annotation) if get_origin(annotation) in (Union, types.UnionType) else (annotation,)
    return {p for p in parts if p not in (type(None), Default)}


def _only_upload(annotation: Any) -> bool:
    return _kinds(annotation) == {InputFile}


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if value.startswith("attach://") else _nested(value)
    if isinstance(value, dict):
        value = list(value.values())
    return [s for v in value for s in _strings(v)] if isinstance(value, list) else []


def _nested(text: str) -> list[str]:
    if "attach://" not in text:
        return []
    try:
        return _strings(json.loads(text))
    except ValueError:
        return []


NO_METHOD = Refusal(404, "Not Found: method not found")
