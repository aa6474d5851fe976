"""The messages that the bot sends by itself. One message tells of everything that is due."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.messages import Block, Reply, Text
from bot.turn import choices
from bot.wording import nudges as words
from bot.wording.formats import day, plural
from planner.nudges import Nudge


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What the weekly question needs: the step's name, its planned end when that has passed, the weeks in a row,
    whether it is the last one (and dated ones go on), whether to ask for a study time.
    """

    name: str
    late: date | None = None
    weeks: int = 0
    last: bool = False
    dated: bool = False
    when: bool = False


@dataclass(frozen=True, slots=True)
class Dated:
    """A dated nudge: the credential's name and how it is renewed ("" unknown); `today` is the day it is said on."""

    nudge: Nudge
    name: str
    how: str
    today: date


@dataclass(frozen=True, slots=True)
class Month:
    """The picture of the progress, made when it is needed."""

    blocks: Callable[[], Sequence[Block]]


Part = CheckIn | Dated | Month
_ONE = timedelta(days=1)


def message(parts: Sequence[Part]) -> Reply:
    """One reply for all that is due, the most urgent first."""
    told = [_part(part) for part in parts]
    blocks = [block for _, found, _ in told for block in found]
    answers = [pair for _, _, pairs in told for pair in pairs]
    return Reply(" ".join(text for text, _, _ in told), (*blocks, choices(*answers, *_foot(parts))))


_Answers = list[tuple[str, str]]


def _part(part: Part) -> tuple[str, list[Block], _Answers]:
    """What is said, as a text and as blocks, and what can be answered."""
    match part:
        case CheckIn():
            return _check_in(part)
        case Dated():
            return _dated(part)
        case Month():
            return words.PICTURE, [Text(words.PICTURE), *part.blocks()], []


def _check_in(asked: CheckIn) -> tuple[str, list[Block], _Answers]:
    text = words.CHECK_IN.format(name=asked.name)
    blocks: list[Block] = [Text(text)]
    if asked.late:
        blocks.append(Text(words.CHECK_IN_LATE.format(end=day(asked.late))))
    if asked.last:
        blocks.append(Text(words.CHECK_IN_LAST + (words.CHECK_IN_LAST_DATED if asked.dated else "")))
    elif asked.weeks > 1:
        blocks.append(Text(words.CHECK_IN_STREAK.format(weeks=asked.weeks + 1)))
    answers: _Answers = [
        ("Done", "done"),
        ("Still on it", "still on it"),
        ("Slipped", "I'm one week late"),
        ("Not this week", "not this week"),
    ]
    if asked.when and not asked.last:
        blocks.append(Text(words.ASK_WHEN))
        answers.append((words.ASK_WHEN_BUTTON, "pick a study time"))
    return text, blocks, answers


def _dated(part: Dated) -> tuple[str, list[Block], _Answers]:
    nudge, name, event = part.nudge, part.name, day(part.nudge.event)
    left = (nudge.event - part.today).days
    match nudge.why:
        case "exam-near":
            text = words.EXAM_NEAR.format(name=name, when=_in(left), day=event)
            return text, [Text(text)], []
        case "exam-over":
            text = words.EXAM_OVER.format(name=name, day=event)
            pairs = [(f"Passed {name}", f"passed {name}"), (f"Failed {name}", f"failed {name}")]
            return text, [Text(text)], pairs
        case "window-opens":
            text = words.WINDOW_OPENS.format(name=name, day=event)
        case "expires-soon":
            how = words.RENEW_HOW.format(how=part.how) if part.how else ""
            text = words.EXPIRES.format(name=name, day=event, days=plural(left, "day"), how=how)
        case "in-grace":
            text = words.GRACE.format(name=name, day=day(nudge.on - _ONE), ends=event)
        case "lapsed":
            text = words.LAPSED.format(name=name, day=event)
    return text, [Text(text)], [(f"I renewed {name}", f"renewed {name}")]


def _in(days: int) -> str:
    return {0: "today", 1: "tomorrow"}.get(days, f"in {plural(days, 'day')}")


def _foot(parts: Sequence[Part]) -> _Answers:
    """Later, and never again: one tap each."""
    kinds = {_kind(part) for part in parts}
    later = words.BUTTONS["tomorrow" if "weekly-check-in" in kinds else "tell"]
    return [later, words.BUTTONS[kinds.pop() if len(kinds) == 1 else "all"]]


def _kind(part: Part) -> str:
    match part:
        case CheckIn():
            return "weekly-check-in"
        case Dated():
            return part.nudge.kind
        case Month():
            return "progress-picture"
