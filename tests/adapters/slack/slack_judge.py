"""Three judges of what we would send to Slack, of which two are not ours: a JSON Schema made from npm @slack/types,
slack_sdk's own models, and Slack's documented limits written down once more, on their own. None has met the renderer.
"""

import gzip
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block, BlockElement
from slack_sdk.models.views import View

SCHEMA = Path(__file__).parents[2] / "schemas" / "slack.json.gz"
MEANING = {"type", "style", "align", "level", "width", "status"}  # keys whose texts the schema looks at
SURFACES = {  # docs.slack.dev/blocks.json; tables are refused by home tabs in practice
    "message": {"actions", "carousel", "context", "context_actions", "header", "rich_text", "table"},
    "home": {"actions", "carousel", "context", "header", "rich_text"},
    "modal": {"alert", "context", "input", "rich_text"},
}
TEXTS = {  # (type, key) -> most characters of the text object or string there
    ("header", "text"): 150,
    ("button", "text"): 75,
    ("button", "value"): 2000,
    ("button", "url"): 3000,
    ("card", "title"): 150,
    ("card", "body"): 200,
    ("alert", "text"): 200,
    ("input", "label"): 2000,
    ("input", "hint"): 2000,
    ("static_select", "placeholder"): 150,
    ("plain_text_input", "initial_value"): 3000,
    ("modal", "title"): 24,
    ("modal", "submit"): 24,
    ("modal", "close"): 24,
    ("modal", "private_metadata"): 3000,
    ("link", "url"): 3000,
    ("plain_text", "text"): 3000,
    ("mrkdwn", "text"): 3000,
    ("text", "text"): 4000,
    ("link", "text"): 4000,
}
LISTS = {  # (type, key) -> least and most members
    ("actions", "elements"): (1, 25),
    ("context", "elements"): (1, 10),
    ("context_actions", "elements"): (1, 5),
    ("carousel", "elements"): (1, 10),
    ("static_select", "options"): (1, 100),
    ("static_select", "option_groups"): (1, 100),
    ("table", "rows"): (1, 100),
    ("table", "column_settings"): (0, 20),
    ("home", "blocks"): (1, 100),
    ("modal", "blocks"): (1, 100),
    ("rich_text", "elements"): (1, 1000),
    ("rich_text_section", "elements"): (1, 1000),
    ("rich_text_list", "elements"): (1, 1000),
}


def faults(payload: dict[str, Any]) -> list[str]:
    """What any judge has to say against a message (text and blocks) or a view."""
    return [*by_schema(payload), *by_sdk(payload), *by_limits(payload)]


def surface(payload: dict[str, Any]) -> str:
    """message, home or modal."""
    return str(payload.get("type", "message"))


def _kinds(schema: dict[str, Any], root: dict[str, Any]) -> set[str] | None:
    """The values of `type` that a schema allows; None when it says nothing about that."""
    while "$ref" in schema:
        schema = root["definitions"][schema["$ref"].rsplit("/", 1)[1]]
    if "anyOf" in schema:
        found = [_kinds(one, root) for one in schema["anyOf"]]
        return None if None in found else set().union(*(kinds for kinds in found if kinds))
    allowed = schema.get("properties", {}).get("type", {})
    return {allowed["const"]} if "const" in allowed else set(allowed["enum"]) if "enum" in allowed else None


def _any_of(judge: Validator, choices: list[dict[str, Any]], value: Any, schema: Any) -> Iterator[ValidationError]:
    """`anyOf`, but only those are tried whose `type` is that of the value: the others refuse it anyway."""
    kind = value.get("type") if isinstance(value, dict) else None
    table = _TABLES.get(id(choices))
    if table is None:
        table = _TABLES[id(choices)] = [(one, _kinds(one, ROOT)) for one in choices]
    tried = [one for one, kinds in table if kinds is None or kind is None or kind in kinds]
    if not any(judge.evolve(schema=one).is_valid(value) for one in tried):
        yield ValidationError(f"{kind or type(value).__name__} is not valid here: {str(value)[:200]}")


ROOT: dict[str, Any] = json.loads(gzip.decompress(SCHEMA.read_bytes()))
_TABLES: dict[int, list[tuple[dict[str, Any], set[str] | None]]] = {}
_ROOTS = {
    name: {"$ref": one["$ref"], "definitions": ROOT["definitions"]}
    for name, one in ROOT["definitions"]["All"]["properties"].items()
}
_ROOTS["block"] = {"$ref": "#/definitions/KnownBlock", "definitions": ROOT["definitions"]}
_SCHEMAS = {name: extend(Draft7Validator, {"anyOf": _any_of})(root) for name, root in _ROOTS.items()}


def by_schema(payload: dict[str, Any]) -> list[str]:
    """Shapes, as @slack/types 3.2.0 has them: no unknown key, no wrong type. The schema knows no lengths (a test sees
    to that) and every block is a KnownBlock wherever it stands, so blocks of one shape are judged once.
    """
    around = {**payload, "blocks": []}
    out = list(_by_schema(surface(payload), json.dumps(_shape(around), sort_keys=True)))
    for block in payload["blocks"]:
        out += _by_schema("block", json.dumps(_shape(block), sort_keys=True))
    return out


@lru_cache(maxsize=100_000)
def _by_schema(name: str, shape: str) -> tuple[str, ...]:
    return tuple(f"schema: {error.message[:300]}" for error in _SCHEMAS[name].iter_errors(json.loads(shape)))


def _shape(value: Any, key: str = "") -> Any:
    """The value with its texts taken out, except where they mean something, and each kind of list member once."""
    if isinstance(value, dict):
        return {k: _shape(v, k) for k, v in value.items()}
    if isinstance(value, list):
        found = {json.dumps(one, sort_keys=True): one for one in (_shape(v) for v in value)}
        return list(found.values())
    return "" if isinstance(value, str) and key not in MEANING else value


@lru_cache
def _elements() -> tuple[type[BlockElement], ...]:
    return tuple(BlockElement._get_sub_block_elements())


def by_sdk(payload: dict[str, Any]) -> list[str]:
    """Lengths and keys, as slack_sdk's models have them. A model drops what it does not know: that is a fault too."""
    known = _elements()  # it looks for them anew at every element, which takes most of the time
    with patch.object(BlockElement, "_get_sub_block_elements", lambda: known):
        return list(_by_sdk(payload))


def _by_sdk(payload: dict[str, Any]) -> Iterator[str]:
    models = []
    for block in payload["blocks"]:
        try:
            model = Block.parse(block)
            again = model.to_dict() if model else {}
        except (SlackObjectFormationError, TypeError, ValueError) as error:
            yield f"sdk: {error}"
            continue
        models.append(model)
        yield from (f"sdk: {block['type']} lost {lost}" for lost in _lost(block, again))
    if surface(payload) != "message":
        try:
            View(**{**payload, "blocks": models}).validate_json()
        except SlackObjectFormationError as error:
            yield f"sdk: {error}"


def _lost(ours: Any, theirs: Any, path: str = "") -> Iterator[str]:
    if isinstance(ours, dict):
        for key, value in ours.items():
            if not isinstance(theirs, dict) or key not in theirs:
                yield f"{path}.{key}"
            else:
                yield from _lost(value, theirs[key], f"{path}.{key}")
    elif isinstance(ours, list):
        if not isinstance(theirs, list) or len(ours) != len(theirs):
            yield path
        else:
            for n, value in enumerate(ours):
                yield from _lost(value, theirs[n], f"{path}[{n}]")
    elif ours != theirs:
        yield path


def by_limits(payload: dict[str, Any]) -> list[str]:
    """Slack's documented limits, and those that people measured."""
    where, out = surface(payload), []
    blocks = payload["blocks"]
    if where == "message":
        if not 1 <= len(blocks) <= 50:
            out.append(f"limits: {len(blocks)} blocks")
        if not payload["text"].strip() or len(payload["text"].encode()) > 4000:
            out.append("limits: text")
        if sum(map(_weight, blocks)) > 13_000:
            out.append("limits: msg_blocks_too_long")
        if sum(b["type"] == "table" for b in blocks) > 1:
            out.append("limits: only_one_table_allowed")
    out += [f"limits: {b['type']} in a {where}" for b in blocks if b["type"] not in SURFACES[where]]
    if where == "modal" and "submit" not in payload and any(b["type"] == "input" for b in blocks):
        out.append("limits: submit is missing")
    for key in ("block_id", "action_id"):
        found = [node[key] for node in _nodes(payload) if key in node]
        unique = [(b.get("block_id"), a) for b in blocks for a in _ids(b)] if key == "action_id" else found
        if len(set(unique)) != len(unique):
            out.append(f"limits: {key} twice")
        out += [f"limits: {key} {len(one)}" for one in found if not 1 <= len(one) <= 255]
    for node in _nodes(payload):
        out += _node(node)
    return out


def _node(node: dict[str, Any]) -> Iterator[str]:
    kind = node.get("type", "option" if "value" in node else "")
    for key, value in node.items():
        text = value.get("text") if isinstance(value, dict) and "text" in value else value
        if isinstance(text, str):
            most = TEXTS.get((kind, key), {"text": 75, "value": 150}.get(key) if kind == "option" else None)
            if most is not None and len(text.encode("utf-16-le")) // 2 > most:
                yield f"limits: {kind}.{key} has {len(text)} characters"
            if key == "text" and not text:
                yield f"limits: {kind}.{key} is empty"
        if isinstance(value, list) and (kind, key) in LISTS:
            least, most = LISTS[kind, key]
            if not least <= len(value) <= most:
                yield f"limits: {kind}.{key} has {len(value)} members"
    if kind == "table":
        yield from _table(node["rows"])


def _table(rows: list[list[dict[str, Any]]]) -> Iterator[str]:
    if any(len(row) != len(rows[0]) or not 1 <= len(row) <= 20 for row in rows):
        yield "limits: columns of a table"
    if sum(len(n["text"]) for row in rows for c in row for n in _nodes(c) if isinstance(n.get("text"), str)) > 10_000:
        yield "limits: characters of a table"


def _ids(block: dict[str, Any]) -> list[str]:
    return [node["action_id"] for node in _nodes(block) if "action_id" in node]


def _weight(block: dict[str, Any]) -> int:
    wire = json.dumps(block, ensure_ascii=False, separators=(",", ":"))
    return len(wire.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")) + 40


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, dict):
            yield one
            stack += one.values()
        elif isinstance(one, list):
            stack += one
