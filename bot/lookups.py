"""Which use case answers which question about other plans, recognition, demand, job ads, CVs and near roles."""

from collections.abc import Callable

from bot import becoming, comparing, jobs, lasting, likelihood, researching, resumes, trusting
from bot.intents import Intent, Kind
from bot.near import has_something, told
from bot.proposing import say
from bot.turn import Outcome, Turn
from bot.wording import en


def _late(turn: Turn, intent: Intent) -> Outcome:
    """A button of a proposal that is not open any more."""
    return say(en.NOTHING_OPEN)


def looks_ahead(turn: Turn, intent: Intent) -> bool:
    """Whether "what could I become?" in the middle of a sentence can be answered from what is held."""
    return "become" in intent.subject.lower() and has_something(told(turn, intent.subject))


LOOKUPS: dict[Kind, Callable[[Turn, Intent], Outcome]] = {
    Kind.CHEAPER: comparing.other,
    Kind.FASTER: comparing.other,
    Kind.RECOGNISED: comparing.other,
    Kind.ALTERNATIVES: comparing.side_by_side,
    Kind.COMPARE: researching.compare,
    Kind.VALUED: researching.valued,
    Kind.WORTH: researching.worth,
    Kind.SOURCES: researching.cited,
    Kind.STACKS: lasting.stacking,
    Kind.SAFER: likelihood.safer,
    Kind.LIKELY: likelihood.likely,
    Kind.EXPIRING: lasting.expiring,
    Kind.DIVERSE: becoming.diverse,
    Kind.BECOMING: becoming.become,
    Kind.AD: jobs.ad,
    Kind.AIM: jobs.aim,
    Kind.CV: resumes.pasted,
    Kind.CV_STEP: _late,
    Kind.TRUST: trusting.trust,
}
OWN_BUTTONS = {Kind.BECOMING, Kind.DIVERSE, Kind.AD, Kind.AIM, Kind.CV, Kind.CV_STEP}
"""Their buttons lead on; the question that was open waits without being asked again."""
