"""Use cases of a job ad: what it asks for, what of it is there, the gap, and a plan for exactly that."""

import re

from bot import goals
from bot.adgoals import ad_goal, ad_targets
from bot.intents import Intent, Kind
from bot.messages import Attachment, Block, Choice, Choices, Heading, Note, Reply, Table, Text
from bot.near import known_record, levels
from bot.proposing import say
from bot.slots.ads import Ad, Asked, read_ad
from bot.slots.pasted import LONGEST, guessed
from bot.turn import Outcome, Turn, offered
from bot.views.sources import sources_choice
from bot.wish import Wish
from bot.wording import research as words
from bot.wording.formats import plural, some

SHOWN = 14


def ad(turn: Turn, intent: Intent) -> Outcome:
    """A job ad that was pasted or dropped; without any text, how to send one."""
    if not intent.subject:
        return say(words.AD_HOW)
    found = read_ad(intent.subject, turn.catalog, turn.finder)
    if not found.asked:
        return say(words.AD_NOTHING)
    if not found.asks:
        return say(words.AD_NO_AD)
    reply = _shown(turn, found)
    return Outcome(reply, dialogue=offered(turn.dialogue, reply))


def dropped(turn: Turn, file: Attachment) -> Outcome | None:
    """A file that is a job ad; None when it is something else."""
    if file.content is None or file.content.lstrip("\ufeff \t\r\n").startswith(("{", "[", "<")):
        return None
    text = file.content[:LONGEST]
    hint = f"{re.sub(r'[_.-]', ' ', file.name)} {turn.incoming.text}"
    told = re.search(r"\b(?:job|ad|advert\w*|vacancy|position|posting|jd|stelle\w*)\b", hint, re.I)
    kind = guessed(text)
    if told or (kind and kind[0] == "ad"):
        return ad(turn, Intent(Kind.AD, subject=text))
    return None


def _shown(turn: Turn, ad: Ad) -> Reply:
    catalog = turn.catalog
    record = known_record(turn)
    have = levels(record, catalog)
    held = {a.credential for a in record.achievements}
    title = words.AD_TITLE.format(role=catalog.occupations[ad.role].name) if ad.role else words.AD_PLAIN
    met = {a.id for a in ad.asked if (a.id in held if a.kind == "credential" else have.get(a.id, 0) >= a.level)}
    required = [a for a in ad.asked if a.required]
    optional = [a for a in ad.asked if not a.required]
    more = ""
    if optional:
        more = words.AD_GAP_OPTIONAL.format(have=sum(a.id in met for a in optional), of=len(optional))
    counted = required or optional
    gap = words.AD_GAP if required else words.AD_GAP_NONE
    gap = gap.format(have=sum(a.id in met for a in counted), of=len(counted), optional=more)
    blocks: list[Block] = [Heading(title), Text(gap if len(met) < len(ad.asked) else words.AD_ALL)]
    shown = [*required, *optional]
    for name, part in (("required", required), ("nice to have", optional)):
        rows = [_row(turn, a, have, held) for a in part if a in shown[:SHOWN]]
        if rows:
            blocks.append(Table((name, "in the ad", "you"), tuple(rows)))
    if rest := shown[SHOWN:]:
        blocks.append(Note(words.AD_LEFT.format(n=len(rest), names=some([_name(turn, a) for a in rest], 8))))
    if ad.years:
        blocks.append(Note(words.AD_EXPERIENCE.format(years=plural(ad.years, "year"))))
    blocks.append(Note(words.AD_NOTE))
    if not have and not held:
        blocks.append(Note(words.AD_TELL))
    offer = []
    open_ = [a for a in ad.asked if a.id not in met]
    missing = [a for a in open_ if a.kind == "credential" and catalog.credentials[a.id].status == "active"]
    if any(a.kind == "skill" for a in open_):
        offer.append(Choice("Plan for this job", f"plan for this job ad {goal_of_ad(ad)}"))
    offer += [
        Choice(f"Get {catalog.credentials[a.id].short}", f"I want to get {catalog.credentials[a.id].short}")
        for a in missing[:2]
    ]
    if ad.role:
        name = catalog.occupations[ad.role].name
        offer.append(Choice(f"Plan the whole role: {name}", f"I want to become a {name}"))
    keys = [a.id for a in ad.asked if a.kind == "credential"][:3]
    if keys:
        offer.append(sources_choice(*keys))
    summary = f"{title}: {sum(a.id in met for a in required)} of {len(required)} required."
    return Reply(summary, (*blocks, *((Choices(tuple(offer)),) if offer else ())))


def _name(turn: Turn, asked: Asked) -> str:
    if asked.kind == "credential":
        return turn.catalog.credentials[asked.id].short
    return turn.catalog.skills[asked.id].name


def _row(turn: Turn, asked: Asked, have: dict[str, int], held: set[str]) -> tuple[str, str, str]:
    if asked.kind == "credential":
        return _name(turn, asked), f"“{asked.words}”", "have it" if asked.id in held else "missing"
    level = have.get(asked.id, 0)
    mine = f"have {level}" if level >= asked.level else f"{level} so far" if level else "missing"
    return f"{_name(turn, asked)} {asked.level}", f"“{asked.words}”", mine


def goal_of_ad(ad: Ad) -> str:
    """The ad as a goal: its skills and levels, without any of its words."""
    return ad_goal(
        ad.role,
        {a.id: a.level for a in ad.of("skill", required=True)},
        {a.id: a.level for a in ad.of("skill", required=False)},
    )


def aim(turn: Turn, intent: Intent) -> Outcome:
    """ "Plan for this job": its skills become the goal, by the usual way of a wish."""
    goal = re.sub(r"\s", "", intent.subject)
    if not ad_targets(goal, turn.catalog):
        return say(words.AIM_BAD)
    return goals.wish(turn, Intent(Kind.WISH, wish=Wish(roles=(goal,)), subject="I want to become that"))
