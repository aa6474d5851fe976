"""Use cases of a CV: what it names is proposed group by group. Nothing is kept before a yes."""

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

from bot.intents import Intent, Kind
from bot.messages import Attachment, Block, Choice, Choices, Fields, Note, Reply, Text
from bot.proposing import say
from bot.reading import cleaned
from bot.records import Achievement
from bot.slots.cvs import Cv, read_cv, read_json_resume, read_linkedin
from bot.slots.pasted import guessed
from bot.turn import Outcome, Turn, choices, offered
from bot.wording import research as words
from bot.wording.formats import clip, day, listed, some

AWAITING = "cv"
PAGE = 20
"""Most things to pick from at once."""
_CLOSED = re.compile(r"\.(?:pdf|docx?|odt|rtf|pages)$", re.I)


def pasted(turn: Turn, intent: Intent) -> Outcome:
    """A CV as text; without any, how to send one."""
    if not intent.subject:
        return say(words.CV_HOW)
    return propose(turn, read_cv(intent.subject, turn.catalog, turn.finder))


def dropped(turn: Turn, file: Attachment) -> Outcome | None:
    """A file that is a CV, as a question; None when it is another kind of file."""
    hint = f"{re.sub(r'[_.-]', ' ', file.name)} {turn.incoming.text}"
    called = re.search(r"\b(?:cv|r[eé]sum[eé]|lebenslauf|curriculum|profile|job|vacancy|jd)\b", hint, re.I)
    if file.content is None:
        name = clip(cleaned(file.name), 60) or "that file"
        if not called or not _CLOSED.search(file.name):
            return None
        why = file.trouble or ("pdf" if file.name.lower().endswith(".pdf") else "")
        return say(words.CLOSED.format(file=name, why=words.CLOSED_WHY[why]))
    text = file.content
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        found = read_json_resume(text, turn.catalog, turn.finder)
        return propose(turn, found) if found else None
    if found := read_linkedin(text, turn.catalog, turn.finder):
        return propose(turn, found)
    named = re.search(r"\b(?:cv|r[eé]sum[eé]|lebenslauf|curriculum)\b", hint, re.I)
    kind = guessed(text[:20_000])
    if named or (kind and kind[0] == "cv"):
        return propose(turn, read_cv(text[:20_000], turn.catalog, turn.finder))
    return None


def propose(turn: Turn, cv: Cv) -> Outcome:
    """The first question: credentials, else skills; what is known already is left out."""
    have = {a.credential for a in turn.record.achievements}
    credentials = [
        [h.id, h.on.isoformat() if h.on and h.on <= turn.today else None] for h in cv.held if h.id not in have
    ]
    skills = [[s, n] for s, n in cv.skills if turn.record.skills.get(s, 0) < n]
    if not credentials and not skills:
        return say(words.CV_SAME if cv.held or cv.skills else words.CV_NOTHING)
    state = {"credentials": credentials[:PAGE], "skills": skills[:PAGE], "picked": None}
    notes = []
    if left := [turn.catalog.credentials[i].short for i in cv.unfinished if i not in have]:
        notes.append(Note(words.CV_LEFT.format(names=some(left, 8))))
    if known := [turn.catalog.credentials[h.id].short for h in cv.held if h.id in have]:
        notes.append(Note(words.CV_KNOWN.format(names=some(known, 8))))
    return _ask(turn, state, first=True, notes=notes)


def _group(state: dict[str, Any]) -> str:
    return "credentials" if state["credentials"] else "skills"


def _name(turn: Turn, group: str, entry: list[Any]) -> str:
    id, more = entry
    if group == "credentials":
        short = turn.catalog.credentials[id].short
        return f"{short} (since {day(date.fromisoformat(more))})" if more else short
    return turn.catalog.skills[id].name


def _ask(turn: Turn, state: dict[str, Any], *, first: bool, lead: str = "", notes: list[Note] | None = None) -> Outcome:
    """Ask about one group, or say that all is done."""
    group = _group(state)
    entries = state[group]
    many = len(entries)
    one = "credential" if group == "credentials" else "skill"
    n = f"{many} {one}{'' if many == 1 else 's'} that I know"
    sentence = words.CV_CREDENTIALS if group == "credentials" else words.CV_SKILLS_ONLY if first else words.CV_SKILLS
    text = sentence.format(n=n, them="it" if many == 1 else "them")
    blocks: list[Block] = [Text(lead)] if lead else []
    blocks.append(Text(text))
    if group == "credentials":
        blocks.append(
            Fields(
                tuple(
                    (_name(turn, group, [e[0], None]), day(date.fromisoformat(e[1])) if e[1] else "no date")
                    for e in entries
                )
            )
        )
    else:
        blocks.append(Fields(tuple((_name(turn, group, e), f"level {e[1]}") for e in entries)))
        blocks.append(Note(words.CV_LEVEL))
    blocks += notes or []
    blocks.append(choices(("Yes, all", "pick: all"), ("Let me choose", "pick: choose"), ("No", "pick: none")))
    reply = Reply(f"{lead} {text}".strip(), tuple(blocks))
    dialogue = replace(turn.dialogue, awaiting=AWAITING, about=json.dumps(state))
    return Outcome(reply, dialogue=offered(dialogue, reply))


def answered(turn: Turn, intent: Intent) -> Outcome | None:
    """What was said to an open proposal; None when it is about something else."""
    state = json.loads(turn.dialogue.about)
    step = intent.subject if intent.kind is Kind.CV_STEP else ""
    said = turn.incoming.text
    if state["picked"] is not None:
        if ticked := _typed(turn, state, said, intent):
            return _tick(turn, state, ticked)
        if step.startswith("tick "):
            return _tick(turn, state, [step.removeprefix("tick ")])
        if step == "done" or intent.kind in {Kind.YES, Kind.ACCEPT, Kind.PASSED}:
            return _take(turn, state, set(state["picked"]))
    elif len(said) < 80 and "?" not in said and (ticked := _typed(turn, state, said, intent, numbers=False)):
        return _tick(turn, state, ticked)
    if step == "choose" or re.search(r"\b(?:choose|pick|select|some of them|not all)\b", said, re.I):
        return _tick(turn, state, [])
    if (
        step == "all"
        or intent.kind in {Kind.YES, Kind.ACCEPT}
        or re.fullmatch(r"\W*(?:yes,? )?all(?: of them)?\W*", said, re.I)
    ):
        return _take(turn, state, {e[0] for e in state[_group(state)]})
    if step in {"none", "done"} or intent.kind is Kind.NO or re.fullmatch(r"\W*none(?: of them)?\W*", said, re.I):
        return _take(turn, state, set())
    return None


def _typed(turn: Turn, state: dict[str, Any], said: str, intent: Intent, *, numbers: bool = True) -> list[str]:
    """Things picked by typed numbers ("1, 3 and 4") or by name."""
    entries = state[_group(state)]
    if (
        re.fullmatch(r"\W*\d{1,2}(?:\s*(?:,|and|&|\s)\s*\d{1,2})*\W*", said)
        and intent.kind is not Kind.CV_STEP
        and numbers
    ):
        places = [int(n) for n in re.findall(r"\d+", said)]
        return [entries[n - 1][0] for n in places if 1 <= n <= len(entries)]
    if intent.kind is Kind.CV_STEP:
        return []
    ids = {m.ids[0] for m in turn.finder.mentions(said, ("credential", "skill"))}
    return [e[0] for e in entries if e[0] in ids]


def _tick(turn: Turn, state: dict[str, Any], ids: list[str]) -> Outcome:
    """Pick or unpick some, and show where it stands."""
    group = _group(state)
    known = [e[0] for e in state[group]]
    picked = [i for i in state["picked"] or [] if i not in ids] + [i for i in ids if i not in (state["picked"] or [])]
    state = {**state, "picked": [i for i in known if i in picked]}
    names = [_name(turn, group, [i, None]) for i in state["picked"]]
    text = words.CV_TICK.format(names=listed(names) or "none")
    offer = [
        Choice(f"{'✓ ' if e[0] in state['picked'] else ''}{_name(turn, group, [e[0], None])}", f"pick: tick {e[0]}")
        for e in state[group]
    ]
    offer.append(Choice(f"Done: {len(names)}" if names else "Done: none of them", "pick: done"))
    reply = Reply(text, (Text(text), Choices(tuple(offer))))
    dialogue = replace(turn.dialogue, awaiting=AWAITING, about=json.dumps(state))
    return Outcome(reply, dialogue=offered(dialogue, reply))


def _take(turn: Turn, state: dict[str, Any], ids: set[str]) -> Outcome:
    """Keep what was confirmed of one group, then ask about the next one."""
    group = _group(state)
    kept = [e for e in state[group] if e[0] in ids]
    record = turn.record
    if group == "credentials":
        have = {a.credential for a in record.achievements}
        new = [
            Achievement(id, "self-declared", date.fromisoformat(on) if on else None)
            for id, on in kept
            if id not in have and id in turn.catalog.credentials
        ]
        record = replace(record, achievements=(*record.achievements, *new))
    else:
        levels = {s: max(n, record.skills.get(s, 0)) for s, n in kept if s in turn.catalog.skills}
        record = replace(record, skills={**record.skills, **levels})
    names = [_name(turn, group, [e[0], None]) for e in kept]
    lead = words.CV_ADDED.format(names=listed(names)) if kept else words.CV_NOT
    label = words.CV_LABEL_CREDENTIALS if group == "credentials" else words.CV_LABEL_SKILLS
    rest = {**state, group: [], "picked": None}
    turn = replace(turn, record=record)
    if group == "credentials" and rest["skills"]:
        outcome = _ask(turn, rest, first=False, lead=lead)
        return replace(outcome, record=record if kept else None, label=label)
    if not kept and not turn.record.achievements and not turn.record.skills:
        lead = words.CV_NOT_MINE
    buttons: list[tuple[str, str] | str] = [("What could I become?", "what could I become?"), "portfolio"]
    if kept:
        buttons.append("undo")
    reply = Reply(lead, (Text(lead), choices(*buttons)))
    dialogue = replace(turn.dialogue, awaiting=None, about="")
    return Outcome(reply, record if kept else None, offered(dialogue, reply), label=label)
