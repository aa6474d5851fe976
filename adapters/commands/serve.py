"""credpath serve: Slack, Telegram and the web, as configured, until told to stop."""

import argparse
import asyncio
import contextlib
import logging
import signal
import socket
import sys
from typing import Any

from adapters.app import App
from adapters.commands.output import Answer, Refused

log = logging.getLogger(__name__)
NOTHING = (
    "Neither Slack nor Telegram is configured. Set CREDPATH_TELEGRAM_TOKEN, or CREDPATH_SLACK_BOT_TOKEN with "
    "CREDPATH_SLACK_APP_TOKEN; docs/telegram.md and docs/slack.md show how in ten minutes. "
    "`credpath chat` needs nothing."
)


def run(args: argparse.Namespace) -> Answer:
    """Serve until SIGTERM or SIGINT, then finish what was begun."""
    from adapters.opening import openers

    app = App.from_args(args)
    platforms = openers(app)
    if not platforms:
        raise Refused("nothing_configured", NOTHING)
    serve(app, platforms, answers=True)
    return Answer({"served": True}, "Stopped; nothing is left half done.")


def serve(app: App, platforms: Any, *, answers: bool) -> None:
    """Serve until told to stop; without answers only reminders and the outbox. Raises Refused."""
    from adapters.logs import to_stderr
    from adapters.opening import COPY, one_copy
    from adapters.serving import sole
    from adapters.wire import CannotStart, Failure

    settings = app.settings
    to_stderr(settings.secrets())
    alone = settings.database_url is None
    with sole(app.folder / "serve.lock") if alone else contextlib.nullcontext(True) as free:
        if not free:
            raise Refused("already_serving", f"Another `credpath serve` uses {app.folder} already.")
        try:
            one_copy(app)
            asyncio.run(_serve(app, platforms, alone=alone, answers=answers))
        except CannotStart as error:
            code = "restored" if str(error) == COPY else "cannot_start"
            raise Refused(code, str(error)) from error
        except Failure as failure:
            raise Refused("cannot_start", f"Slack refuses the token: {failure.reason}.") from failure


async def _serve(app: App, platforms: Any, *, alone: bool, answers: bool) -> None:
    import uvicorn

    from adapters.opening import serving as opened
    from adapters.wire import CannotStart

    class Server(uvicorn.Server):
        """Without uvicorn's own signal handlers: this process stops in its own order."""

        def capture_signals(self) -> Any:
            return contextlib.nullcontext()

    settings = app.settings
    serving = opened(app, platforms, answers=answers)
    listening = _listen(settings.host, settings.port)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, serving.stop.set)
    try:
        application = serving.app()
    except CannotStart:
        listening.close()
        raise
    config = uvicorn.Config(application, log_config=None, access_log=False, lifespan="off")
    server = Server(config)
    web = asyncio.create_task(server.serve([listening]))
    host, port = listening.getsockname()[:2]

    def begun() -> None:
        doing = "serving" if answers else "sending for"
        sys.stderr.write(f"{doing} {' and '.join(serving.platforms) or 'nobody'}; http://{host}:{port}/readyz\n")
        sys.stderr.flush()
        if answers:
            loop.run_in_executor(None, app.warm, lambda done, total: None)

    try:
        await serving.run(alone=alone, begun=begun)
    finally:
        server.should_exit = True
        await web
        listening.close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(1024)
    except OSError as error:
        listening.close()
        why = error.strerror or type(error).__name__
        raise Refused(
            "no_port", f"I cannot listen on {host}:{port} ({why}). Set CREDPATH_PORT to a free one."
        ) from error
    return listening
