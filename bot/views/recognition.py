"""Recognition as a range with what is known, decay facts, and wages; never a score."""

from dataclasses import replace
from datetime import date

from bot.messages import Card as Shown
from bot.messages import Choice, Choices
from bot.views.facts import credential_card, reference
from bot.views.sources import sources_choice
from bot.wording import research as words
from bot.wording.formats import day, listed, money, month
from knowledge.aging import stale
from knowledge.catalog import Catalog
from knowledge.credentials import Credential
from knowledge.demand import Decay, decay
from knowledge.recognition import Card, Line, card
from knowledge.vocabulary import Occupation
from knowledge.wages import Wage, wage


def range_of(shown: Card) -> str:
    """ "62-88, 6 of 9 facts known"."""
    return words.RANGE.format(low=shown.low, high=shown.high, known=shown.known, of=shown.of)


def recognition_line(catalog: Catalog, today: date, id: str) -> str:
    """One line for a card: the range, and how many known facts rest on references over a year old."""
    shown = card(catalog, id)
    old = sum(entry.known and _old(catalog, today, entry) for entry in shown.lines)
    return words.RECOGNITION.format(range=range_of(shown), old=words.RANGE_OLD.format(n=old) if old else "")


def with_recognition(catalog: Catalog, today: date, id: str) -> Shown:
    """The card of a credential with its recognition as the second line."""
    shown = credential_card(catalog, today, catalog.credentials[id])
    return replace(shown, lines=(shown.lines[0], recognition_line(catalog, today, id), *shown.lines[1:]))


def card_choices(first: Credential, ids: tuple[str, ...]) -> Choices:
    """The buttons under such cards."""
    get = Choice(f"Get {first.short}", f"I want to get {first.short}")
    return Choices((get, Choice("This fact is wrong", "this fact is wrong"), sources_choice(*ids)))


def _old(catalog: Catalog, today: date, entry: Line) -> bool:
    newest = catalog.newest(entry.sources)
    return newest is not None and stale(newest, today)


def facts_table(catalog: Catalog, today: date, shown: Card) -> tuple[tuple[str, str], ...]:
    """Every question about its recognition with its answer, as label and value."""
    return tuple((words.COMPONENTS[entry.component], _answer(catalog, today, entry)) for entry in shown.lines)


def _answer(catalog: Catalog, today: date, entry: Line) -> str:
    said = [s.replace("-", " ") if " " not in s else s for s in entry.said]
    if entry.conflicted:
        return words.CONFLICT.format(said=" / ".join(said))
    if not entry.known:
        told = listed(said)
        return f"{words.NOT_KNOWN}, only: {told}" if told else words.NOT_KNOWN
    by = [] if entry.component == "employer-mentions" else list(entry.by[:2])
    newest = catalog.newest(entry.sources)
    told = "; ".join([listed(by)] * bool(by) + ([reference(catalog, today, newest.id)] if newest else []))
    said = [s for s in said if s != "an exam"] or said  # the exact kind of exam says that there is one
    return f"{listed(said)}{f' ({told})' if told else ''}"


def unknown_facts(shown: Card) -> list[str]:
    """The questions that nobody answered."""
    return [words.COMPONENTS[entry.component] for entry in shown.lines if not entry.known]


def decay_lines(catalog: Catalog, today: date, id: str) -> list[str]:
    """Hard facts about its age: retired, replaced, since when its exam is current."""
    return [_decay(catalog, fact) for fact in decay(catalog, id, today)]


def _decay(catalog: Catalog, fact: Decay) -> str:
    when = f" on {_exact(fact.since)}" if fact.since and len(fact.since) == 10 else ""
    match fact.kind:
        case "retired":
            return words.RETIRED.format(when=when)
        case "retiring":
            return words.RETIRING.format(when=when)
        case "superseded":
            known = catalog.credentials.get(fact.text or "")
            return words.SUPERSEDED.format(name=known.short if known else fact.text)
    since = _exact(fact.since)
    text = words.VERSION_AGE if fact.months is not None else words.VERSION
    return text.format(version=fact.text, since=since, months=fact.months)


def _exact(since: str | None) -> str:
    """A date as exact as it is known."""
    if since is None:
        return "an unknown day"
    if len(since) == 4:
        return since
    return day(date.fromisoformat(since)) if len(since) == 10 else month(date.fromisoformat(f"{since}-01"))


def wage_of(catalog: Catalog, today: date, role: Occupation) -> dict[str, str] | None:
    """Words for a role's wage: money, where (place, date, age) and soc; None where no statistic has it."""
    found: Wage | None = wage(catalog.wages, role)
    if found is None:
        return None
    newest = catalog.newest(found.sources)
    old = f", {words.OLD}" if newest and stale(newest, today) else ""
    where = f"{found.place}, {_exact(found.as_of)}{old}"
    return {"money": money(found.median_cents, found.currency), "where": where, "soc": f"“{found.title}”"}
