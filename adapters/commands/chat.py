"""credpath chat: talk in the terminal, or play a script."""

import argparse
import io
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

from adapters.app import App, SetClock
from adapters.commands.output import Answer, Refused


def run(args: argparse.Namespace) -> Answer:
    """Interactive on a terminal; reads lines from a pipe; plays --script."""
    app = App.from_args(args)
    if args.script:
        return script(app, args.who, _lines(args.script), as_json=bool(args.json))
    if args.json or not sys.stdin.isatty():
        return script(app, args.who, _stdin(), as_json=bool(args.json))
    from adapters.console.session import Session

    Session(app.clock, app.history(args.who), lambda: (app.talk(args.who), app.warm)).run()
    return Answer({}, "")


def _lines(path: str) -> Iterable[str]:
    if path == "-":
        return _stdin()
    try:
        return Path(path).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("no_script", f"I cannot read the script {path}: {error}.") from error


def _stdin() -> TextIO:
    """Standard input; bytes that are no text become replacement characters."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    return sys.stdin


def script(app: App, who: str, lines: Iterable[str], as_json: bool) -> Answer:
    """Play lines; as text each answer is printed as it comes."""
    from adapters.console.script import BadLine, play

    if not isinstance(app.clock, SetClock):
        app.clock = SetClock(app.clock.now())
    heard: list[dict[str, Any]] = []

    def hear(turn: dict[str, Any]) -> None:
        heard.append(turn)
        if not as_json:
            for reply in turn["delivered"]:
                sys.stdout.write(f"\n{reply['text']}\n")
            sys.stdout.write(f"\n> {turn['said']}\n{turn['reply']['text']}\n")
            sys.stdout.flush()

    try:
        play(app.talk(who), lines, app.clock, hear)
    except BadLine as error:
        raise Refused("bad_script", str(error)) from error
    except UnicodeDecodeError as error:
        raise Refused("no_script", "The script is not UTF-8 text.") from error
    return Answer(heard, "")
