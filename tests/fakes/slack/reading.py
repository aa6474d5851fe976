"""A request as arguments and a token, the way the Web API reads them."""

import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from tests.fakes.slack.refusal import Refusal

Json = dict[str, Any]
STRUCTURED = {
    "attachments",
    "blocks",
    "chunks",
    "feedback",
    "files",
    "loading_messages",
    "metadata",
    "prompts",
    "view",
}
"""Arguments that are JSON inside a form; in a JSON body they may be either."""


async def read(request: web.Request) -> tuple[Json, str, str]:
    """Arguments, the token as it was given, and the form of the body: json, form or query. Raises Refusal."""
    args: Json = dict(request.query)
    body, form = await request.read(), "query"
    if request.method == "POST" and body:
        args, form = _body(request.content_type, body, args)
    header = request.headers.get("Authorization", "")
    token = header.removeprefix("Bearer ").strip() if header.startswith("Bearer ") else ""
    if "token" in args:
        given = str(args.pop("token"))
        if "token" in request.query:  # a query is in every log on the way
            raise Refusal("invalid_auth")
        token = given if form == "form" else token
    if header.startswith("Basic "):
        args |= _basic(header)
    return {name: value for name, value in args.items() if value is not None}, token, form


def _body(kind: str, body: bytes, query: Json) -> tuple[Json, str]:
    if kind == "application/json":
        try:
            found = json.loads(body)
        except ValueError:
            raise Refusal("invalid_json") from None
        if not isinstance(found, dict):
            raise Refusal("json_not_object")
        return {**query, **found}, "json"
    if kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        if kind == "multipart/form-data":
            raise Refusal("invalid_form_data")
        return {**query, **dict(parse_qsl(body.decode(), keep_blank_values=True))}, "form"
    raise Refusal("invalid_post_type")


def _basic(header: str) -> Json:
    import base64

    try:
        who, _, secret = base64.b64decode(header[6:], validate=True).decode().partition(":")
    except ValueError:
        raise Refusal("invalid_auth") from None
    return {"client_id": who, "client_secret": secret}


def structured(args: Json, name: str, wrong: str) -> Any:
    """An argument that is JSON, decoded; None when it is not there. Raises Refusal called `wrong`."""
    value = args.get(name)
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise Refusal(wrong) from None
