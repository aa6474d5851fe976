"""The home of a learner: the live plan on one page, or for somebody new what can be said."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.messages import Block, Fields, Heading, Note, Progress, Reply, Steps, Text
from bot.preferences import pairs, sentence
from bot.progress import current
from bot.records import LearnerRecord, PathwayRecord
from bot.reminding.rows import CHECK_IN
from bot.requests import goal_name, pathway_from_text
from bot.turn import choices
from bot.views.plan import item, share_done
from bot.wording import en
from bot.wording.formats import day, listed, plural
from knowledge.catalog import Catalog
from planner.pathway import Pathway

SHOWN = 8


def home(record: LearnerRecord, catalog: Catalog, now: datetime) -> Reply:
    """What the home tab shows, for any state of a record."""
    today = now.astimezone(ZoneInfo(record.profile.zone)).date()
    pathway = _pathway(record.pathway, catalog)
    if record.pathway is not None and pathway is not None:
        return _plan(record, record.pathway, pathway, catalog, today)
    return _welcome(record)


def _pathway(stored: PathwayRecord | None, catalog: Catalog) -> Pathway | None:
    """The accepted plan as far as this catalog still knows its steps; None when nothing is left to show."""
    if stored is None:
        return None
    try:
        pathway = pathway_from_text(stored.plan)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None  # brought in from outside: any JSON object
    known = all(s.credential in catalog.credentials for s in pathway.steps)
    return pathway if pathway.steps and known else None


def _welcome(record: LearnerRecord) -> Reply:
    told = record.profile.hours_per_week or record.achievements or record.skills or record.goals or record.evidence
    text = en.HOME_IDEA if told else en.HELLO
    blocks: list[Block] = [Heading("Credpath"), Text(text), *[Text(f"• {x}") for x in en.HOME_EXAMPLES]]
    blocks.append(choices(("Set a goal", "set a goal"), ("I don't know yet", "I don't know what to become"), "help"))
    blocks += [Fields(pairs(record)), choices("settings", ("Who sees this?", "who sees this?"))] if told else []
    blocks.append(Note(en.HOME_FOOT))
    return Reply(text, tuple(blocks))


def _plan(record: LearnerRecord, stored: PathwayRecord, pathway: Pathway, catalog: Catalog, today: date) -> Reply:
    names = listed([goal_name(g.role, catalog) for g in record.goals])
    states = {s.credential: s for s in stored.steps}
    done = sum(s.status == "done" for s in stored.steps)
    finish = max(s.end for s in pathway.steps)
    far = f"{done} of {plural(len(stored.steps), 'step')} done, finish {day(finish)}"
    title = f"Your path to {names}" if names else "Your path"
    blocks: list[Block] = [Heading(title), Progress(far, share_done(stored, pathway))]
    blocks += _next(record, pathway, catalog, today)
    shown = pathway.steps[:SHOWN]
    items = tuple(item(catalog, today, s, pathway.currency, states.get(s.credential)) for s in shown)
    blocks.append(Steps(items, pathway.request.start.isoformat(), finish.isoformat()))
    if rest := pathway.steps[SHOWN:]:
        blocks.append(Text(f"Then {listed([catalog.credentials[s.credential].short for s in rest])}."))
    going = current(record) is not None
    words = ("progress", "why", ("Swap a step", "swap"), ("Show it as a picture", "draw my plan"))
    blocks.append(choices(*words) if going else choices("progress", "portfolio", ("Set a goal", "set a goal")))
    coming = [sentence(r) for r in record.reminders if not r.paused and r.kind == CHECK_IN]
    blocks += [Text(x) for x in coming or [en.CHECK_IN_OFF]]
    blocks += [Fields(pairs(record)), choices("settings", "portfolio", ("Who sees this?", "who sees this?"))]
    return Reply(f"{title}: {far}.", (*blocks, Note(en.HOME_FOOT)))


def _next(record: LearnerRecord, pathway: Pathway, catalog: Catalog, today: date) -> list[Block]:
    """The step at hand with its dates."""
    state = current(record)
    if state is None:
        return [Text(en.ALL_DONE)]
    step = next((s for s in pathway.steps if s.credential == state.credential), None)
    if step is None:
        return []
    name = catalog.credentials[step.credential].name
    blocks: list[Block] = [Text(en.HOME_NEXT.format(name=name, start=day(step.start), end=day(step.end)))]
    if step.end < today:
        blocks.append(Text(en.HOME_LATE.format(end=day(step.end))))
    return blocks
