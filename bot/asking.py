"""The few short questions: which is next, how it is worded, and what is assumed when it is not answered."""

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.messages import Reply, Text
from bot.requests import HORIZON_DAYS
from bot.turn import Dialogue, Outcome, Turn, choices, offered
from bot.wish import Wish
from bot.wording import en
from bot.wording.formats import day, money, plain
from knowledge.names import Kind

MOST_QUESTIONS = 3
POPULAR = ("data-analyst", "cloud-engineer", "soc-analyst", "project-manager", "software-engineer", "devops-engineer")
SURE = 0.86
"""A link at least this good, and clearly ahead of the next, is taken without a question."""


def wrong(wish: Wish, today: date) -> str | None:
    """A sentence for a number or date that cannot be; None when all is fine."""
    if wish.hours is not None and not 0.25 <= wish.hours <= 80:
        return en.BAD_HOURS.format(hours=plain(wish.hours))
    if wish.cents is not None and not 0 <= wish.cents < 100_000_000:
        return en.BAD_BUDGET
    if wish.by is not None and not today + timedelta(days=1) < wish.by <= today + timedelta(days=3660):
        return en.BAD_BY.format(by=day(wish.by))
    return None


def settle_role(turn: Turn, wish: Wish) -> Wish:
    """The wish with its words for a role linked, when they clearly mean one role."""
    if wish.roles or wish.role_options:
        return wish
    if not wish.role_text:
        return replace(wish, role_options=_meant(turn, wish.about))
    matches = turn.finder.link(wish.role_text, "occupation", 4)
    if matches and matches[0].score >= SURE and (len(matches) == 1 or matches[0].score - matches[1].score > 0.02):
        return replace(wish, roles=(matches[0].id,), role_text="")
    options = tuple(m.id for m in matches if m.score >= 0.35)
    if not options and len(wish.role_text.split()) > 3 and (options := _meant(turn, wish.about)):
        return replace(wish, role_text="", role_options=options)  # not a name: "the person who gets called in"
    return replace(wish, role_options=options)


def _meant(turn: Turn, about: str) -> tuple[str, ...]:
    """Roles that a sentence without a role's name may be about; none when it says too little."""
    words = [w for w in re.findall(r"[A-Za-z]{3,}", about) if w.lower() not in _EMPTY]
    if len(words) < 2:
        return ()
    found = [h.id for h in turn.finder.find(" ".join(words), "occupation", 4)]
    return tuple(dict.fromkeys((*_needing(turn, about)[:2], *found)))[:5]


def _needing(turn: Turn, about: str) -> list[str]:
    """Roles that need the skills which the sentence names, most of them first."""
    kinds: tuple[Kind, ...] = ("skill",)
    named = {m.ids[0] for m in turn.finder.mentions(about, kinds)}
    score = {
        o.id: sum(2 * (s in o.essential) + (s in o.optional) for s in named) for o in turn.catalog.occupations.values()
    }
    return sorted((id for id, n in score.items() if n > 1), key=lambda id: (-score[id], id))


_EMPTY = frozenset(
    {
        *("want", "wanna", "would", "like", "become", "get", "have", "has", "the", "and", "for", "but", "with", "into"),
        *(
            "job",
            "work",
            "role",
            "career",
            "new",
            "next",
            "year",
            "week",
            "month",
            "hours",
            "hour",
            "day",
            "days",
            "can",
        ),
        *("could", "please", "some", "somehow", "something", "anything", "about", "around", "from", "that", "this"),
        *("then", "than", "you", "need", "make", "take", "not", "yet", "now", "just", "really", "very", "also", "too"),
        *("only", "free", "budget", "money", "start", "starting", "change", "changing"),
    }
)


def soon(wish: Wish, today: date) -> Wish:
    """ "by December" said late in November means its end: of two readings within four weeks the later is taken."""
    if wish.by and wish.by_other and wish.by < wish.by_other and (wish.by - today).days < 28:
        return replace(wish, by=wish.by_other, by_other=wish.by)
    return wish


def question(turn: Turn, dialogue: Dialogue) -> Outcome | None:
    """The next question, or None when there is enough to plan."""
    wish, asked = dialogue.wish, dialogue.asked
    if not wish.roles:
        return _ask_role(turn, dialogue)
    if len(asked) >= MOST_QUESTIONS:
        return None
    profile = turn.record.profile
    if wish.hours is None and profile.hours_per_week is None and "hours" not in asked:
        pairs = [(f"{n} h a week", f"{n} hours a week") for n in (3, 5, 8, 12)]
        return _ask(dialogue, "hours", en.ASK_HOURS, *pairs)
    known = profile.budget_cents is not None or profile.no_budget_limit
    if wish.cents is None and not wish.no_limit and not known and "budget" not in asked:
        code = wish.currency or profile.currency
        amounts = [(money(n * 100, code), f"{n} {code}") for n in (300, 800, 2000)]
        return _ask(
            dialogue, "budget", en.ASK_BUDGET, ("Free only", "free only"), *amounts, ("No limit", "no budget limit")
        )
    if wish.by is None and not wish.no_deadline and "by" not in asked:
        pairs = [(f"In {n} months", f"in {n} months") for n in (3, 6, 12)]
        return _ask(dialogue, "by", en.ASK_BY, *pairs, ("No deadline", "no deadline"))
    return None


def _ask(dialogue: Dialogue, slot: str, text: str, *pairs: tuple[str, str]) -> Outcome:
    offer = replace(choices(*pairs, ("Skip", "skip")), numbered=slot != "hours")  # a typed 5 means five hours
    reply = Reply(text, (Text(text), offer))
    after = replace(dialogue, asking=slot, asked=(*dialogue.asked, slot))
    return Outcome(reply, dialogue=offered(after, reply))


def _ask_role(turn: Turn, dialogue: Dialogue) -> Outcome:
    wish = dialogue.wish
    options = wish.role_options
    if options:
        text = en.ASK_WHICH_ROLE.format(words=wish.role_text) if wish.role_text else en.ASK_CLOSEST
    elif wish.role_text:
        text, options = en.NO_ROLE.format(words=wish.role_text), POPULAR
    else:
        text, options = en.ASK_ROLE, POPULAR
    names = [turn.catalog.occupations[o].name for o in options if o in turn.catalog.occupations]
    reply = Reply(text, (Text(text), choices(*names[:6])))
    after = replace(dialogue, asking="role", asked=tuple(dict.fromkeys((*dialogue.asked, "role"))))
    return Outcome(reply, dialogue=offered(after, reply))


def assumptions(turn: Turn, wish: Wish) -> tuple[str, ...]:
    """What was not said and had to be assumed, each as a sentence."""
    profile, notes = turn.record.profile, []
    if wish.by and wish.by_other and wish.by_said:
        notes.append(en.ASSUME_MONTH.format(said=wish.by_said, day=day(wish.by)))
    if wish.by is None:
        notes.append(en.ASSUME_BY.format(day=day(turn.today + timedelta(days=HORIZON_DAYS))))
    if wish.hours is None and profile.hours_per_week is None:
        notes.append(en.ASSUME_HOURS)
    known = profile.budget_cents is not None or profile.no_budget_limit
    if wish.cents is None and not wish.no_limit and not known:
        notes.append(en.ASSUME_BUDGET)
    if wish.skills or turn.record.skills:
        notes.append(en.ASSUME_SKILLS)
    elif not wish.held and not turn.record.achievements:
        notes.append(en.SKILLS_HINT)
    return tuple(notes)
