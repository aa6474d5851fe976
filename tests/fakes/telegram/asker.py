"""Calls a server in any of the forms that clients use, and gives back whatever it says."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Literal

import aiohttp

from tests.fakes.telegram.server import FakeTelegram
from tests.fakes.telegram.world import Json

Form = Literal["json", "urlencoded", "query", "multipart"]


class Asker:
    """A bot without any library."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str) -> None:
        self._session = session
        self.base = f"{url}/bot{token}/"
        self.files = f"{url}/file/bot{token}/"

    async def __call__(self, method: str, form: Form = "json", file: Any = None, **params: Any) -> Json:
        """The whole answer. `file`: (field, name, content)."""
        if form == "json" and file is None:
            return await self._send("POST", method, json=params)
        flat = {n: v if isinstance(v, str) else json.dumps(v) for n, v in params.items()}
        if form == "query":
            return await self._send("GET", method, params=flat)
        if form == "urlencoded":
            return await self._send("POST", method, data=flat)
        data = aiohttp.FormData(flat, default_to_multipart=True)
        if file is not None:
            data.add_field(file[0], file[2], filename=file[1])
        return await self._send("POST", method, data=data)

    async def said(self, method: str, **params: Any) -> str:
        """The error text; "" when it was done."""
        return str((await self(method, **params)).get("description", ""))

    async def result(self, method: str, **params: Any) -> Any:
        answer = await self(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    async def fetch(self, path: str) -> tuple[int, bytes]:
        async with self._session.get(self.files + path) as response:
            return response.status, await response.read()

    async def _send(self, verb: str, method: str, **given: Any) -> Json:
        async with self._session.request(verb, self.base + method, **given) as response:
            answer: Json = await response.json()
            assert response.status == (200 if answer["ok"] else answer["error_code"])
            return answer


@asynccontextmanager
async def asking(fake: FakeTelegram, token: str = "") -> AsyncIterator[Asker]:
    async with aiohttp.ClientSession() as session:
        yield Asker(session, fake.url, token or fake.token)
