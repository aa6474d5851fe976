"""The terminal: the lines of a reply, scripts, exports, and the interactive session without a terminal."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.app import SetClock
from adapters.console.script import BadLine, play, shape
from adapters.console.session import COMMANDS, Session
from adapters.console.talk import Talk
from adapters.console.text import lines, plain
from bot import messages as m
from bot.slots.phrases import phrase
from knowledge.catalog import Catalog
from knowledge.finder import Finder
from tests.conftest import NOW, talk_with

WISH = "I want to be a data analyst by September, 5 hours a week, 300 dollars"


def test_lines_fit_the_width() -> None:
    """Long words are broken rather than lost, and no line is wider than asked."""
    reply = m.Reply("x", (m.Text("word " * 100), m.Note("x" * 500), m.Fields((("key", "value " * 50),))))
    for width in (40, 80, 120):
        assert all(len(line.text) <= width for line in lines(reply, width))
    assert plain(reply).replace("\n", "").replace(" ", "").count("x") == 500


def test_empty_blocks_render() -> None:
    """A block without content is no crash."""
    blocks = (
        m.Text(""),
        m.Fields(()),
        m.Table((), ()),
        m.Cards(()),
        m.Choices(()),
        m.Steps((), "2026-11-23", "2026-11-23"),
    )
    assert isinstance(plain(m.Reply("x", blocks)), str)


def test_table_columns_align() -> None:
    """Columns are as wide as their widest cell."""
    table = m.Table(("a", "b"), (("long cell", "1"), ("x", "2")))
    first, second, third = plain(m.Reply("x", (table,))).splitlines()
    assert first.index("b") == second.index("1") == third.index("2")


def test_progress_is_a_bar() -> None:
    """Half is half of the bar; out of range is clipped."""
    text = plain(m.Reply("x", (m.Progress("half", 0.5),)))
    assert text.count("█") == text.count("·")
    assert "50%" in text
    assert plain(m.Reply("x", (m.Progress("none", 0.0),))).count("█") == 0
    assert plain(m.Reply("x", (m.Progress("all", 1.0),))).count("·") == 0


@pytest.mark.parametrize("state", ["planned", "started", "done", "failed", "skipped", "late", "unheard-of"])
def test_every_state_has_a_mark(state: str) -> None:
    """Each state of a step is visible without colour."""
    item = m.Item("Title", "2026-11-23", "2026-12-23", state=state)
    text = plain(m.Reply("x", (m.Steps((item,), "2026-11-23", "2026-12-23"),)))
    assert text.splitlines()[0].startswith("1 ")
    assert text.splitlines()[0].endswith("Title")


def test_a_table_with_uneven_rows() -> None:
    """A row that is too short or too long loses nothing and breaks nothing."""
    text = plain(m.Reply("x", (m.Table(("a", "b"), (("1",), ("1", "2", "3"))),)))
    assert "3" in text


def test_shape() -> None:
    """A reply for --json: summary, text and blocks that JSON takes."""
    import json

    value = shape(m.Reply("sum", (m.Choices((m.Choice("Yes", "yes"),)),)))
    assert set(value) == {"summary", "text", "blocks"}
    assert (value["summary"], value["text"]) == ("sum", "  [1] Yes")
    (block,) = json.loads(json.dumps(value))["blocks"]
    assert (block["kind"], block["choices"]) == ("choices", [{"label": "Yes", "says": "yes", "token": ""}])


def heard(talk: Talk, script: list[str], clock: SetClock) -> list[dict[str, Any]]:
    """What a script gives."""
    turns: list[dict[str, Any]] = []
    play(talk, script, clock, turns.append)
    return turns


@pytest.fixture
def clocked(real_catalog: Catalog, real_finder: Finder, tmp_path: Path) -> tuple[Talk, SetClock]:
    """A conversation and its clock."""
    clock = SetClock(NOW)
    return talk_with(real_catalog, real_finder, tmp_path, clock), clock


def test_a_script_delivers_before_a_message_and_at_a_clock_line(clocked: tuple[Talk, SetClock]) -> None:
    """Due reminders come with the next line, whichever it is."""
    talk, clock = clocked
    heard(talk, [WISH, "accept"], clock)
    clock.at += timedelta(days=7)
    assert [len(t["delivered"]) for t in heard(talk, ["hi", "hi"], clock)] == [1, 0]
    turns = heard(talk, ["@ 2026-12-06T18:00", "# nothing", "", "@ 2026-12-06T18:00Z"], clock)
    assert [len(t["delivered"]) for t in turns] == [1, 0]


def test_a_clock_line_knows_offsets(clocked: tuple[Talk, SetClock]) -> None:
    """An offset counts; without one it is UTC."""
    talk, clock = clocked
    turns = heard(talk, ["@ 2027-01-04T09:00", "@ 2027-01-04T09:00+02:00", "@ 2027-01-04"], clock)
    assert [t["at"] for t in turns] == [
        "2027-01-04T09:00:00+00:00",
        "2027-01-04T07:00:00+00:00",
        "2027-01-04T00:00:00+00:00",
    ]


def test_a_bad_clock_line_names_its_line(clocked: tuple[Talk, SetClock]) -> None:
    """The third line is the third line, comments included."""
    talk, clock = clocked
    with pytest.raises(BadLine, match="line 3"):
        heard(talk, ["# one", "hi", "@ soon"], clock)


def test_numbers_after_a_check_in_mean_its_buttons(clocked: tuple[Talk, SetClock]) -> None:
    """ "2" after the weekly question is "still on it"."""
    talk, clock = clocked
    turns = heard(talk, [WISH, "accept", "@ 2026-11-29T18:00", "2"], clock)
    assert turns[3]["reply"]["summary"].startswith("Good")


def test_exports_are_private_files(clocked: tuple[Talk, SetClock]) -> None:
    """The exported file holds the record and only its owner may read it."""
    talk, clock = clocked
    heard(talk, [WISH, "accept"], clock)
    reply = talk.say("export")
    (path,) = [Path(f.name) for f in reply.files]
    assert talk.folder in path.parents
    assert '"credpath-person/1"' in path.read_text("utf-8")
    assert path.stat().st_mode & path.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("command", [c for c in COMMANDS if c != "/quit"])
def test_every_offered_command_is_understood(command: str) -> None:
    """What the prompt completes is something the bot knows."""
    assert phrase(command) is not None


class Typed:
    """A prompt that types lines and then ends."""

    def __init__(self, typed: list[str | type[BaseException]]) -> None:
        self._typed: Iterator[str | type[BaseException]] = iter(typed)
        self.default_buffer = type("Buffer", (), {"text": ""})()

    def prompt(self, message: str) -> str:
        """The next line."""
        line = next(self._typed, EOFError)
        if isinstance(line, str):
            return line
        raise line


def session(talk: Talk, tmp_path: Path) -> Session:
    """A session that is ready."""
    made = Session(talk.clock, tmp_path, lambda: (talk, lambda progress: None))
    threading.Thread(target=made._prepare, daemon=True).start()
    made._ready.wait(10)
    return made


@pytest.fixture
def loop(talk: Talk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., str]]:
    """Type lines into a session; returns what was printed."""
    made = session(talk, tmp_path)

    def typing(*typed: str | type[BaseException]) -> str:
        made._loop(Typed(list(typed)))  # type: ignore[arg-type]
        return capsys.readouterr().out

    yield typing
    made._stop.set()


def test_a_session_answers_and_ends(loop: Callable[..., str]) -> None:
    """Messages are answered, empty lines are not, and any word of farewell ends it."""
    out = loop("", "   ", "what is CISM?", "/quit", "never read")
    assert "ISACA" in out
    assert "See you." in out
    for word in ("quit", "EXIT", "bye", "/exit"):
        assert "See you." in loop(word)


def test_ctrl_d_and_ctrl_c_end_it(loop: Callable[..., str]) -> None:
    """End of input and an interrupt on an empty line end the session quietly."""
    assert "Traceback" not in loop(EOFError)
    assert "Traceback" not in loop("hi", KeyboardInterrupt)


def test_an_error_does_not_end_the_conversation(
    talk: Talk, loop: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever goes wrong is said in one sentence, and the next message is answered."""
    answer, calls = talk.assistant.answer, []

    def failing(incoming: m.Incoming) -> Iterator[m.Reply]:
        calls.append(incoming)
        if len(calls) == 1:
            raise ZeroDivisionError
        if len(calls) == 2:
            raise KeyboardInterrupt
        return answer(incoming)

    monkeypatch.setattr(talk.assistant, "answer", failing)
    out = loop("one", "two", "what is CISM?")
    assert "Something went wrong" in out
    assert "Stopped" in out
    assert "ISACA" in out


def test_a_session_that_cannot_start_says_so(talk: Talk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A broken start is a sentence, not a hang."""

    def broken() -> Any:
        raise OSError("the disk is full")

    made = Session(talk.clock, tmp_path, broken)
    made._prepare()
    made._loop(Typed(["hi"]))  # type: ignore[arg-type]
    out = capsys.readouterr().out
    assert "could not start" in out
    assert "disk is full" in out


def test_a_session_welcomes_back(talk: Talk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody with a plan is greeted with it, and shown what is due."""
    talk.say(WISH)
    talk.say("accept")
    assert isinstance(talk.clock, SetClock)
    talk.clock.at += timedelta(days=7)
    made = session(talk, tmp_path)
    made._stop.set()
    out = capsys.readouterr().out
    assert "Welcome back" in out
    assert "Weekly check-in" in out
