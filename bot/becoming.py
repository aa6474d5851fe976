"""Use cases that look ahead from what is held: "what could I become?" and a diverse portfolio."""

from dataclasses import replace

from bot.asking import POPULAR
from bot.intents import Intent
from bot.messages import Block, Card, Cards, Choice, Choices, Heading, Note, Reply, Text
from bot.near import Near, has_something, kinship_first, known_record, levels, near, nearest, told
from bot.records import GoalRecord, LearnerRecord
from bot.requests import request_for
from bot.researching import goal_roles
from bot.turn import Outcome, Turn, offered
from bot.views.demand import where
from bot.views.kindred import credit, related
from bot.views.recognition import recognition_line, wage_of
from bot.views.sources import sources_choice
from bot.wording import research as words
from bot.wording.formats import hours, listed, money, percent, plain, some
from knowledge.demand import latest
from knowledge.families import family_of
from knowledge.vocabulary import Occupation
from planner.pathway import Pathway, Status
from planner.plan import plan
from planner.valid import BadRequest

SHOWN, TRIED = 4, 30


def become(turn: Turn, intent: Intent) -> Outcome:
    """The nearest roles: what is there, what is missing, hours and money of a plan, wage and postings."""
    turn = told(turn, intent.subject)
    if not has_something(turn):
        return _start(turn, words.BECOME_START)
    catalog, record = turn.catalog, known_record(turn)
    have = levels(record, catalog)
    every = nearest(catalog, have)
    whole = [n for n in kinship_first(catalog, every) if n.missing and n.share > 0][: SHOWN + 4]
    if not whole:
        return _start(turn, words.BECOME_START)
    start = catalog.occupations[every[0].role]
    planned = [(n, _plan(turn, record, n.role)) for n in whole[:SHOWN]]
    cards = [_card(turn, record, n, pathway, start) for n, pathway in planned]
    names = [catalog.occupations[n.role].name for n, _ in planned]
    keys = [k for n, _ in planned for k in _keys(turn, catalog.occupations[n.role])]
    offer = [Choice(f"Plan it: {n}", f"I want to become a {n}") for n in names]
    note = words.BECOME_NOTE.format(what=_having(turn, record), counted=_counted(turn)) + credit(catalog)
    reply = Reply(
        f"{words.BECOME_TITLE}: {listed(names)}.",
        (Heading(words.BECOME_TITLE), Cards(tuple(cards)), Note(note), Choices((*offer, sources_choice(*keys)))),
    )
    return Outcome(reply, dialogue=offered(turn.dialogue, reply))


def _start(turn: Turn, text: str) -> Outcome:
    names = [turn.catalog.occupations[o].name for o in POPULAR if o in turn.catalog.occupations]
    reply = Reply(text, (Text(text), Choices(tuple(Choice(n, f"I want to become a {n}") for n in names))))
    return Outcome(reply, dialogue=offered(turn.dialogue, reply))


def _having(turn: Turn, record: LearnerRecord) -> str:
    """What is reckoned with, in a few words."""
    catalog = turn.catalog
    names = [
        catalog.credentials[a.credential].short for a in record.achievements if a.credential in catalog.credentials
    ]
    names += [catalog.skills[s].name for s in record.skills if s in catalog.skills]
    return some(names, 6)


def _plan(turn: Turn, record: LearnerRecord, role: str) -> Pathway | None:
    try:
        found = plan(turn.catalog, request_for(record, (GoalRecord(role, None),), turn.today, turn.catalog))
    except BadRequest:
        return None
    return found if found.status not in {Status.INFEASIBLE, Status.UNKNOWN} and found.steps else None


def _card(turn: Turn, record: LearnerRecord, found: Near, pathway: Pathway | None, start: Occupation) -> Card:
    catalog, role = turn.catalog, turn.catalog.occupations[found.role]
    missing = [f"{catalog.skills[s].name} {need}" for s, need, _ in found.missing]
    lines = [words.BECOME_HAVE.format(share=percent(found.share)), words.BECOME_MISSING.format(names=some(missing, 4))]
    lines.append(_planned(turn, record, pathway))
    wage = wage_of(catalog, turn.today, role)
    lines.append(words.BECOME_WAGE.format(**wage) if wage else words.BECOME_NO_WAGE)
    lines.append(_demand(turn, role))
    lines += related(catalog, start, role)
    return Card(role.name, tuple(lines))


def _planned(turn: Turn, record: LearnerRecord, pathway: Pathway | None) -> str:
    """Steps, hours, money and reach of a plan in one line."""
    if pathway is None:
        return words.BECOME_NO_PLAN
    return words.BECOME_PLAN.format(
        steps=some([turn.catalog.credentials[s.credential].short for s in pathway.steps], 4),
        hours=hours(pathway.quarter_hours),
        money=money(pathway.cents, pathway.currency, any(s.about and s.cents for s in pathway.steps)),
        share=percent(pathway.coverage[0].share),
        weekly=plain(record.profile.hours_per_week or 0),
    )


def _demand(turn: Turn, role: Occupation) -> str:
    """How many of the counted postings were of the role's family."""
    family, demand = family_of(role), turn.catalog.demand
    window = latest(demand, family) if demand and family else None
    if window is None or family is None:
        return words.BECOME_NO_DEMAND
    return words.BECOME_DEMAND.format(
        k=window.postings[family],
        n=f"{sum(window.postings.values()):,}",
        family=family,
        where=where(turn.catalog, turn.today, window),
    )


def _counted(turn: Turn) -> str:
    """What the counted postings are, and what they are not."""
    notes = {w.note for w in turn.catalog.demand.windows if w.note} if turn.catalog.demand else set()
    return f" The counted postings: {listed(sorted(notes))}." if notes else ""


def _keys(turn: Turn, role: Occupation) -> tuple[str, ...]:
    family = family_of(role)
    return (f"wage:{(role.onet_soc or '')[:7]}", f"demand:{family}" if family else "")


def diverse(turn: Turn, intent: Intent) -> Outcome:
    """A core and two new directions, each with the one credential that closes most now."""
    goals = goal_roles(turn)
    if not goals and not has_something(turn):
        return _start(turn, words.DIVERSE_ASK)
    catalog, record = turn.catalog, known_record(turn)
    have = levels(record, catalog)
    core = goals[0] if goals else nearest(catalog, have)[0].role
    with_core = dict(have)
    for skill, need in catalog.occupations[core].essential.items():
        with_core[skill] = max(need, with_core.get(skill, 0))
    grown = replace(record, skills=with_core)
    keys: list[str] = []
    cards = [_direction(turn, words.CORE, near(catalog, have, core), record, _plan(turn, record, core), keys)]
    names, families = [catalog.occupations[core].name], {catalog.occupations[core].family}
    for found in nearest(catalog, with_core, without=(core,))[:TRIED]:
        role = catalog.occupations[found.role]
        if len(names) < 3 and role.family not in families and found.missing and (way := _plan(turn, grown, role.id)):
            families.add(role.family)
            names.append(role.name)
            cards.append(_direction(turn, words.DIRECTION, found, grown, way, keys))
    offer = [Choice(f"Plan it: {n}", f"I want to become a {n}") for n in names]
    blocks: list[Block] = [Heading(words.DIVERSE_TITLE), Cards(tuple(cards)), Note(words.DIVERSE_NOTE)]
    reply = Reply(f"{words.DIVERSE_TITLE}: {listed(names)}.", (*blocks, Choices((*offer, sources_choice(*keys)))))
    return Outcome(reply, dialogue=offered(turn.dialogue, reply))


def _direction(
    turn: Turn, title: str, found: Near, record: LearnerRecord, pathway: Pathway | None, keys: list[str]
) -> Card:
    """One card: what is there, what a plan would bring, and the recognition of its steps; their ids go to `keys`."""
    brings = words.BECOME_HAVE if title == words.CORE else words.DIRECTION_HAVE
    lines = [brings.format(share=percent(found.share)), _planned(turn, record, pathway)]
    for step in pathway.steps[:3] if pathway else ():
        keys.append(step.credential)
        name = turn.catalog.credentials[step.credential].short
        lines.append(f"{name}: {recognition_line(turn.catalog, turn.today, step.credential)}")
    return Card(title.format(role=turn.catalog.occupations[found.role].name), tuple(lines))
