"""What others say about a payload: aiogram's models, and a JSON Schema made from the types of grammY."""

import gzip
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from aiogram import methods
from jsonschema import Draft7Validator
from pydantic import BaseModel

SCHEMA = Path(__file__).parents[2] / "schemas" / "telegram.json.gz"


@lru_cache
def schema(name: str) -> Draft7Validator:
    """The schema of `keyboard`, `rich` or `update`."""
    whole = json.loads(gzip.decompress(SCHEMA.read_bytes()))
    root = whole["definitions"]["Telegram"]["properties"][name]
    return Draft7Validator({**root, "definitions": whole["definitions"]})


def aiogram_refuses(method: str, params: dict[str, Any]) -> str:
    """Why aiogram's model of a method does not take these parameters, "" when it does and knows every field."""
    needed = {"sendPhoto": {"photo": "attach://x"}, "sendDocument": {"document": "attach://x"}}.get(method, {})
    model = getattr(methods, method[0].upper() + method[1:])
    try:
        return " ".join(_unknown(model.model_validate({"chat_id": 7, **needed, **params})))
    except ValueError as error:
        return str(error)


def _unknown(value: object) -> list[str]:
    if isinstance(value, list):
        return [name for v in value for name in _unknown(v)]
    if not isinstance(value, BaseModel):
        return []
    return [*(value.model_extra or ()), *(n for k in value.model_fields_set for n in _unknown(getattr(value, k)))]


_seen: dict[str, str] = {}


def schema_refuses(name: str, value: dict[str, Any]) -> str:
    """Why the schema does not take a value, "" when it does. It looks at shapes only, so each shape is tried once."""
    shape = json.dumps(_shape(value), sort_keys=True)
    if shape not in _seen:
        _seen[shape] = "; ".join(e.message for e in schema(name).iter_errors(value))
    return _seen[shape]


def _shape(value: Any) -> Any:
    match value:
        case dict():
            return {k: _shape(v) for k, v in value.items()}
        case list():
            return sorted({json.dumps(_shape(v), sort_keys=True) for v in value})
        case _:
            return type(value).__name__
