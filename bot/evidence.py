"""Use cases of evidence: what a person made or did, by their own word; and files that they send."""

import json
from dataclasses import replace
from typing import Any

from bot import jobs, resumes, wallet
from bot.forms import blank, shown
from bot.intents import Intent
from bot.messages import Attachment, Reply, Text
from bot.proposing import say
from bot.reading import cleaned
from bot.records import Evidence, LearnerRecord
from bot.slots.kept import named_day, what
from bot.turn import Outcome, Turn, choices, offered
from bot.wording import en, research
from bot.wording.formats import clip, day, listed, plural
from knowledge.catalog import Catalog

FORMAT = "credpath-person/1"
MOST = 200
LARGEST = 512 * 1024
"""Characters of an export that is kept until the person says yes."""
_OWN = {"key", "tenant", "version"}


def keep(turn: Turn, intent: Intent) -> Outcome:
    """Save a piece of evidence; `intent.credentials` are what it shows if that was said apart."""
    named = intent.source == "file"
    note = intent.subject[:200] if named else what(intent.subject, intent.url)[:500]
    if not note and not intent.url:
        return add(turn, intent)
    names = intent.credentials or shown(intent.subject.replace(intent.url, " ") if intent.url else note, turn.finder)
    on = intent.day or (None if intent.source else named_day(intent.subject, turn.today))
    kept = Evidence(names[0] if names else None, on, note, intent.url, intent.source or "said")
    return _saved(turn, (kept,))


def _saved(turn: Turn, more: tuple[Evidence, ...]) -> Outcome:
    old = turn.record.evidence
    new = tuple(e for e in more if (e.note, e.url) not in {(x.note, x.url) for x in old})
    if not new:
        return say(en.EVIDENCE_SAME)
    if len(old) + len(new) > MOST:
        return say(en.EVIDENCE_FULL.format(most=MOST))
    record = replace(turn.record, evidence=(*old, *new))
    text = en.EVIDENCE_KEPT.format(what=listed([_said(e, turn.catalog) for e in new]))
    blocks = [Text(text)]
    skill = _skill(new[0])
    if skill and skill in turn.catalog.skills and skill not in turn.record.skills:
        blocks.append(Text(en.EVIDENCE_SKILL.format(skill=turn.catalog.skills[skill].name.split(" (")[0])))
    reply = Reply(text, (*blocks, choices("portfolio", "undo")))
    return Outcome(reply, record, offered(turn.dialogue, reply), label=f"the evidence “{clip(new[0].note, 40)}”")


def _said(evidence: Evidence, catalog: Catalog) -> str:
    facts = ", ".join(facts_of(evidence, catalog))
    return f"“{clip(evidence.note or evidence.url)}”" + (f" ({facts})" if facts else "")


def facts_of(evidence: Evidence, catalog: Catalog) -> tuple[str, ...]:
    """What a piece of evidence shows and when it was."""
    name = evidence.credential or ""
    skill = _skill(evidence)
    if skill:
        name = catalog.skills[skill].name if skill in catalog.skills else skill
    elif name in catalog.credentials:
        name = catalog.credentials[name].short
    return tuple(x for x in (f"shows {name}" if name else "", day(evidence.on) if evidence.on else "") if x)


def _skill(evidence: Evidence) -> str:
    kind, _, id = (evidence.credential or "").partition(":")
    return id if kind == "skill" else ""


def add(turn: Turn, intent: Intent) -> Outcome:
    """How to add evidence: in words, or by the form."""
    form = blank("evidence")
    return Outcome(Reply(en.EVIDENCE_HOW, (Text(en.EVIDENCE_HOW), *((form,) if form else ()))))


def files(turn: Turn, files: tuple[Attachment, ...]) -> Outcome:
    """Files that were sent: an export is offered to be brought in, anything else honestly not read."""
    for file in files:
        if file.content is not None and (found := exported(file.content)) is not None:
            document, why = found
            if document is None:
                return say(en.FILE_NO_EXPORT.format(name=clip(cleaned(file.name), 60), why=why))
            return _bring(turn, document)
        for reads in (wallet.proposed, resumes.dropped, jobs.dropped):
            if (found_in := reads(turn, file)) is not None:
                return found_in
    names = [clip(cleaned(f.name), 60) or "a file" for f in files[:5]]
    text = (en.FILE_UNREAD if len(names) == 1 else en.FILES_UNREAD).format(name=names[0], names=listed(names))
    if len(files) == 1 and files[0].trouble:
        text = research.FILE_CLOSED.format(file=names[0], why=research.CLOSED_WHY[files[0].trouble])
    offer = [(f"Keep “{clip(n, 30)}”", f"keep file {n}") for n in names]
    reply = Reply(text, (Text(text), choices(*offer)))
    return Outcome(reply, dialogue=offered(turn.dialogue, reply))


def exported(text: str) -> tuple[dict[str, Any] | None, str] | None:
    """The exported document in a file's text, or why it cannot be taken; None when the file is something else."""
    if not text.lstrip("\ufeff \t\r\n").startswith("{") or ('"record"' not in text and '"format"' not in text):
        return None
    if len(text) > LARGEST:
        return None, en.FILE_LARGE
    try:
        document = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return (None, en.FILE_SHAPE) if "credpath-person" in text else None
    if not isinstance(document, dict) or not str(document.get("format", "")).startswith("credpath-person"):
        return None
    if document["format"] != FORMAT:
        return None, en.FILE_FORMAT
    record = document.get("record")
    if not isinstance(record, dict) or _OWN & set(record) or set(document) - {"format", "record"}:
        return None, en.FILE_SHAPE
    lists = ("achievements", "goals", "progress", "reminders", "evidence")
    fits = all(isinstance(record.get(name, []), list) for name in lists)
    fits = fits and isinstance(record.get("skills", {}), dict) and isinstance(record.get("profile", {}), dict)
    fits = fits and (record.get("pathway") is None or isinstance(record["pathway"], dict))
    return (document, "") if fits else (None, en.FILE_SHAPE)


def _bring(turn: Turn, document: dict[str, Any]) -> Outcome:
    record = document["record"]
    counts = {name: len(record.get(name, ())) for name in ("goals", "achievements", "evidence", "progress")}
    text = en.BRING.format(what=contents(plan=record.get("pathway") is not None, **counts))
    buttons = choices(("Yes, bring it in", "yes"), ("No", "no"), ("export mine first", "export"))
    reply = Reply(text, (Text(text), buttons))
    about = json.dumps(document, separators=(",", ":"))  # ASCII: any store keeps it
    return Outcome(reply, dialogue=offered(replace(turn.dialogue, awaiting="bring", about=about), reply))


def bring(turn: Turn) -> Outcome:
    """A yes: the document takes the place of the record once its values have been checked."""
    document = json.loads(turn.dialogue.about)
    dialogue = replace(turn.dialogue, awaiting=None, about="", choices=(), proposal=None, previous=None)
    return replace(say(en.BROUGHT, dialogue), bring=document)


def contents(*, plan: bool, goals: int, achievements: int, evidence: int, progress: int) -> str:
    """What a record holds, in short: a plan, 1 goal, 3 credentials."""
    parts = ["a plan"] if plan else []
    many = ((goals, "goal"), (achievements, "credential"), (progress, "progress entry"))
    parts += [plural(n, word, f"{word[:-1]}ies" if word.endswith("y") else None) for n, word in many if n]
    parts += [plural(evidence, *en.EVIDENCE_MANY)] if evidence else []
    return listed(parts) or en.BRING_NOTHING


def contents_of(record: LearnerRecord) -> str:
    """`contents` of a stored record."""
    return contents(
        plan=record.pathway is not None,
        goals=len(record.goals),
        achievements=len(record.achievements),
        evidence=len(record.evidence),
        progress=len(record.progress),
    )
