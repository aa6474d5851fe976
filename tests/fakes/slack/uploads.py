"""Files: a place to upload to, the upload, sharing it, and reading it with the token."""

import mimetypes
import secrets
from typing import Any

from aiohttp import web

from tests.fakes.slack.chat import as_bot, thread
from tests.fakes.slack.places import writable
from tests.fakes.slack.reading import structured
from tests.fakes.slack.refusal import Refusal, invalid
from tests.fakes.slack.rules import Asking, Run
from tests.fakes.slack.world import File, World

Json = dict[str, Any]
MOST = 1_000_000_000  # bytes
LOGIN = "<!DOCTYPE html><html><title>Sign in | Slack</title></html>"


def place(asking: Asking) -> Json:
    name, length = asking.text("filename"), asking.whole("length", 0, -(10**18), 10**18)
    if not name:
        raise invalid("must be more than 0 characters [json-pointer:/filename]")
    if length < 1:
        raise invalid("must be greater than 0 [json-pointer:/length]")
    if length > MOST:
        raise Refusal("file_upload_size_restricted")
    alt = asking.text("alt_txt")
    if len(alt) > 1000:
        raise Refusal("alt_txt_too_large")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    world = asking.world
    made = File(world.id("F"), asking.team.id, name, None, length, kind, name, alt, asking.team.bot)
    made.ticket = secrets.token_hex(16)
    world.files[made.id] = made
    return {"upload_url": f"{world.url}/upload/v1/{made.ticket}", "file_id": made.id}


async def receive(world: World, request: web.Request) -> web.Response:
    """POST of the bytes, raw or as a form, to a place that was given out."""
    found = next((f for f in world.files.values() if f.ticket == request.match_info["ticket"]), None)
    if found is None or found.completed:
        return web.Response(status=404, text="not found")
    content = await request.read()
    if request.content_type == "multipart/form-data":
        form = await request.post()
        part = next((v for v in form.values() if isinstance(v, web.FileField)), None)
        content = part.file.read() if part is not None else b""
    if len(content) != found.size:
        return web.Response(status=400, text=f"expected {found.size} bytes")
    found.content = content
    return web.Response(text=f"OK - {len(content)}")


def complete(asking: Asking) -> Json:
    wanted = structured(asking.args, "files", "invalid_arguments")
    if not isinstance(wanted, list) or not wanted or any(not isinstance(w, dict) for w in wanted):
        raise invalid("must provide a list of files [json-pointer:/files]")
    found = []
    for one in wanted:
        file = asking.world.files.get(one.get("id", ""))
        if file is None or file.team not in asking.teams or file.content is None or file.completed:
            raise Refusal("file_not_found")
        file.title = one.get("title") or file.name
        found.append(file)
    named = asking.text("channels").split(",") if asking.text("channels") else [asking.text("channel_id")]
    for id in filter(None, named):
        share(asking, id, found)
    for file in found:
        file.completed = True
    return {"files": [card(asking.world, file) for file in found]}


def share(asking: Asking, channel_id: str, files: list[File]) -> None:
    asked = Asking(asking.world, asking.token, {**asking.args, "channel": channel_id})
    channel = writable(asked, people=True)
    where = thread(asked, channel)
    for file in files:
        file.channels.append(channel.id)
    shown = [card(asking.world, file) for file in files]
    text = asking.text("initial_comment")
    asking.world.post(channel, asking.team.bot, text, files=shown, upload=True, **where, **as_bot(asking))


def card(world: World, file: File) -> Json:
    """The file object."""
    private = f"{world.url}/files-pri/{file.team}-{file.id}/{file.name}"
    return {
        "id": file.id,
        "created": int(world.seconds()),
        "timestamp": int(world.seconds()),
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": file.name.rpartition(".")[2],
        "pretty_type": file.mimetype,
        "user": file.user,
        "user_team": file.team,
        "editable": False,
        "size": file.size,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": False,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": private,
        "url_private_download": private,
        "file_access": "visible",
        **({"alt_txt": file.alt_txt} if file.alt_txt else {}),
    }


async def download(world: World, request: web.Request) -> web.Response:
    """The bytes for a bearer token with files:read; anybody else gets the login page, as from Slack itself."""
    header = request.headers.get("Authorization", "")
    team, _, id = request.match_info["which"].partition("-")
    file = world.files.get(id)
    try:
        token = world.tokens.check(header.removeprefix("Bearer ") if header.startswith("Bearer ") else "")
    except Refusal:
        return web.Response(text=LOGIN, content_type="text/html")
    asking = Asking(world, token, {})
    if file is None or file.content is None or team not in asking.teams or "files:read" not in token.scopes:
        return web.Response(status=404 if file is None else 200, text=LOGIN, content_type="text/html")
    return web.Response(body=file.content, content_type=file.mimetype)


METHODS: dict[str, Run] = {"files.getUploadURLExternal": place, "files.completeUploadExternal": complete}
