"""A person's record as a JSON document to take along, and back. Works with any store.

{"format": "credpath-person/1", "record": {...}}: the fields of `LearnerRecord` without key, tenant and version; days
and instants in ISO 8601. Nothing in it says who the person is on which platform, but for the address of reminders.
"""

import json
import re
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from adapters.store import codec
from bot.errors import BadRequest, NotFound
from bot.holding import MOST_A_WEEK, MOST_IGNORED
from bot.messages import Address, Person
from bot.ports import Store
from bot.records import Achievement, Change, LearnerRecord, Rhythm
from bot.reminding.clock import readable

FORMAT = "credpath-person/1"
_OWN = ("key", "tenant", "version")  # of the store, not of the person
_WALL_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_STATUSES = {"planned", "started", "done", "failed", "skipped"}
_KINDS = {"self-declared", "unchecked", "verified"}
_SOURCES = {"said", "form", "file"}
_REGION = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,4})?")
_URL = re.compile(r"(https?://[^\s]+)?")


def export(store: Store, tenant: str, key: str) -> dict[str, Any]:
    """The complete record of a learner as JSON values. Raises NotFound."""
    with store.begin(tenant) as work:
        record = work.learners.get(tenant, key)
    if record is None:
        raise NotFound
    values = codec.to_json(record)
    return {"format": FORMAT, "record": {name: value for name, value in values.items() if name not in _OWN}}


def import_(
    store: Store,
    tenant: str,
    person: Person,
    document: Any,
    *,
    at: datetime | None = None,
    address: Address | None = None,
) -> LearnerRecord:
    """Put an exported record in the place of the person's own, whole or not at all; returns it as saved.

    With `at` the record that was there goes to the journal, so that `undo` brings it back. With `address` every
    reminder goes there: give it whenever the document comes from outside, or it decides where messages are sent. A
    credential that was verified elsewhere arrives as unchecked: a document proves nothing. Raises BadRequest.
    """
    if person.tenant != tenant:
        raise ValueError("the person belongs to another tenant")
    record = _untrusted(_read(document))
    if address is not None:
        moved = [replace(r, platform=address.platform, conversation=address.conversation) for r in record.reminders]
        record = replace(record, reminders=tuple(moved))
    with store.begin(tenant) as work:
        current = work.learners.find(person) or work.learners.add(person)
        if at is not None:
            work.journal.push(Change(at, "import", current))
        own = replace(record, key=current.key, tenant=tenant, version=current.version)
        saved = work.learners.save(own)
        work.commit()
    return saved


def _read(document: Any) -> LearnerRecord:
    if not isinstance(document, dict) or not isinstance(document.get("record"), dict):
        raise BadRequest("That is not a Credpath record: I expected what `export` gave you.")
    if document.get("format") != FORMAT:
        raise BadRequest(f"I can read {FORMAT} only; this document says it is something else.")
    values = document["record"]
    for name in _OWN:
        if name in values:
            raise BadRequest(f"record: there is no field of that name: {name!r}.")
    record = codec.from_json(LearnerRecord, {**values, "key": "", "tenant": ""}, "record")
    _check(record)
    return record


def _untrusted(record: LearnerRecord) -> LearnerRecord:
    """The record with nothing verified in it."""

    def doubted(item: Achievement) -> Achievement:
        return replace(item, kind="unchecked") if item.kind == "verified" else item

    return replace(record, achievements=tuple(doubted(item) for item in record.achievements))


def _check(record: LearnerRecord) -> None:
    """Raise BadRequest for a value that has the right type and no meaning."""
    profile = record.profile
    _zone(profile.zone, "profile.zone")
    _rhythm(profile.rhythm)
    _wall(profile.quiet_from, "profile.quiet_from")
    _wall(profile.quiet_to, "profile.quiet_to")
    _range(profile.hours_per_week, 168, "profile.hours_per_week")
    _range(profile.budget_cents, codec.LARGEST, "profile.budget_cents")
    _range(profile.experience_years, 100, "profile.experience_years")
    for i, item in enumerate(record.achievements):
        _one_of(item.kind, _KINDS, f"achievements[{i}].kind")
    for skill, level in record.skills.items():
        _range(level, 4, f"skills.{skill}")
    if record.pathway is not None:
        _plan(record.pathway.plan)
        for i, step in enumerate(record.pathway.steps):
            _one_of(step.status, _STATUSES, f"pathway.steps[{i}].status")
            _range(step.logged_quarter_hours, codec.LARGEST, f"pathway.steps[{i}].logged_quarter_hours")
    for i, reminder in enumerate(record.reminders):
        _range(reminder.weekday, 6, f"reminders[{i}].weekday")
        _wall(reminder.at, f"reminders[{i}].at")
        _zone(reminder.zone, f"reminders[{i}].zone")
        _range(reminder.ignored, codec.LARGEST, f"reminders[{i}].ignored")
        if reminder.rule and not readable(reminder.rule):
            raise BadRequest(f"record.reminders[{i}].rule: expected a rule like FREQ=MONTHLY;BYDAY=+1SU.")
    for i, shown in enumerate(record.evidence):
        _one_of(shown.source, _SOURCES, f"evidence[{i}].source")
        if not _URL.fullmatch(shown.url):
            raise BadRequest(f"record.evidence[{i}].url: expected an address like https://example.org/project.")
    if len({reminder.id for reminder in record.reminders}) < len(record.reminders):
        raise BadRequest("record.reminders: two of them have the same id.")


def _rhythm(rhythm: Rhythm) -> None:
    if not 1 <= rhythm.weekly_cap <= MOST_A_WEEK:
        raise BadRequest(f"record.profile.rhythm.weekly_cap: expected 1 to {MOST_A_WEEK}.")
    if not 1 <= rhythm.ignored_limit <= MOST_IGNORED:
        raise BadRequest(f"record.profile.rhythm.ignored_limit: expected 1 to {MOST_IGNORED}.")
    for weekday in rhythm.working_days:
        _range(weekday, 6, "profile.rhythm.working_days")
    for i, slot in enumerate(rhythm.study):
        _range(slot.weekday, 6, f"profile.rhythm.study[{i}].weekday")
        _wall(slot.at, f"profile.rhythm.study[{i}].at")
    if rhythm.holidays and not _REGION.fullmatch(rhythm.holidays):
        raise BadRequest("record.profile.rhythm.holidays: expected a region like DE or DE-BY.")


def _zone(name: str, where: str) -> None:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        raise BadRequest(f"record.{where}: expected a time zone like Europe/Berlin.") from None


def _wall(value: str, where: str) -> None:
    if not _WALL_TIME.fullmatch(value):
        raise BadRequest(f"record.{where}: expected a time like 18:30.")


def _range(value: float | None, most: float, where: str) -> None:
    if value is not None and not 0 <= value <= most:
        upper = f" to {most:g}" if most < codec.LARGEST else " or more"
        raise BadRequest(f"record.{where}: expected 0{upper}.")


def _one_of(value: str, allowed: set[str], where: str) -> None:
    if value not in allowed:
        raise BadRequest(f"record.{where}: expected one of {', '.join(sorted(allowed))}.")


def _plan(text: str) -> None:
    try:
        plan = json.loads(text)
    except (ValueError, RecursionError):
        plan = None
    if not isinstance(plan, dict):
        raise BadRequest("record.pathway.plan: expected the text of a PLAN.json.")
