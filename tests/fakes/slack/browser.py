"""Installing the app as a person does it in a browser: the consent page, and going there and back."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import aiohttp
from aiohttp import web

from tests.fakes.slack.tokens import CLIENT_ID
from tests.fakes.slack.world import World

Json = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """What the browser ended with."""

    status: int
    text: str
    headers: dict[str, str]
    query: dict[str, str]  # of the address that Slack sent it back to
    cookies: str


class Browser:
    """`consent` is the page's own route; it agrees at once unless `deny=1` is added."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def consent(self, request: web.Request) -> web.Response:
        query = request.query
        if query.get("client_id") != CLIENT_ID:
            return web.Response(status=400, text="Something went wrong: invalid client_id parameter")
        scopes = [s for s in query.get("scope", "").split(",") if s]
        back = query.get("redirect_uri", "")
        if not scopes or not back:
            return web.Response(status=400, text="Something went wrong: no scopes, or nowhere to go back to")
        state = {"state": query["state"]} if "state" in query else {}
        if query.get("deny"):
            raise web.HTTPFound(f"{back}?{urlencode({'error': 'access_denied', **state})}")
        team, user, org = query.get("team", "T1"), query.get("user", "UADMIN"), query.get("enterprise", "")
        code = self._world.tokens.code("" if org else team, scopes, back, user, org)
        raise web.HTTPFound(f"{back}?{urlencode({'code': code, **state})}")

    async def installs(
        self,
        start: str,
        *,
        team: str = "T1",
        user: str = "UADMIN",
        enterprise: str = "",
        deny: bool = False,
        **change: str,
    ) -> Page:
        """Go to the app's install address, agree, come back. `enterprise`: for the whole organisation. `change`
        replaces parts of the query on the way back. The app's own host is taken to be that of `start`.
        """
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
            first = await session.get(start, allow_redirects=False)
            there = first.headers.get("Location", "")
            if not there:
                return Page(first.status, await first.text(), dict(first.headers), {}, "")
            cookies = "; ".join(c.partition(";")[0] for c in first.headers.getall("Set-Cookie", []))
            who = {"team": team, "user": user, **({"enterprise": enterprise} if enterprise else {})}
            asked = f"{there}&{urlencode({**who, **({'deny': '1'} if deny else {})})}"
            second = await session.get(asked, allow_redirects=False)
            if second.status != 302:
                return Page(second.status, await second.text(), dict(second.headers), {}, cookies)
            back = urlsplit(second.headers["Location"])
            query = {**dict(parse_qsl(back.query)), **change}
            return await self.returns(session, start, back.path, query, cookies)

    async def returns(
        self, session: aiohttp.ClientSession, start: str, path: str, query: dict[str, str], cookies: str
    ) -> Page:
        """Come back from the consent page."""
        root = urlsplit(start)
        url = f"{root.scheme}://{root.netloc}{path}?{urlencode(query)}"
        answer = await session.get(url, headers={"Cookie": cookies} if cookies else {}, allow_redirects=False)
        return Page(answer.status, await answer.text(), dict(answer.headers), query, cookies)
