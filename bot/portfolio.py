"""Use cases of the person's own record: what is kept, the portfolio, forget, undo, privacy, wrong facts."""

import uuid
from dataclasses import replace

from bot.evidence import facts_of
from bot.intents import Intent
from bot.messages import Block, Card, Cards, Fields, Heading, Note, Reply, Text
from bot.proposing import keep, say
from bot.records import FactReport
from bot.reminders import told
from bot.requests import goal_name, pathway_from_text
from bot.turn import Outcome, Turn, choices, offered
from bot.views.notes import understood
from bot.wording import en
from bot.wording.formats import clip, day, hours, listed, money, plain, plural


def about_me(turn: Turn, intent: Intent) -> Outcome:
    """Everything that is remembered, in short."""
    record, profile, catalog = turn.record, turn.record.profile, turn.catalog
    have = [
        f"{catalog.credentials[a.credential].short if a.credential in catalog.credentials else a.credential}"
        f" ({a.kind}{', ' + day(a.on) if a.on else ''})"
        for a in record.achievements
    ]
    budget = "no limit" if profile.no_budget_limit else ""
    if profile.budget_cents is not None:
        budget = money(profile.budget_cents, profile.currency)
    open_wish = turn.dialogue.wish
    pairs = [
        ("open wish", listed([goal_name(r, catalog) for r in open_wish.roles]) if turn.dialogue.proposal else ""),
        ("goals", listed([goal_name(g.role, catalog) for g in record.goals])),
        ("credentials", listed(have)),
        (
            "skills you named",
            listed([f"{catalog.skills[s].name} {n}" for s, n in record.skills.items() if s in catalog.skills]),
        ),
        ("evidence", plural(len(record.evidence), *en.EVIDENCE_MANY) if record.evidence else ""),
        ("hours a week", plain(profile.hours_per_week) if profile.hours_per_week else ""),
        ("budget", budget),
        ("only", listed([f.replace("_", "-") for f in profile.only])),
        ("left out", listed([catalog.credentials[c].short for c in profile.excluded if c in catalog.credentials])),
        (
            "issuers left out",
            listed([catalog.issuers[i].name for i in profile.excluded_issuers if i in catalog.issuers]),
        ),
        ("exam language", profile.language or ""),
        ("country", profile.country or ""),
        ("experience", f"{plain(profile.experience_years)} years" if profile.experience_years is not None else ""),
        ("quiet hours", f"{profile.quiet_from} to {profile.quiet_to}"),
        ("time zone", profile.zone),
        ("reminders", told(record)),
    ]
    blocks: list[Block] = [Heading("What I know about you"), Fields(tuple((k, v) for k, v in pairs if v))]
    if turn.dialogue.proposal:
        blocks.append(Note(understood(turn, pathway_from_text(turn.dialogue.proposal))))
    reply = Reply(
        "What I know about you.", (*blocks, choices("export", ("Who sees this?", "who sees this?"), "forget me"))
    )
    return Outcome(reply, dialogue=offered(turn.dialogue, reply))


def portfolio(turn: Turn, intent: Intent) -> Outcome:
    """What the person has done: credentials by how sure they are, and evidence, never mixed."""
    record, catalog = turn.record, turn.catalog
    blocks: list[Block] = [Heading(en.PORTFOLIO_TITLE)]
    for kind, title in en.PORTFOLIO_KINDS:
        mine = [a for a in record.achievements if a.kind == kind]
        names = [
            catalog.credentials[a.credential].name if a.credential in catalog.credentials else a.credential
            for a in mine
        ]
        pairs = [(n, day(a.on) if a.on else en.NO_DATE) for n, a in zip(names, mine, strict=True)]
        blocks += [Text(f"{title}:"), Fields(tuple(pairs))] if pairs else []
    if record.evidence:
        cards = [Card(clip(e.note or e.url), facts_of(e, catalog), e.url or None) for e in record.evidence]
        blocks += [Text(f"{en.PORTFOLIO_EVIDENCE}:"), Cards(tuple(cards))]
    if record.pathway:
        done = sum(s.status == "done" for s in record.pathway.steps)
        studied = hours(sum(s.logged_quarter_hours for s in record.pathway.steps))
        steps = plural(len(record.pathway.steps), "step")
        blocks.append(Note(en.PORTFOLIO_PLAN.format(done=done, steps=steps, hours=studied)))
    if not record.achievements and not record.evidence:
        blocks.insert(1, Text(en.PORTFOLIO_EMPTY))
    many = f"{plural(len(record.achievements), 'credential')} and {plural(len(record.evidence), *en.EVIDENCE_MANY)}"
    reply = Reply(f"{en.PORTFOLIO_TITLE}: {many}.", (*blocks, choices("add evidence", "export")))
    return Outcome(reply, dialogue=offered(turn.dialogue, reply))


def privacy(turn: Turn, intent: Intent) -> Outcome:
    """Who sees what."""
    platform = turn.incoming.address.platform
    return say(en.PRIVACY if platform == "terminal" else en.PRIVACY_CHAT.format(platform=platform.capitalize()))


def forget(turn: Turn, intent: Intent) -> Outcome:
    """Ask first; a yes deletes everything."""
    reply = Reply(en.FORGET_SURE, (Text(en.FORGET_SURE), choices(("Yes, forget me", "yes"), ("No", "no"), "export")))
    return Outcome(reply, dialogue=offered(replace(turn.dialogue, awaiting="forget"), reply))


def forget_now(turn: Turn) -> Outcome:
    """Really delete."""
    return replace(say(en.FORGOTTEN), forget=True)


def undo(turn: Turn, intent: Intent) -> Outcome:
    """Take back the last change: of the plan that is being made, else of the record (the assistant has the journal)."""
    if turn.dialogue.previous:
        return keep(turn)
    return replace(say(en.NOTHING_TO_UNDO), undo=True)


def wrong_fact(turn: Turn, intent: Intent) -> Outcome:
    """ "this fee is wrong": a report for whoever keeps the catalog."""
    topic = intent.credentials[0] if intent.credentials else turn.dialogue.topic
    about = f" about {turn.catalog.credentials[topic].short}" if topic else ""
    report = FactReport(
        id=uuid.uuid5(uuid.NAMESPACE_URL, f"{turn.record.key}/{turn.incoming.id}").hex,
        tenant=turn.record.tenant,
        at=turn.now,
        credential=topic or "",
        text=intent.subject[:500],
    )
    text = en.REPORTED.format(text=intent.subject[:80], about=about)
    return replace(say(text, replace(turn.dialogue, topic=topic)), reports=(report,))
