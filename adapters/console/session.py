"""The interactive terminal: a prompt at once, everything heavy in a background thread while the person types."""

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.console.talk import Talk
from adapters.console.text import Line, lines
from bot.messages import Reply, Text
from bot.ports import Clock
from bot.wording import en

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession

COMMANDS = (
    "/help",
    "/plan",
    "/progress",
    "/undo",
    "/export",
    "/forget",
    "/pause",
    "/resume",
    "/me",
    "/new",
    "/privacy",
    "/quit",
)
_STYLES = {"strong": "bold", "dim": "dim", "good": "green", "bad": "red", "key": "cyan", "plain": ""}
_EVERY = 30.0


class Session:
    """One run of the chat. `open` gives the Talk; it is slow and runs in a thread."""

    def __init__(
        self, clock: Clock, history: Path, open: Callable[[], tuple[Talk, Callable[[Callable[..., None]], None]]]
    ) -> None:
        self._clock = clock
        history.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._newcomer = not history.exists()
        self._history = history
        self._open = open
        self._ready = threading.Event()
        self._talk: Talk | None = None
        self._failed: BaseException | None = None
        self._stop = threading.Event()
        self._status = "getting ready ..."
        self._busy = threading.Lock()

    def run(self) -> None:
        """Until /quit, Ctrl-D or Ctrl-C on an empty line."""
        from prompt_toolkit import PromptSession
        from prompt_toolkit.completion import WordCompleter
        from prompt_toolkit.history import FileHistory
        from prompt_toolkit.patch_stdout import patch_stdout

        threading.Thread(target=self._prepare, daemon=True).start()
        prompt: PromptSession[str] = PromptSession(
            history=FileHistory(str(self._history)),
            completer=WordCompleter(list(COMMANDS), sentence=True),
            complete_while_typing=True,
            bottom_toolbar=lambda: self._status or "/help  /plan  /progress  /undo  /quit",
            refresh_interval=0.5,
        )
        self._print([Line("Credpath", "strong")])
        if self._newcomer:
            self._print(lines(Reply(en.HELLO, (Text(en.HELLO), Text(f"  {en.EXAMPLE}"))), _width()))
        with patch_stdout(raw=True):  # styled lines carry escape codes
            self._loop(prompt)
        self._stop.set()

    def _loop(self, prompt: "PromptSession[str]") -> None:
        while True:
            try:
                text = prompt.prompt("> ")
            except KeyboardInterrupt:
                if prompt.default_buffer.text:
                    continue
                return
            except EOFError:
                return
            if text.strip().lower() in {"/quit", "/exit", "quit", "exit", "bye"}:
                self._print([Line("See you.")])
                return
            if text.strip():
                try:
                    self._answer(text)
                except KeyboardInterrupt:
                    self._print([Line("Stopped; nothing was changed.", "dim")])

    def _answer(self, text: str) -> None:
        self._ready.wait()
        if self._talk is None:
            self._print([Line(f"I could not start: {self._failed}", "bad")])
            return
        with self._busy:
            try:
                reply = self._talk.say(text)
            except Exception as error:  # the conversation goes on whatever happens
                self._print([Line(f"Something went wrong and nothing was changed ({type(error).__name__}).", "bad")])
                return
        self._show(reply)

    def _prepare(self) -> None:
        try:
            talk, warm = self._open()
            self._talk = talk
            talk.recover()
            with self._busy:
                hello = talk.assistant.welcome(talk.incoming(""))
                if hello.summary != en.HELLO or not self._newcomer:
                    self._show(hello)
                talk.due(self._show)
        except BaseException as error:
            self._failed = error
            self._status = ""
            self._ready.set()
            return
        self._ready.set()
        self._status = ""
        warm(self._progress)
        self._status = ""
        while not self._stop.wait(_EVERY):
            with self._busy:
                talk.due(self._show)

    def _progress(self, done: int, total: int) -> None:
        filled = round(20 * done / total) if total else 0
        self._status = f"first run: building the search index {'█' * filled}{'·' * (20 - filled)} {done} of {total}"

    def _show(self, reply: Reply) -> None:
        self._print([Line(""), *lines(reply, _width()), Line("")])

    def _print(self, shown: list[Line]) -> None:
        from rich.console import Console
        from rich.text import Text

        console = Console(file=sys.stdout, force_terminal=sys.stdout.isatty(), highlight=False, soft_wrap=True)
        for line in shown:
            console.print(Text(line.text, style=_STYLES[line.style]))


def _width() -> int:
    import shutil

    return min(shutil.get_terminal_size((96, 24)).columns - 1, 110)
