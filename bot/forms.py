"""The forms: their questions, what stands in them already, what is wrong with an answer, and what it means.

A form that was sent off becomes an Intent, so that it goes the same way as the same thing said in words.
"""

import math
import re
from dataclasses import replace
from datetime import date, timedelta

from bot.intents import Intent, Kind
from bot.messages import Field, Form, FormAnswer
from bot.records import LearnerRecord
from bot.reminding.clock import quiet
from bot.reminding.rows import check_in_of
from bot.requests import goal_name
from bot.slots.fields import CURRENCIES, link, zone
from bot.slots.wishes import slots
from bot.wish import Wish
from bot.wording import en
from bot.wording.formats import plain
from knowledge.catalog import Catalog
from knowledge.finder import Finder
from knowledge.names import Kind as Named

LONGEST = 500
OFF = "off"  # no weekly check-in
_TEN_YEARS = timedelta(days=3660)
_WEEKDAYS = tuple((name, str(n)) for n, name in enumerate(en.WEEKDAYS))
_FORMS = (
    Form(
        "goal",
        "Your goal",
        (
            Field("role", "What you want to become", required=True, hint="a role, a credential or a skill"),
            Field("by", "Done by", "date", hint="leave out: no deadline"),
            Field("hours", "Hours a week", "number", hint="for study"),
            Field("budget", "Budget", "number", hint="for fees in all; 0: free ones only, leave out: no limit"),
            Field("currency", "Currency", "choice", options=tuple((c, c) for c in CURRENCIES)),
            Field("have", "What you have or know", "long", hint="for example: CCNA, Python, 2 years in IT"),
        ),
        "Make a plan",
        "fill in a goal",
    ),
    Form(
        "evidence",
        "Evidence",
        (
            Field("note", "What you did", "long", required=True, hint="for example: built a Kubernetes homelab"),
            Field("credential", "What it shows", hint="a skill or a credential"),
            Field("url", "Link", hint="where it can be seen"),
            Field("on", "When", "date"),
        ),
        "Save",
        "fill in evidence",
    ),
    Form(
        "settings",
        "Settings",
        (
            Field("zone", "Time zone", hint="for example Europe/Berlin, or a big city", required=True),
            Field("quiet_from", "Quiet hours from", "time", hint="I write nothing by myself then", required=True),
            Field("quiet_to", "Quiet hours until", "time", required=True),
            Field("hours", "Hours a week", "number", hint="for study"),
            Field("weekday", "Weekly check-in", "choice", options=(*_WEEKDAYS, ("no check-in", OFF))),
            Field("at", "Check-in at", "time", hint="leave out: 18:00"),
        ),
        "Save",
        "fill in settings",
    ),
)
_NAMED = {form.name: form for form in _FORMS}


def blank(name: str) -> Form | None:
    """The form called goal, evidence or settings, with nothing in it; None for any other name."""
    return _NAMED.get(name)


def filled(name: str, record: LearnerRecord, catalog: Catalog, today: date) -> Form | None:
    """The form with what is known already."""
    form, profile = blank(name), record.profile
    if form is None:
        return None
    goal = record.goals[0] if record.goals else None
    check_in = check_in_of(record)
    known = {
        "hours": plain(profile.hours_per_week) if profile.hours_per_week else "",
        "budget": plain(profile.budget_cents / 100) if profile.budget_cents is not None else "",
        "currency": profile.currency,
        "zone": profile.zone,
        "quiet_from": profile.quiet_from,
        "quiet_to": profile.quiet_to,
    }
    if name == "goal" and goal:
        last = goal.by - timedelta(days=1) if goal.by else None
        known |= {
            "role": goal_name(goal.role, catalog),
            "by": last.isoformat() if last and last > today else "",
        }
    if name == "settings" and check_in:
        known |= {"weekday": OFF if check_in.paused else str(check_in.weekday), "at": check_in.at}
    return holding(form, known)


def holding(form: Form, values: dict[str, str]) -> Form:
    """The form with these values in its fields."""
    return replace(form, fields=tuple(replace(f, value=values.get(f.name, f.value)) for f in form.fields))


def validate(answer: FormAnswer, today: date | None = None) -> dict[str, str]:
    """Field -> a sentence about what is wrong with it; {} when all is fine. Days are looked at only with `today`."""
    form = blank(answer.name)
    if form is None:
        return {}
    wrong: dict[str, str] = {}
    for field in form.fields:
        value = answer.values.get(field.name, "").strip()
        if not value:
            if field.required:
                wrong[field.name] = en.FORM_REQUIRED.format(label=field.label)
        elif sentence := _wrong(answer.name, field, value, today):
            wrong[field.name] = sentence
    together = answer.name == "settings" and not wrong
    return _together({name: value.strip() for name, value in answer.values.items()}) if together else wrong


def _wrong(form: str, field: Field, value: str, today: date | None) -> str:
    """What is wrong with one value that is there, "" when nothing is."""
    if len(value) > LONGEST:
        return en.FORM_LONG.format(most=LONGEST)
    match field.type:
        case "number":
            return _wrong_number(field.name, value)
        case "date":
            return _wrong_day(form, value, today)
        case "time" if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
            return en.FORM_TIME
        case "choice" if value not in {v for _, v in field.options}:
            return en.FORM_CHOICE
        case "text" if field.name == "zone" and zone(value) is None:
            return en.FORM_ZONE
        case "text" if field.name == "url" and link(value) is None:
            return en.FORM_LINK
        case "text" | "long" if field.required and not any(c.isalnum() for c in value):
            return en.FORM_REQUIRED.format(label=field.label)
    return ""


def _wrong_number(name: str, value: str) -> str:
    number = _number(value)
    if name == "hours":
        fits = number is not None and 0.25 <= number <= 80
        return "" if fits else en.FORM_HOURS
    fits = number is not None and 0 <= number < 1_000_000
    return "" if fits else en.FORM_BUDGET


def _number(value: str) -> float | None:
    try:
        number = float(value.replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _wrong_day(form: str, value: str, today: date | None) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return en.FORM_DATE
    if today is None:
        return ""
    if form == "goal":
        return "" if today < day < today + _TEN_YEARS else en.FORM_FUTURE
    return "" if day <= today else en.FORM_PAST


def _together(values: dict[str, str]) -> dict[str, str]:
    """What is wrong with settings that are fine one by one."""
    start, end = values.get("quiet_from", ""), values.get("quiet_to", "")
    at, weekday = values.get("at", ""), values.get("weekday", "")
    if start and start == end:
        return {"quiet_to": en.FORM_QUIET_SAME}
    if weekday not in {"", OFF} and start and end and quiet(at or "18:00", start, end):
        return {"at": en.FORM_QUIET.format(at=at or "18:00", start=start, end=end)}
    return {}


def intent(answer: FormAnswer, today: date, catalog: Catalog, finder: Finder) -> Intent:
    """What a valid answer asks for."""
    values = {name: value.strip() for name, value in answer.values.items()}
    match answer.name:
        case "goal":
            return _goal(values, today, catalog, finder)
        case "evidence":
            on = values.get("on", "")
            return Intent(
                Kind.EVIDENCE,
                credentials=shown(f"{values.get('credential', '')}\n{values['note']}", finder),
                subject=values["note"],
                day=date.fromisoformat(on) if on else None,
                url=link(values.get("url", "")) or "",
                source="form",
            )
        case "settings":
            return _settings(values)
    return Intent(Kind.UNKNOWN)


def shown(text: str, finder: Finder) -> tuple[str, ...]:
    """Credential ids and "skill:ID" that a text names, first named first."""
    kinds: tuple[Named, ...] = ("credential", "skill")
    return tuple(m.ids[0] if m.kind == "credential" else f"skill:{m.ids[0]}" for m in finder.mentions(text, kinds))


def _named(text: str, finder: Finder) -> str:
    """The credential or skill that a text is the name of, as a goal: "credential:ID" or "skill:ID"; else ""."""
    bare = re.sub(r"^\W*(?:get|earn|pass|learn|do|study|become good at)\s+", "", text, flags=re.I).strip(" .!")
    kinds: tuple[Named, ...] = ("credential", "skill")
    whole = [m for m in finder.mentions(bare, kinds) if m.start == 0 and m.end == len(bare)]
    return f"{whole[0].kind}:{whole[0].ids[0]}" if whole else ""


def _goal(values: dict[str, str], today: date, catalog: Catalog, finder: Finder) -> Intent:
    role, have = values["role"], values.get("have", "")
    text = f"I want to become {role}"
    wish = slots(text, today, catalog, finder)
    if not wish.roles and not wish.role_options and (named := _named(role, finder)):
        wish = Wish(roles=(named,))
    if have:
        told = slots(f"I have {have}", today, catalog, finder)
        wish = wish.merged(Wish(held=told.held, skills=told.skills, experience=told.experience))
    by, hours, budget = values.get("by", ""), values.get("hours", ""), values.get("budget", "")
    wish = replace(
        wish,
        by=date.fromisoformat(by) + timedelta(days=1) if by else None,
        by_said="",
        by_other=None,
        no_deadline=not by,
        hours=_number(hours) if hours else None,
        cents=round((_number(budget) or 0) * 100) if budget else None,
        no_limit=not budget,
        currency=values.get("currency") or None if budget else None,
        only=("free",) if budget and not _number(budget) else (),
    )
    return Intent(Kind.WISH, wish=wish, subject=text)


def _settings(values: dict[str, str]) -> Intent:
    """Each setting as the intent that saying it would be; the check-in last, because it depends on the others."""
    parts = [Intent(Kind.ZONE, wish=Wish(zone=zone(values["zone"])))]
    parts.append(Intent(Kind.QUIET, at=values["quiet_from"], until=values["quiet_to"]))
    if values.get("hours"):
        parts.append(Intent(Kind.HOURS, amount=_number(values["hours"])))
    weekday = values.get("weekday", "")
    if weekday == OFF:
        parts.append(Intent(Kind.PAUSE))
    elif weekday:
        parts.append(Intent(Kind.CHECK_IN, weekday=int(weekday), at=values.get("at") or "18:00"))
    return Intent(Kind.SET, parts=tuple(parts))
