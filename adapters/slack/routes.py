"""What Slack and installing people reach over HTTP."""

from typing import TYPE_CHECKING

from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from starlette.responses import Response
from starlette.routing import Route

from adapters.slack.install import INSTALL, REDIRECT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_bolt.async_app import AsyncApp
    from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
    from slack_bolt.response import BoltResponse
    from starlette.requests import Request

EVENTS = "/slack/events"
MOST = 1024 * 1024  # bytes; Slack's own requests stay far below
_HEADERS = ("content-type", "x-slack-signature", "x-slack-request-timestamp", "x-slack-retry-num")


def events_route(app: "AsyncApp", signing_secret: str) -> Route:
    """POST /slack/events: everything that Slack sends. What is not signed is not even parsed."""
    verifier = SignatureVerifier(signing_secret)

    async def events(request: "Request") -> Response:
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        headers: dict[str, str | list[str]] = {
            name: request.headers[name] for name in _HEADERS if name in request.headers
        }
        if not _is_signed(verifier, body, headers) and not (len(body) < 1000 and b"ssl_check=1" in body):
            return Response(status_code=401)
        try:
            made = AsyncBoltRequest(body=body.decode(), headers=headers)  # type: ignore[arg-type]
        except Exception:  # not UTF-8, not JSON, not an object
            return Response(status_code=400)
        return _response(await app.async_dispatch(made))

    return Route(EVENTS, events, methods=["POST"])


def _is_signed(verifier: SignatureVerifier, body: bytes, headers: "Mapping[str, object]") -> bool:
    stamp, signature = (str(headers.get(f"x-slack-{name}", "")) for name in ("request-timestamp", "signature"))
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 16 and signature.isascii()):
        return False
    try:
        return verifier.is_valid(body, stamp, signature)
    except UnicodeDecodeError:
        return False


def install_routes(flow: "AsyncOAuthFlow") -> list[Route]:
    """GET /slack/install and the address that Slack sends people back to."""

    async def install(request: "Request") -> Response:
        return _response(await flow.handle_installation(_asked(request)))

    async def redirect(request: "Request") -> Response:
        return _response(await flow.handle_callback(_asked(request)))

    return [Route(INSTALL, install, methods=["GET"]), Route(REDIRECT, redirect, methods=["GET"])]


def _asked(request: "Request") -> AsyncBoltRequest:
    headers: dict[str, str | list[str]] = {"cookie": request.headers.get("cookie", "")}
    return AsyncBoltRequest(body="", query=dict(request.query_params), headers=headers)  # type: ignore[arg-type]


async def _body(request: "Request") -> bytes | None:
    """The raw body, None when it is too large."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MOST:
            return None
        parts.append(part)
    return b"".join(parts)


def _response(made: "BoltResponse") -> Response:
    response = Response(made.body, made.status)
    for name, values in made.headers.items():
        for value in values:
            if name == "set-cookie":
                response.headers.append(name, value)
            else:
                response.headers[name] = value
    return response
