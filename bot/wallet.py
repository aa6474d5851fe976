"""Use case: a file that says what somebody holds (a badge wallet, a European Digital Credential) is proposed to them.

Nothing is kept before a yes; then it is their own word. Whether a badge is genuine is for verification to say.
"""

import json
from dataclasses import replace
from datetime import date

from bot.messages import Attachment, Note, Reply, Text
from bot.proposing import say
from bot.reading import cleaned
from bot.records import Achievement
from bot.turn import Outcome, Turn, choices, offered
from bot.wording import wallet as words
from bot.wording.formats import clip, day, listed, some
from knowledge.holding import Holding, held, is_somebodys
from knowledge.sources.reading import Broken

SHOWN = 12


def proposed(turn: Turn, file: Attachment) -> Outcome | None:
    """What the file says the person holds, as a question; None when it is another kind of file."""
    if file.content is None or not is_somebodys(file.content):
        return None
    called = clip(cleaned(file.name), 60) or "The file"
    try:
        found = held(file.name, file.content, turn.catalog)
    except Broken as error:
        problem = error.problems[0]
        place = problem.where.removeprefix(file.name).strip()
        why = clip(f"{place}: {problem.text}" if place else problem.text, 160)
        return say(words.DAMAGED.format(file=called, why=why), replace(turn.dialogue, awaiting=None, about=""))
    return None if found is None else _question(turn, called, found)


def _question(turn: Turn, called: str, found: list[Holding]) -> Outcome:
    have = {a.credential for a in turn.record.achievements}
    today, catalog = turn.today, turn.catalog
    new = [h for h in found if h.credential and h.counts(today) and h.credential not in have]
    notes = (
        (words.HAVE, [_short(turn, h) for h in found if h.credential in have]),
        (words.EXPIRED, [_short(turn, h) for h in found if not h.counts(today) and h.credential not in have]),
        (words.UNKNOWN, [clip(h.name, 60) for h in found if h.credential is None and h.counts(today)]),
    )
    told = [Note(text.format(names=some(names, SHOWN))) for text, names in notes if names]
    if not new:
        text = words.NOTHING_NEW.format(file=called)
        return Outcome(Reply(text, (Text(text), *told)))
    names = [
        f"{catalog.credentials[h.credential].short}{f' (since {day(h.on)})' if h.on else ''}"
        for h in new
        if h.credential
    ]
    text = words.FOUND.format(file=called, names=some(names, SHOWN), them="it" if len(new) == 1 else "them")
    reply = Reply(text, (Text(text), *told, choices(("Yes, add", "yes"), ("No", "no"))))
    about = json.dumps([[h.credential, h.on.isoformat() if h.on else None] for h in new])
    return Outcome(reply, dialogue=offered(replace(turn.dialogue, awaiting="held", about=about), reply))


def _short(turn: Turn, holding: Holding) -> str:
    known = turn.catalog.credentials.get(holding.credential or "")
    return known.short if known else clip(holding.name, 60)


def add(turn: Turn) -> Outcome:
    """A yes: what was proposed becomes the person's own word. What left the catalog meanwhile is left out."""
    pairs = [(id, date.fromisoformat(on) if on else None) for id, on in json.loads(turn.dialogue.about)]
    have = {a.credential for a in turn.record.achievements}
    new = [
        Achievement(id, "self-declared", on) for id, on in pairs if id not in have and id in turn.catalog.credentials
    ]
    dialogue = replace(turn.dialogue, awaiting=None, about="", choices=())
    record = replace(turn.record, achievements=(*turn.record.achievements, *new))
    text = words.ADDED.format(names=listed([turn.catalog.credentials[a.credential].short for a in new]))
    reply = Reply(text, (Text(text), choices("portfolio", "undo")))
    return Outcome(reply, record, offered(dialogue, reply), label=words.LABEL)
