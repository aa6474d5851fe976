"""What people say about being reminded: put it off, away, back, fewer, other days, an exam day, a renewal."""

import re
from datetime import date

from bot.intents import Intent, Kind
from bot.slots import dates
from bot.slots.days import future_day, period
from bot.slots.names import mentioned
from bot.slots.numbers import NUMBER, number
from bot.slots.regions import region
from knowledge.finder import Finder

_SNOOZE = re.compile(
    r"^\W*(?:please\s+)?(?:snooze|(?:remind|ask|ping|tell|nudge) me (?:again |about (?:it|this|that) )?(?=later|tomorrow|in |next |(?:on )?\w+day\W*$)"
    r"|put (?:it|this|that) off|postpone(?: it| this| that)?|not now|later,? please|another time)\b(?P<rest>.*)$",
    re.I,
)
_SPAN = re.compile(rf"(?P<n>{NUMBER})\s*(?P<unit>hours?|hrs?|h|days?|weeks?|minutes?|mins?)\b", re.I)
_AWAY = re.compile(
    r"\b(?:(?:i'?m|i am|i'?ll be|i will be|we'?re|going|be)\s+(?:\w+\s+)?(?:away|on (?:a )?(?:holidays?|vacation|leave|a trip|parental leave)|out of (?:the )?office|travell?ing|off(?: work| sick)?|sick|ill|in hospital|on the road)"
    r"|(?:have|got|taking) (?:a )?(?:holidays?|vacation|leave|time off))\b",
    re.I,
)
_AWAY_COMMAND = re.compile(
    r"^\W*/?(?:away|vacation|holidays?|on holiday|on vacation|out of office|ooo)\b(?!\s+(?:in [A-Z]|off\b|on\b))|^\W*(?:pause|stop|no (?:reminders|messages|check-?ins)|mute|silence)\b.*\b(?:until|till|for|next week|this week|over|from)\b",
    re.I,
)
_BACK = re.compile(
    r"^\W*/?(?:i'?m |i am |we'?re )?(?:back|here again|home again)(?: (?:again|now|early|already|home|from (?:holiday|vacation|leave)))*\W*$",
    re.I,
)
_CAP = re.compile(
    rf"\b(?:max(?:imum|imal)?|at most|no more than|not more than|up to|only|just)\s+(?:of\s+)?(?P<n>{NUMBER}|once|twice)\s*"
    r"(?P<what>reminders?|messages?|nudges?|pings?|notifications?|times?|x)?\s*(?:a|per|each|every|in a|/)\s*week\b",
    re.I,
)
_ONCE = re.compile(
    r"\b(?:remind|write(?: to)?|message|ping|nudge|contact|bother) me (?:only |just |at most |max )?(?P<n>once|twice|three times) (?:a|per|each) week\b(?!.*\bat \d)",
    re.I,
)
_FEWER = re.compile(
    r"^\W*(?:fewer|less|not so many|too many)\s+(?:reminders?|messages?|nudges?|notifications?)(?: please)?\W*$", re.I
)
_LIMIT = re.compile(
    rf"\b(?:stop|give up)\b(?:\s+(?:asking|reminding|writing))?(?:\s+(?:me|to me))?\s+after\s+(?P<n>{NUMBER})\b(?!\s*(?:pm|am|:|o'?clock))",
    re.I,
)
_WORKDAYS = re.compile(
    r"\b(?:(?:only|just)\s+(?:remind me |write to me |message me |reminders )?on (?:weekdays|work(?:ing)? ?days|business days)"
    r"|(?:no|not|never|stop)\b[^.,;]{0,30}\b(?:on|at|over) (?:the )?weekends?)\b",
    re.I,
)
_WORKDAYS_ARE = re.compile(r"\b(?:my )?(?:working|work|business) ?days?\s*(?:are|is|:)?\s+(?P<rest>.+)$", re.I)
_ANY_DAY = re.compile(
    r"^\W*(?:reminders |remind me )?(?:weekends (?:are|is) (?:fine|ok(?:ay)?)(?: too)?|(?:on )?any day(?: of the week)?(?: is (?:fine|ok))?|every day is fine)\W*$",
    re.I,
)
_NEVER_ON = re.compile(
    r"\b(?:never|not|no reminders|no messages|don'?t (?:remind|write|ping|message)(?: to)?(?: me)?)\s+on\s+(?P<rest>.+)$",
    re.I,
)
_HOLIDAYS = re.compile(
    r"\b(?:no|not|never|skip|respect|observe|know|use|mind|without|don'?t)\b.*\b(?:holidays)\b|^\W*(?:(?:public|bank|national) )?holidays (?:in|of|for) \S+|^\W*\w+ (?:public |bank |national )?holidays\W*$",
    re.I,
)
_HOLIDAYS_OFF = re.compile(
    r"\b(?:ignore|forget)\b.*\bholidays\b|\bholidays (?:don'?t|do not) (?:matter|count)|\b(?:on )?holidays (?:are|is) (?:fine|ok(?:ay)?)|\bon holidays too\b|\bholidays off\b",
    re.I,
)
_FREE_DAY = re.compile(
    r"\b(?:is|are)\s+(?:a\s+|my\s+)?(?:free(?: day)?|day off|days? off|holiday|off)(?:\s+(?:for me|here))?\W*$", re.I
)
_OPEN_DAY = re.compile(r"^\W*i (?:do )?work on\s+(?P<rest>.+)$", re.I)
_EXAM = re.compile(
    r"\b(?:exam|test)\b.*?\b(?:is|on|for|at|booked|scheduled)\b|\b(?:booked|scheduled|registered for|signed up for|sitting|sit|taking|take)\b.*\b(?:exam|test|for|on)\b",
    re.I,
)
_NOT_EXAM = re.compile(
    r"\b(?:want|wanna|would like|become|goal|plan|passed|failed|flunked|did(?:n'?t| not)|hours?|by|before|free|budget|remind|hands|proctored)\b|\?",
    re.I,
)
_RENEWED = re.compile(r"\b(?:i(?:'ve| have)?\s+)?(?:just\s+)?(?:renewed|recertified|re-certified|extended)\b", re.I)
_VALID = re.compile(
    r"\b(?:valid|good|extended|runs|certified)\s+(?:until|till|through|to)\s+(?P<a>.+)$|\bexpires?\s+(?:on\s+|in\s+)?(?P<b>.+)$",
    re.I,
)
_STUDY = re.compile(
    r"^\W*(?:i(?:'ll| will| want to| plan to| can| would like to)?\s+)?(?P<also>also )?study(?:ing)?\s+(?:on|every|each)\s+(?P<rest>.+)$",
    re.I,
)
_PICK = re.compile(
    r"^\W*(?:pick|plan|set|choose|change|find|settle on)\s+(?:a|my|the|another|new)?\s*(?:new\s+)?(?:study (?:times?|slots?|days?)|time to study|when (?:to|i) study)\W*$|^\W*(?:my )?study (?:times?|slots?)\W*$",
    re.I,
)
_NO_STUDY = re.compile(r"^\W*(?:no fixed (?:study )?times?|no study times?)\W*$", re.I)
_STOP = (
    (
        "weekly-check-in",
        re.compile(
            r"^\W*(?:stop|no(?: more)?|turn off|cancel|disable)\s+(?:the |my |all )?(?:weekly )?(?:check-?ins|questions)\W*$|^\W*stop (?:asking|the weekly check-?in)(?: me)?\W*$",
            re.I,
        ),
    ),
    (
        "exam-countdown",
        re.compile(
            r"^\W*(?:stop|no(?: more)?|turn off|cancel|disable)\s+(?:the |my |all )?exam (?:reminders?|countdowns?)\W*$",
            re.I,
        ),
    ),
    (
        "renewal",
        re.compile(
            r"^\W*(?:stop|no(?: more)?|turn off|cancel|disable)\s+(?:the |my |all )?(?:renewals?|expiry|expiration)(?: reminders?| notices?)?\W*$",
            re.I,
        ),
    ),
    (
        "progress-picture",
        re.compile(
            r"^\W*(?:stop|no(?: more)?|turn off|cancel|disable)\s+(?:the |my |all )?(?:monthly )?(?:progress )?pictures?\W*$",
            re.I,
        ),
    ),
)
_ENOUGH = re.compile(
    r"^\W*(?:please\s+)?(?:(?:can you |could you )?stop\s+(?:bugging|pinging|nagging|messaging|bothering|spamming|annoying|texting|disturbing|poking|nudging|contacting)(?:\s+me)?(?: all the time)?"
    r"|shut up|be quiet|leave me (?:in peace|be)|don'?t (?:remind|ping|bug|nudge|bother|nag) me(?: any ?more)?|stop sending (?:me )?(?:these|this|messages|reminders))(?: please)?\W*$",
    re.I,
)
_WHY = re.compile(
    r"^\W*why (?:are you|do you keep|did you|do you) (?:writ(?:ing|e)|messag(?:ing|e)|ask(?:ing)?|ping(?:ing)?|remind(?:ing)?|contact(?:ing)?)(?: (?:to )?me)?(?: (?:this|that|now|again|today))*\W*$|^\W*why now\W*$", re.I
)  # fmt: skip
_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_NAME = re.compile(
    r"\b(mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|rs|rsday|ur|urday|r|days|sdays|nesdays|rsdays|urdays)?\b",
    re.I,
)
_TIMES = {"once": 1, "twice": 2, "three times": 3}


def rhythm(text: str, today: date, finder: Finder, asking: str | None = None) -> Intent | None:
    """When, how often and about which days the person wants to hear from the bot; None for anything else."""
    bare = text.strip()
    return (
        _stopping(bare) or _studying(bare, asking) or _less(bare) or _days(bare, today) or _dated(bare, today, finder)
    )


def _stopping(text: str) -> Intent | None:
    for kind, pattern in _STOP:
        if pattern.match(text):
            return Intent(Kind.STOP_KIND, subject=kind)
    if _ENOUGH.match(text):
        return Intent(Kind.PAUSE)
    return Intent(Kind.WHY_REMINDED) if _WHY.match(text) else None


def _studying(text: str, asking: str | None) -> Intent | None:
    if _PICK.match(text):
        return Intent(Kind.STUDY_TIME)
    if _NO_STUDY.match(text) or (
        asking in _ASKED and re.fullmatch(r"\W*(?:no(?:ne| thanks)?|skip|not sure|nope)\W*", text, re.I)
    ):
        return Intent(Kind.STUDY_TIME, subject="none")
    if (found := _STUDY.match(text)) and not re.search(r"\bhours?\b|\bh\b", text):
        return _slot(found["rest"], "also" if found["also"] else "")
    if asking in _ASKED and _DAY_OR_TIME.match(text):
        return _slot(text, "")
    return None


_ASKED = {"study-day", "study-time"}
_CLOCK = r"(?:at |about |around )?\d{1,2}(?:[:.]\d\d)?\s*(?:am|pm|h|o'?clock)?|(?:in the )?(?:morning|evening|afternoon|night)s?|(?:at )?(?:noon|lunch)"
_DAY_OR_TIME = re.compile(rf"^\W*(?=\w)(?:(?:on |every )?{_DAY_NAME.pattern})?\W*(?:{_CLOCK})?\W*$", re.I)


def _slot(text: str, source: str) -> Intent | None:
    named = _DAY_NAME.search(text)
    slot = dates.weekday_and_time(text)
    told = re.search(r"\d|morning|noon|lunch|afternoon|evening|night", text, re.I)
    weekday = _NAMES.index(named[1].lower()) if named else None
    if weekday is None:
        return Intent(Kind.STUDY_TIME, at=dates.wall_time(text), source=source)
    return Intent(Kind.STUDY_TIME, weekday=weekday, at=slot[1] if slot and told else None, source=source)


def _less(text: str) -> Intent | None:
    if (found := _CAP.search(text)) and (found["what"] or not re.match(r"only|just", found[0], re.I)):
        return Intent(Kind.CAP, amount=_many(found["n"]))
    if found := _ONCE.search(text):
        return Intent(Kind.CAP, amount=_many(found["n"]))
    if _FEWER.match(text):
        return Intent(Kind.CAP)
    if found := _LIMIT.search(text):
        return Intent(Kind.IGNORED, amount=number(found["n"]))
    return None


def _many(text: str) -> float:
    return _TIMES.get(text.lower()) or number(text)


def _days(text: str, today: date) -> Intent | None:
    if found := _SNOOZE.match(text):
        return _snooze(found["rest"], today)
    if _BACK.match(text):
        return Intent(Kind.BACK)
    if _HOLIDAYS_OFF.search(text):
        return Intent(Kind.HOLIDAYS, subject="off")
    if _WORKDAYS.search(text):
        return Intent(Kind.WORKING_DAYS, subject="0 1 2 3 4")
    if _ANY_DAY.match(text):
        return Intent(Kind.WORKING_DAYS, subject="0 1 2 3 4 5 6")
    if (found := _WORKDAYS_ARE.search(text)) and (days := _weekdays(found["rest"])):
        return Intent(Kind.WORKING_DAYS, subject=" ".join(map(str, days)))
    if (found := _NEVER_ON.search(text)) and (days := _weekdays(found["rest"])):
        return Intent(Kind.WORKING_DAYS, subject=" ".join(str(n) for n in range(7) if n not in days))
    if _HOLIDAYS.search(text) and not _AWAY.search(text):
        return Intent(Kind.HOLIDAYS, subject=region(text))
    if _AWAY.search(text) or _AWAY_COMMAND.search(text):
        found_days = period(_AWAY.sub(" ", text), today)
        if found_days is None:
            return (
                Intent(Kind.AWAY) if _AWAY_COMMAND.search(text) or re.match(r"^\W*i'?m away\W*$", text, re.I) else None
            )
        return Intent(Kind.AWAY, day=found_days[0], until=found_days[1].isoformat())
    if _FREE_DAY.search(text) and len(text) < 60 and (day := future_day(text, today)):
        return Intent(Kind.SINGLE_DAY, day=day, subject="free")
    if (found := _OPEN_DAY.match(text)) and (day := future_day(found["rest"], today)):
        return Intent(Kind.SINGLE_DAY, day=day, subject="open")
    return None


def _snooze(rest: str, today: date) -> Intent:
    if (span := _SPAN.search(rest)) and not re.match(r"\W*in\b.*month", rest):
        n, unit = number(span["n"]), span["unit"].lower()
        if unit.startswith(("h", "m")):
            return Intent(Kind.SNOOZE, amount=n / (60 if unit.startswith("m") else 1), source="hours")
        return Intent(Kind.SNOOZE, amount=n * (7 if unit.startswith("w") else 1))
    day = future_day(rest, today)
    clock = re.search(r"\bat\s+(.+)$", rest, re.I)
    return Intent(Kind.SNOOZE, day=day, at=dates.wall_time(clock[1]) if clock else None)


def _weekdays(text: str) -> list[int]:
    """The weekdays in "Monday to Thursday", "Mon, Wed and Fri"; [] for none."""
    names = list(_DAY_NAME.finditer(text))
    if len(names) == 2 and re.fullmatch(
        r"\s*(?:-|–|to|through|until|till)\s*", text[names[0].end() : names[1].start()], re.I
    ):
        first, last = (_NAMES.index(n[1].lower()) for n in names)
        return [(first + n) % 7 for n in range((last - first) % 7 + 1)]
    return sorted({_NAMES.index(n[1].lower()) for n in names})


def _dated(text: str, today: date, finder: Finder) -> Intent | None:
    if (found := _VALID.search(text)) and (day := future_day(found["a"] or found["b"], today)):
        about = mentioned(text, finder)
        return Intent(Kind.VALID_UNTIL, credentials=about, day=day) if about else None
    if _RENEWED.search(text) and not text.endswith("?"):
        about = mentioned(text, finder)
        return (
            Intent(Kind.RENEWED, credentials=about, day=dates.past_day(text, today))
            if about or len(text) < 30
            else None
        )
    if _EXAM.search(text) and not _NOT_EXAM.search(text) and (day := future_day(text, today)):
        return Intent(Kind.EXAM, credentials=mentioned(text, finder), day=day)
    return None
