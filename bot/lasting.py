"""Use cases of what lasts and what adds up: "which of mine expire this year?", "what stacks into a degree?"."""

import re
from datetime import date, timedelta

from bot.intents import Intent
from bot.messages import Block, Choice, Choices, Fields, Heading, Note, Reply, Table, Text
from bot.near import known_record
from bot.proposing import say
from bot.reminding.dated import stands
from bot.slots.numbers import number
from bot.turn import Outcome, Turn, offered
from bot.views.facts import renewed_how, sourced
from bot.views.sources import sources_choice
from bot.wording import research as words
from bot.wording.formats import day, listed, plural, some
from knowledge.catalog import Catalog
from knowledge.claims import statements
from knowledge.credentials import Credential

_COMING = re.compile(
    r"\b(?:next|in|within|coming)\b(?: the)?(?: next)? "
    r"(\d+|one|two|three|four|six|nine|twelve)? ?(month|week|year)"
)


def span(text: str, today: date) -> tuple[date, date, str]:
    """(first day, last day, words) of "this year", "next year", "in the next 3 months"; else the next twelve months."""
    lower = text.lower()
    if "this year" in lower:
        return today, date(today.year, 12, 31), f"in {today.year}"
    if "next year" in lower:
        return date(today.year + 1, 1, 1), date(today.year + 1, 12, 31), f"in {today.year + 1}"
    if found := re.search(r"\b(20\d\d)\b", lower):
        year = int(found[1])
        return max(today, date(year, 1, 1)), date(year, 12, 31), f"in {year}"
    if found := _COMING.search(lower):
        n = number(found[1]) if found[1] else 1.0
        days = min(3650, round(n * {"month": 30.44, "week": 7, "year": 365.25}[found[2]]))
        return today, today + timedelta(days=days), f"within {plural(n, found[2])}"
    return today, today + timedelta(days=365), "within twelve months"


def expiring(turn: Turn, intent: Intent) -> Outcome:
    """Which of the person's credentials run out in a time, from the days they told and the validity that is known."""
    catalog, today = turn.catalog, turn.today
    record = known_record(turn)
    mine = [a for a in record.achievements if a.credential in catalog.credentials]
    if asked := [a for a in mine if a.credential in intent.credentials]:
        mine = asked
    if not mine:
        return say(words.EXPIRING_NONE_HELD)
    first, last, told = span(intent.subject, today)
    rows: list[tuple[date, Credential]] = []
    over, dateless, unsure, forever, later = [], [], [], [], []
    for held in mine:
        c = catalog.credentials[held.credential]
        standing = stands(record, held, catalog, today)
        ends = standing.expires if standing else None
        if ends is not None and ends < today:
            over.append(f"{c.short} ({day(ends)})")
        elif ends is not None and first <= ends <= last:
            rows.append((ends, c))
        elif ends is not None:
            later.append(f"{c.short} ({day(ends)})")
        elif c.validity_months == 0:
            forever.append(c.short)
        elif c.validity_months is None:
            unsure.append(c.short)
        else:
            dateless.append(c.short)
    blocks: list[Block] = []
    if rows:
        rows.sort(key=lambda r: (r[0], r[1].id))
        title = words.EXPIRING_TITLE.format(when=told)
        table = tuple((c.short, day(ends), _renewal(catalog, today, c)) for ends, c in rows)
        blocks += [Heading(title), Table(("yours", "valid until", "then"), table)]
    else:
        title = words.EXPIRING_NOTHING.format(when=told)
        blocks.append(Text(title))
    if over:
        blocks.append(Text(words.EXPIRING_OVER.format(names=listed(over))))
    if later:
        blocks.append(Note(words.EXPIRING_LATER.format(names=listed(later))))
    if forever:
        blocks.append(Note(words.EXPIRING_FOREVER.format(names=listed(forever))))
    if unsure:
        blocks.append(Note(words.EXPIRING_NO_VALIDITY.format(names=listed(unsure))))
    if dateless:
        blocks.append(Text(words.EXPIRING_NO_DATE.format(names=listed(dateless), first=dateless[0])))
    offer = [Choice("Portfolio", "portfolio"), sources_choice(*[a.credential for a in mine[:6]])]
    reply = Reply(title, (*blocks, Choices(tuple(offer))))
    return Outcome(reply, dialogue=offered(turn.dialogue, reply))


def _renewal(catalog: Catalog, today: date, c: Credential) -> str:
    how = renewed_how(catalog, c.id) or "renewal not known"
    return f"{how} {sourced(catalog, today, c.sources.get('renewal', ()))}"


def stacking(turn: Turn, intent: Intent) -> Outcome:
    """What universities count or bodies recommend as credit; other stacks apart."""
    catalog, today = turn.catalog, turn.today
    rows, keys = [], []
    for c in sorted(catalog.credentials.values(), key=lambda c: (c.credit is None, c.short)):
        if c.status == "active" and (told := _credit(catalog, today, c)):
            rows.append((c.short, "; ".join(told)))
            keys.append(c.id)
    blocks: list[Block] = [Heading(words.STACKS_TITLE)]
    if rows:
        blocks += [Text(words.STACKS_CREDIT), Fields(tuple(rows))]
    else:
        blocks.append(Text(words.STACKS_NONE))
    others = []
    for c in catalog.credentials.values():
        if c.awarded_by and c.status == "active":
            parts = some([catalog.credentials[i].short for i in c.awarded_by.of if i in catalog.credentials], 6)
            held = {a.credential for a in turn.record.achievements}
            mine = sum(i in held for i in c.awarded_by.of)
            source = sourced(catalog, today, c.sources.get("awarded_by", ()))
            yours = f"; you have {mine}" if mine else ""
            others.append((c.short, f"for {c.awarded_by.at_least} of {parts} {source}{yours}"))
            keys.append(c.id)
    if others:
        blocks += [Text(words.STACKS_OTHER), Fields(tuple(others))]
    blocks.append(Note(words.STACKS_NOTE))
    reply = Reply(words.STACKS_TITLE + ".", (*blocks, Choices((sources_choice(*list(dict.fromkeys(keys))[:12]),))))
    return Outcome(reply, dialogue=offered(turn.dialogue, reply))


def _credit(catalog: Catalog, today: date, c: Credential) -> list[str]:
    """Who counts a credential as university credit or recommends that, each with its source."""
    lines = []
    if c.credit:
        amounts = [
            f"{c.credit.ects:g} ECTS" if c.credit.ects else "",
            f"{c.credit.us:g} US credits" if c.credit.us else "",
        ]
        amount = listed([a for a in amounts if a]) or words.AMOUNT_UNKNOWN
        level = f", {c.credit.level}'s level" if c.credit.level else ""
        source = sourced(catalog, today, c.sources.get("credit", ()))
        by = listed(list(c.credit.institutions))
        lines.append(words.STACKS_COUNTED.format(amount=f"{amount}{level}", by=by, source=source))
    for s in statements(catalog, c):
        if s.component == "credit" and s.value != "none":
            by, _, amount = (s.by or "").partition(": ")
            source = sourced(catalog, today, s.sources)
            lines.append(words.STACKS_RECOMMENDED.format(amount=amount or words.AMOUNT_UNKNOWN, by=by, source=source))
    return lines
