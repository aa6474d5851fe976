"""Use cases that look things up: compare, most valued, worth it, and the sources behind any of it."""

import re
from dataclasses import replace

from bot.intents import Intent
from bot.messages import Block, Card, Cards, Choice, Choices, Fields, Heading, Note, Reply, Table, Text
from bot.proposing import say
from bot.slots.research import named as named_in
from bot.turn import Outcome, Turn, choices, offered
from bot.views.contrast import contrast, verdict
from bot.views.demand import Named as Counted
from bot.views.demand import demand_line, interval, named, when, where
from bot.views.facts import fee_line, hours_line
from bot.views.recognition import decay_lines, facts_table, range_of, unknown_facts, wage_of
from bot.views.sources import short_name, sources, sources_choice
from bot.wording import research as words
from bot.wording.formats import listed, some
from knowledge.catalog import Catalog
from knowledge.demand import Ranking, Valued, most_valued
from knowledge.families import family_of
from knowledge.names import Kind as Named
from knowledge.recognition import card
from knowledge.vocabulary import Occupation
from knowledge.windows import Trend, Window

SHOWN = 8
_CREDENTIALS: tuple[Named, ...] = ("credential",)
_WAYS: tuple[Trend, ...] = ("up", "down")
_GROUP = re.compile(r" \(any cert\)| any$")


def compare(turn: Turn, intent: Intent) -> Outcome:
    """ "CCSP or AZ-500 for cloud security?": side by side, then what decides and what does not."""
    catalog, today = turn.catalog, turn.today
    ids = intent.credentials[:3]
    if (
        len(set(ids)) == len(intent.credentials) == 1
        and turn.dialogue.topic in catalog.credentials
        and turn.dialogue.topic not in ids
    ):
        ids = (str(turn.dialogue.topic), *ids)  # "compare it with CISM"
    if len(set(ids)) == 1:
        text = words.ONE_ONLY.format(name=short_name(catalog.credentials[ids[0]]))
        return say(text, replace(turn.dialogue, topic=ids[0]))
    skills, roles = topics(turn, intent.subject)
    family = next((f for r in roles if (f := family_of(catalog.occupations[r]))), None)
    if family is None:
        family = next((n.family for i in ids if (n := named(catalog, i)) and not n.group), None)
    names = [short_name(catalog.credentials[i]) for i in ids]
    counted = next((n for i in ids if (n := named(catalog, i, family))), None)
    lines = verdict(catalog, today, ids, skills, roles, family)
    buttons = [Choice(f"Get {n}", f"I want to get {n}") for n, i in zip(names, ids, strict=True) if _alive(catalog, i)]
    keys = (*ids, f"demand:{family}" if family else "")
    reply = Reply(
        f"{listed(names, 'or')}: {lines[0]}",
        (
            Heading(f"{listed(names)} side by side"),
            Table(("", *names), contrast(catalog, today, ids, skills, roles, family)),
            *[Text(line) for line in lines],
            *([Note(_postings(turn, counted))] if counted else []),
            Note(words.RANGE_NOTE),
            Choices((*buttons, sources_choice(*keys))),
        ),
    )
    return Outcome(reply, dialogue=offered(replace(turn.dialogue, topic=ids[0]), reply))


def _postings(turn: Turn, counted: Counted) -> str:
    window = counted.window
    return words.POSTINGS_NOTE.format(where=where(turn.catalog, turn.today, window), note=window.note or window.method)


def topics(turn: Turn, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Skills and roles that a question names beside its credentials; without any, the role of the goal."""
    spans = [(m.start, m.end) for m in turn.finder.mentions(text, _CREDENTIALS)]
    beside = [
        m
        for m in turn.finder.mentions(text, ("skill", "occupation"))
        if not any(s < m.end and m.start < e for s, e in spans)
    ]
    skills = tuple(dict.fromkeys(m.ids[0] for m in beside if m.kind == "skill"))
    roles = tuple(dict.fromkeys(m.ids[0] for m in beside if m.kind == "occupation"))
    return skills, roles or (() if skills else goal_roles(turn))


def goal_roles(turn: Turn) -> tuple[str, ...]:
    """The roles that the person plans for or follows."""
    wanted = (*turn.dialogue.wish.roles, *[g.role for g in turn.record.goals])
    return tuple(dict.fromkeys(r for r in wanted if r in turn.catalog.occupations))


def _alive(catalog: Catalog, id: str) -> bool:
    return catalog.credentials[id].status == "active"


def valued(turn: Turn, intent: Intent) -> Outcome:
    """ "which are most valued for a penetration tester?": by count, with n, place, date and interval."""
    catalog = turn.catalog
    roles = intent.credentials or goal_roles(turn)[:1]
    family = None if roles else _family_said(intent.subject)
    if not roles and family is None:
        found = [m for m in turn.finder.link(_bare(intent.subject), "occupation", 1) if m.score >= 0.5]
        roles = tuple(m.id for m in found)
    if not roles and family is None:
        return _which_role(turn)
    role = catalog.occupations[roles[0]] if roles else None
    name = role.name if role else str(family)
    ranking = most_valued(catalog, catalog.demand, role or str(family))
    if ranking.window is None or ranking.family is None:
        if catalog.demand is None:
            return say(words.NO_COUNTS_AT_ALL)
        return say(words.NO_COUNTS.format(role=name))
    reply = _ranked(turn, ranking, role, ranking.window)
    return Outcome(reply, dialogue=offered(turn.dialogue, reply))


_SAID = ("security", "cloud", "architect", "data", "project", "software", "devops", "infrastructure")


def _family_said(text: str) -> str | None:
    lower = text.lower()
    return next((f for w in _SAID if w in lower and (f := family_of(w))), None)


def _bare(text: str) -> str:
    return text.lower().split(" for ")[-1].strip(" ?.!")[:120]


def _which_role(turn: Turn) -> Outcome:
    ids = ("penetration-tester", "cloud-engineer", "data-analyst", "project-manager", "soc-analyst")
    names = [turn.catalog.occupations[i].name for i in ids if i in turn.catalog.occupations]
    offer = choices(*[(n, f"which are most valued for a {n}?") for n in names])
    reply = Reply(words.VALUED_WHICH, (Text(words.VALUED_WHICH), offer))
    return Outcome(reply, dialogue=offered(turn.dialogue, reply))


def _ranked(turn: Turn, ranking: Ranking, role: Occupation | None, window: Window) -> Reply:
    catalog, today = turn.catalog, turn.today
    family, n = ranking.family or "", ranking.postings
    title = words.VALUED_TITLE.format(family=family)
    blocks: list[Block] = [Heading(title)]
    if ranking.thin:
        blocks.append(Text(words.THIN.format(n=n, family=family)))
    held = {a.credential for a in turn.record.achievements}
    rows = []
    for v in ranking.valued[: SHOWN if not ranking.thin else 4]:
        share = f"{v.mentions} of {v.postings} ({interval(v.mentions, v.postings, (v.low, v.high))})"
        mine = "you have it" if held & set(v.credentials) and not v.group else ""
        fits = _fits(catalog, v, role) if role else ""
        rows.append((words.ANY_OF.format(label=_GROUP.sub("", v.label)) if v.group else v.label, share, fits, mine))
    head = ("named", "postings", "fits" if role else "", "you")
    keep = [i for i in range(4) if i < 2 or any(row[i] for row in rows)]
    blocks.append(Table(tuple(head[i] for i in keep), tuple(tuple(r[i] for i in keep) for r in rows)))
    told = where(catalog, today, window)
    blocks.append(
        Text(
            words.VALUED_FROM.format(
                n=n,
                place=window.place or "place not known",
                when=when(window),
                old=f", {words.OLD}" if told.endswith(words.OLD) else "",
                note=window.note or window.method,
            )
        )
    )
    if role:
        blocks.append(Note(words.VALUED_FAMILY.format(role=role.name, family=family)))
        blocks.append(Note(words.VALUED_FITS.format(n=len({**role.essential, **role.optional}), role=role.name)))
    blocks.append(Note(_moved(ranking)))
    single = [v.credentials[0] for v in ranking.valued if not v.group and v.credentials][: 0 if ranking.thin else 2]
    offer = [
        Choice(f"Is {catalog.credentials[i].short} worth it?", f"is {catalog.credentials[i].short} worth it?")
        for i in single
    ]
    if role:
        offer.append(Choice(f"Plan it: {role.name}", f"I want to become a {role.name}"))
    return Reply(f"{title}.", (*blocks, Choices((*offer, sources_choice(f"demand:{family}", *single)))))


def _moved(ranking: Ranking) -> str:
    moved: dict[Trend, list[str]] = {}
    for v in ranking.valued:
        moved.setdefault(v.trend, []).append(v.label)
    parts = [f"{way}: {some(moved[way], 6)}" for way in _WAYS if way in moved]
    return words.VALUED_MOVED.format(moved="; ".join(parts)) if parts else words.VALUED_ARROW


def _fits(catalog: Catalog, v: Valued, role: Occupation) -> str:
    """How many skills of the role the best of these credentials shows."""
    wanted = {**role.optional, **role.essential}
    counts = [sum(s.skill in wanted for s in catalog.credentials[i].skills) for i in v.credentials]
    return f"{max(counts)} of {len(wanted)}" if counts else "not in my catalog"


def worth(turn: Turn, intent: Intent) -> Outcome:
    """ "is X worth it?": what is known of its recognition, demand and age, and what is not."""
    catalog, today = turn.catalog, turn.today
    id = intent.credentials[0]
    c, shown = catalog.credentials[id], card(catalog, id)
    roles = serves(catalog, id, goal_roles(turn))
    _, said = topics(turn, intent.subject)
    family = next((f for r in said if (f := family_of(catalog.occupations[r]))), None)
    found = named(catalog, id, family) or named(catalog, id)
    aging = decay_lines(catalog, today, id)
    pairs = [
        ("recognition", range_of(shown)),
        ("asked for", demand_line(catalog, today, id, family)),
        ("age", listed(aging) or words.NO_DECAY),
        ("takes", hours_line(catalog, today, c) if not c.award_only else ""),
        ("costs", "; ".join(fee_line(catalog, today, f) for f in c.fees if not f.optional)),
    ]
    if shown.partners:
        pairs.append(("backed by", words.PARTNERS.format(names=some(list(shown.partners), 5))))
    wages, keys = _wages(turn, roles)
    unknown = unknown_facts(shown)
    names = [catalog.occupations[r].name for r in roles]
    facts = [Fields(facts_table(catalog, today, shown))]
    blocks: list[Block] = [
        Heading(words.WORTH_TITLE.format(name=c.short)),
        Text(words.WORTH_NOT),
        Fields(tuple((k, v) for k, v in pairs if v)),
        Text("Its recognition, question by question:"),
        *facts,
    ]
    if wages:
        title = f"{words.SERVES} {some(names, 4)}"
        blocks += [Cards((Card(title, tuple(wages)),)), Note(words.WORTH_WAGE_NOTE)]
    blocks.append(Note(words.RANGE_NOTE))
    blocks.append(Text(words.WORTH_UNKNOWN.format(facts=listed(unknown)) if unknown else words.WORTH_NONE_UNKNOWN))
    offer = [Choice(f"Get {c.short}", f"I want to get {c.short}")] if c.status == "active" else []
    if c.replaced_by and c.replaced_by in catalog.credentials:
        other = catalog.credentials[c.replaced_by]
        offer.append(Choice(f"Is {other.short} worth it?", f"is {other.short} worth it?"))
    keys = [id, f"demand:{found.family}" if found else "", *keys]
    summary = f"{c.short}: {words.RECOGNITION.format(range=range_of(shown), old='')}."
    reply = Reply(summary, (*blocks, Choices((*offer, sources_choice(*keys)))))
    return Outcome(reply, dialogue=offered(replace(turn.dialogue, topic=id), reply))


def _wages(turn: Turn, roles: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Lines of wages, roles of one statistic together, and the keys of their sources."""
    catalog, together = turn.catalog, dict[str, list[str]]()
    for role in roles:
        together.setdefault((catalog.occupations[role].onet_soc or "")[:7], []).append(role)
    lines, keys = [], []
    for soc, members in together.items():
        if told := wage_of(catalog, turn.today, catalog.occupations[members[0]]):
            names = listed([catalog.occupations[r].name for r in members])
            lines.append(words.WORTH_WAGE.format(role=names, **told))
            keys.append(f"wage:{soc}")
    return lines, keys


def serves(catalog: Catalog, id: str, first: tuple[str, ...] = (), most: int = 3) -> tuple[str, ...]:
    """The roles whose essential skills a credential shows most of; those of `first` before others."""
    shown = {s.skill: s.level for s in catalog.credentials[id].skills}
    score = {
        o.id: sum(min(shown.get(s, 0), need) / need for s, need in o.essential.items()) / (len(o.essential) or 1)
        for o in catalog.occupations.values()
    }
    good = [r for r in score if score[r] >= 0.2]
    return tuple(sorted(good, key=lambda r: (r not in first, -score[r], r))[:most])


def cited(turn: Turn, intent: Intent) -> Outcome:
    """ "sources": the references behind the last answer, or behind a named credential."""
    keys = [k.strip() for k in intent.subject.split(",") if k.strip()]
    found = sources(turn.catalog, turn.today, keys)
    if found is None and intent.subject:
        found = sources(turn.catalog, turn.today, named_in(intent.subject, turn.finder, "credential"))
    if found is None and not intent.subject and turn.dialogue.topic:
        found = sources(turn.catalog, turn.today, (turn.dialogue.topic,))
    return Outcome(found) if found else say(words.SOURCES_NOTHING)
