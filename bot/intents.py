"""What a message asks for."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.wish import Wish


class Kind(StrEnum):
    """Every intent the bot knows."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    UNKNOWN = "unknown"
    GREETING = "greeting"
    THANKS = "thanks"
    HELP = "help"
    WISH = "wish"
    ACCEPT = "accept"
    YES = "yes"
    NO = "no"
    SKIP = "skip"
    START_OVER = "start-over"
    OTHER_DATE = "other-date"
    CHEAPER = "cheaper"
    FASTER = "faster"
    RECOGNISED = "recognised"
    ALTERNATIVES = "alternatives"
    SAFER = "safer"
    LIKELY = "likely"
    SWAP = "swap"
    WHY = "why"
    WHY_NOT = "why-not"
    WHAT_IS = "what-is"
    SEARCH = "search"
    SHOW_PLAN = "show-plan"
    SHOW_ALL = "show-all"
    PROGRESS = "progress"
    STUDIED = "studied"
    MILESTONE = "milestone"
    PASSED = "passed"
    FAILED = "failed"
    SLIPPED = "slipped"
    STILL = "still"
    NOT_THIS_WEEK = "not-this-week"
    CHECK_IN = "check-in"
    WHY_REMINDED = "why-reminded"
    PAUSE = "pause"
    RESUME = "resume"
    ZONE = "zone"
    WRONG_FACT = "wrong-fact"
    UNDO = "undo"
    EXPORT = "export"
    CALENDAR = "calendar"
    FORGET = "forget"
    ABOUT_ME = "about-me"
    PRIVACY = "privacy"
    NUMBER = "number"
    LIFT = "lift"
    REPLAN = "replan"
    QUIET = "quiet"
    GOODBYE = "goodbye"
    ROBOT = "robot"
    LOST = "lost"
    FOREIGN = "foreign"
    SETTINGS = "settings"
    SET = "set"
    HOURS = "hours"
    REMINDERS = "reminders"
    GOAL = "goal"
    FILL = "fill"
    FIELD = "field"
    EVIDENCE = "evidence"
    ADD_EVIDENCE = "add-evidence"
    PORTFOLIO = "portfolio"
    PICTURE = "picture"
    LINK = "link"
    LINK_CODE = "link-code"
    LINKED = "linked"
    UNLINK = "unlink"
    KEEP = "keep"
    SNOOZE = "snooze"
    AWAY = "away"
    BACK = "back"
    CAP = "cap"
    IGNORED = "ignored"
    WORKING_DAYS = "working-days"
    HOLIDAYS = "holidays"
    SINGLE_DAY = "single-day"
    STUDY_TIME = "study-time"
    EXAM = "exam"
    RENEWED = "renewed"
    VALID_UNTIL = "valid-until"
    STOP_KIND = "stop-kind"
    COMPARE = "compare"
    VALUED = "valued"
    WORTH = "worth"
    STACKS = "stacks"
    EXPIRING = "expiring"
    DIVERSE = "diverse"
    SOURCES = "sources"
    BECOMING = "becoming"
    AD = "ad"
    AIM = "aim"
    CV = "cv"
    CV_STEP = "cv-step"
    TRUST = "trust"


@dataclass(frozen=True, slots=True)
class Intent:
    """One message, read. `credentials` are ids it is about; `amount` hours, weeks or a choice's number.

    `source` is how it came where that matters (form); `parts` are the intents of a form that says several things.
    """

    kind: Kind
    wish: Wish = Wish()
    credentials: tuple[str, ...] = ()
    subject: str = ""
    amount: float | None = None
    day: date | None = None
    weekday: int | None = None
    at: str | None = None
    until: str | None = None
    url: str = ""
    source: str = ""
    parts: "tuple[Intent, ...]" = ()
