"""The web application: is it alive, is it ready, how is it doing, and the routes that the platforms bring along."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

Ready = Callable[[], dict[str, str]]
"""Part -> "" when it is ready, else why it is not, in a few words without anything secret."""
Gauges = Callable[[], dict[str, float]]
"""Name -> value, asked for at each look at /metrics."""


@dataclass(slots=True)
class Meters:
    """What is counted. One registry an application, so that two in a process do not meet."""

    registry: "CollectorRegistry" = field(init=False)
    _sends: object = field(init=False)
    _doubts: object = field(init=False)
    _lapsed: object = field(init=False)

    def __post_init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter

        self.registry = CollectorRegistry()
        self._sends = Counter(
            "credpath_sends", "Calls to a platform by outcome", ["platform", "outcome"], registry=self.registry
        )

        self._doubts = Counter(
            "credpath_in_doubt", "Calls of which nobody knows whether they arrived", registry=self.registry
        )
        self._lapsed = Counter(
            "credpath_lease_expired", "Messages taken over from a process that died", registry=self.registry
        )

    def lapsed(self, count: int) -> None:
        """Count messages that were taken over because a lease was over while they were sent."""
        self._lapsed.inc(count)  # type: ignore[attr-defined]
        self._doubts.inc(count)  # type: ignore[attr-defined]

    def sent(self, platform: str, outcome: str) -> None:
        """Count one call to a platform."""
        self._sends.labels(platform, outcome).inc()  # type: ignore[attr-defined]
        if outcome == "doubt":
            self._doubts.inc()  # type: ignore[attr-defined]

    def text(self, gauges: dict[str, float]) -> bytes:
        """Everything in the Prometheus text format."""
        from prometheus_client import CollectorRegistry, Gauge, generate_latest

        now = CollectorRegistry()
        for name, value in gauges.items():
            Gauge(f"credpath_{name}", name.replace("_", " "), registry=now).set(value)
        return generate_latest(self.registry) + generate_latest(now)


def web(routes: Sequence["BaseRoute"], ready: Ready, gauges: Gauges, meters: Meters) -> "Starlette":
    """The application: /livez, /readyz and /metrics beside the given routes."""
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import JSONResponse, PlainTextResponse, Response
    from starlette.routing import Route

    async def livez(request: "Request") -> "Response":
        return PlainTextResponse("alive\n")

    async def readyz(request: "Request") -> "Response":
        parts = await run_in_threadpool(ready)
        return JSONResponse(parts, 503 if any(parts.values()) else 200)

    async def metrics(request: "Request") -> "Response":
        return Response(meters.text(await run_in_threadpool(gauges)), media_type="text/plain; version=0.0.4")

    own = [Route("/livez", livez), Route("/readyz", readyz), Route("/metrics", metrics)]
    return Starlette(routes=[*own, *routes])
