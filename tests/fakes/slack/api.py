"""The Web API's one door: faults, token, scopes, rates, arguments, then the method."""

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.fakes.slack import account, chat, conversations, streams, uploads, windows
from tests.fakes.slack.faults import Fault, Faults, Rates, limited
from tests.fakes.slack.link import Link
from tests.fakes.slack.places import missing
from tests.fakes.slack.reading import read
from tests.fakes.slack.refusal import Refusal, invalid
from tests.fakes.slack.rules import RULES, Asking, Rule, Run
from tests.fakes.slack.tokens import Token
from tests.fakes.slack.waiting import Watch
from tests.fakes.slack.world import World

Json = dict[str, Any]
METHODS: dict[str, Run] = {
    **account.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **streams.METHODS,
    **uploads.METHODS,
    **windows.METHODS,
}
NOBODY = Token("", "", "", "", frozenset())


@dataclass(frozen=True)
class Called:
    """One call that reached the door, with what came of it: ok, the error's name, or the fault's kind."""

    method: str
    args: Json
    token: str
    outcome: str
    answer: Json


class Api:
    """Answers every method, and writes down what it was asked."""

    def __init__(self, world: World, link: Link, watch: Watch) -> None:
        self.world = world
        self.link = link
        self.watch = watch
        self.faults = Faults()
        self.rates = Rates(world.clock)
        self.calls: list[Called] = []
        self.held: list[Fault] = []

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        fault = self.faults.take(method)
        args: Json = {}
        token = ""
        try:
            args, token, form = await read(request)
            if fault is not None:
                early = await self._early(fault, request)
                if early is not None:
                    self._keep(Called(method, args, token, fault.kind, {}))
                    return early
            answer = {"ok": True, **self._done(method, args, token, form)}
            outcome, status, headers = "ok", 200, {}
        except Refusal as refusal:
            answer, outcome, status, headers = refusal.body(), refusal.error, refusal.status, refusal.headers
        self._keep(Called(method, args, token, outcome, answer))
        if fault is not None and fault.kind == "lost":
            return cut(request)
        return web.json_response(answer, status=status, headers=headers)

    def _keep(self, called: Called) -> None:
        self.calls.append(called)
        self.watch.changed()

    async def _early(self, fault: Fault, request: web.Request) -> web.StreamResponse | None:
        """An answer that comes before anything is done; None when the call is done all the same."""
        match fault.kind:
            case "ratelimited":
                raise limited(fault.wait)
            case "500":
                return web.Response(status=500, text="upstream connect error")
            case "reset":
                return cut(request)
            case "hold":
                self.held.append(fault)
                fault.held.set()
                await fault.release.wait()
        return None

    def _done(self, method: str, args: Json, text: str, form: str) -> Json:
        rule = RULES.get(method)
        if rule is None:
            raise Refusal("unknown_method", req_method=method)
        token = self.world.tokens.check(text) if rule.kind else NOBODY
        self._allowed(method, rule, token)
        asking = Asking(self.world, token, {} if form == "json" and not rule.json else args)
        self.rates.count(method, token.team or token.enterprise, str(args.get("channel", "")))
        absent = [name for name in rule.needs if name not in asking.args]
        if absent:
            raise invalid(*(f"missing required field: {name}" for name in absent))
        done = METHODS[method](asking)
        if "ticket" in asking.session:
            self.link.tickets.add(asking.session["ticket"])
        return done

    def _allowed(self, method: str, rule: Rule, token: Token) -> None:
        if rule.kind and token.kind != rule.kind and method != "auth.test":
            raise Refusal("not_allowed_token_type")
        if rule.scopes and not token.scopes & set(rule.scopes):
            raise missing(Asking(self.world, token, {}), ",".join(rule.scopes))


def cut(request: web.Request) -> web.StreamResponse:
    """End the connection without an answer."""
    if request.transport is not None:
        request.transport.abort() if hasattr(request.transport, "abort") else request.transport.close()
    return web.Response()
