"""Files that people send: read when they are small texts of Slack's, and no token leaves Slack's hosts."""

import asyncio
from typing import Any

import pytest
from aiohttp import web as http

from adapters.slack.hosts import trusted
from adapters.wire import Failure, Outcome
from bot.messages import Attachment
from tests.adapters.slack.slack_rig import GRANT, Rig, opened
from tests.adapters.slack.slack_web import Web, cut_off, serving, status

SLACK = "https://slack.com/api/"


def text_file(ref: str, **more: Any) -> Attachment:
    return Attachment(**{"name": "cv.txt", "media_type": "text/plain", "size": 10, "ref": ref, **more})


@pytest.mark.parametrize(
    "address", ["https://files.slack.com/a", "https://slack.com/a", "https://acme.enterprise.slack.com/files-pri/a"]
)
def test_slacks_own_hosts_may_know_the_token(address: str) -> None:
    """Below slack.com, over https."""
    assert trusted(address, SLACK) is not None


@pytest.mark.parametrize(
    "address",
    [
        "http://files.slack.com/a",
        "https://files.slack.com:8443/a",
        "https://files.slack.com.evil.example/a",
        "https://evil.example/files.slack.com",
        "https://evilslack.com/a",
        "https://files.slack.com@evil.example/a",
        "https://evil.example#.slack.com",
        "https://evil.example?.slack.com",
        "https://evil.example\\.slack.com/a",
        "https://evil.example/\\@files.slack.com",
        "https://user:pw@files.slack.com/a",
        "//files.slack.com/a",
        "file:///etc/passwd",
        "http://127.0.0.1/a",
        "http://169.254.169.254/latest",
        "https://[::1/a",
        "",
    ],
)
def test_nobody_else_may(address: str) -> None:
    """However much it looks like Slack."""
    assert trusted(address, SLACK) is None


def test_where_the_api_is_files_may_be_too() -> None:
    """The same host and port, and no other."""
    api = "http://127.0.0.1:8001/api/"
    assert trusted("http://127.0.0.1:8001/files/a", api) is not None
    for other in ("http://127.0.0.1:8002/a", "https://127.0.0.1:8001/a", "http://localhost:8001/a"):
        assert trusted(other, api) is None


def ran(check: Any, **answers: Any) -> None:
    async def run() -> None:
        async with serving(**answers) as web, serving() as evil:
            rig = opened(web.api)
            try:
                await check(rig, web, evil)
            finally:
                await rig.slack.close()

    asyncio.run(run())


async def refused(rig: Rig, file: Attachment) -> Failure:
    with pytest.raises(Failure) as caught:
        await rig.slack.fetch("home", file)
    return caught.value


def test_a_small_text_is_read_with_the_token() -> None:
    """As UTF-8."""

    async def check(rig: Rig, web: Web, evil: Web) -> None:
        web.answers["/files/cv.txt"] = status(200, "CCNA, Zürich")
        assert (await rig.slack.fetch("home", text_file(web.base + "/files/cv.txt"))).content == "CCNA, Zürich"
        assert web.seen[-1][2] == f"Bearer {GRANT.token}"

    ran(check)


def test_a_foreign_host_gets_no_request_at_all() -> None:
    """And certainly no token."""

    async def check(rig: Rig, web: Web, evil: Web) -> None:
        assert (await refused(rig, text_file(evil.base + "/cv.txt"))).reason == "foreign_host"
        assert evil.seen == []

    ran(check)


def test_a_redirect_is_not_followed() -> None:
    """Neither off the host nor on it."""

    async def check(rig: Rig, web: Web, evil: Web) -> None:
        for target in (evil.base, web.base):
            web.answers["/files/cv.txt"] = status(302, "", Location=target + "/elsewhere")
            found = await refused(rig, text_file(web.base + "/files/cv.txt"))
            assert (found.outcome, found.reason) == (Outcome.REFUSED, "redirect")
        assert evil.seen == []
        assert "/elsewhere" not in [name for name, _, _ in web.seen]

    ran(check)


def test_what_is_too_large_or_no_text_is_left_alone() -> None:
    """By what Slack says about it, without a request; and while it is read, whatever Slack said."""

    async def endless(request: http.Request) -> http.StreamResponse:
        response = http.StreamResponse(headers={"Content-Type": "text/plain"})
        await response.prepare(request)
        for _ in range(1000):
            await response.write(b"x" * 65536)
        return response

    async def check(rig: Rig, web: Web, evil: Web) -> None:
        ref = web.base + "/files/cv.txt"
        for file in (text_file(ref, size=300_000), text_file(ref, media_type="image/png")):
            assert await rig.slack.fetch("home", file) == file
        assert web.seen == []
        web.answers["/files/cv.txt"] = endless
        assert await rig.slack.fetch("home", text_file(ref)) == text_file(ref)

        async def binary(request: http.Request) -> http.StreamResponse:
            return http.Response(body=b"\xff\xfe\x00\x01", content_type="text/plain")

        web.answers["/files/cv.txt"] = binary
        assert await rig.slack.fetch("home", text_file(ref)) == text_file(ref)
        web.answers["/files/cv.txt"] = status(200, "a\0b")
        assert await rig.slack.fetch("home", text_file(ref)) == text_file(ref)

    ran(check)


def test_a_login_page_is_no_file() -> None:
    """That is how Slack says no to a token."""

    async def page(request: http.Request) -> http.StreamResponse:
        return http.Response(text="<html>Sign in</html>", content_type="text/html")

    async def check(rig: Rig, web: Web, evil: Web) -> None:
        ref = web.base + "/files/cv.txt"
        web.answers["/files/cv.txt"] = page
        assert (await refused(rig, text_file(ref))).reason == "not_authed"
        web.answers["/files/cv.txt"] = status(404)
        assert (await refused(rig, text_file(ref))).outcome is Outcome.REFUSED
        web.answers["/files/cv.txt"] = cut_off
        assert (await refused(rig, text_file(ref))).outcome is Outcome.DOUBT
        assert (await refused(rig, text_file("https://evil.example/cv.txt"))).reason == "foreign_host"

    ran(check)
