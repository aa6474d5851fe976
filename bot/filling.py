"""A form where there are no windows: its questions one at a time. The answers so far are in the dialogue."""

from dataclasses import replace
from datetime import date

from bot.forms import OFF, filled, holding, validate
from bot.intents import Intent, Kind
from bot.messages import Block, Choice, Choices, Field, Form, FormAnswer, Reply, Text
from bot.proposing import say
from bot.slots import fields
from bot.turn import Dialogue, Outcome, Turn, offered
from bot.wording import en
from bot.wording.formats import day as written


def begin(turn: Turn, intent: Intent) -> Outcome:
    """The first question of the form that `intent.subject` names."""
    form = filled(intent.subject, turn.record, turn.catalog, turn.today)
    if form is None:
        return say(en.UNKNOWN)
    first = form.fields[0].name
    dialogue = replace(turn.dialogue, form=form.name, field=first, draft=(), asking=None, awaiting=None, about="")
    return _ask(turn, dialogue)


def step(turn: Turn, intent: Intent) -> Outcome | FormAnswer:
    """What an answer (`intent.subject`) leads to: the next question, or the whole form when it was the last."""
    form, dialogue, text = _form(turn, turn.dialogue), turn.dialogue, intent.subject
    if form is None:
        return say(en.UNKNOWN, closed(dialogue))
    field = _field(form, dialogue.field)
    match fields.control(text):
        case "cancel":
            return say(en.FORM_CANCELLED, closed(dialogue))
        case "back":
            before = form.fields[max(0, form.fields.index(field) - 1)]
            return _ask(turn, replace(dialogue, field=before.name), en.FORM_FIRST if before is field else "")
        case "skip":
            if field.required and not field.value:
                return _ask(turn, dialogue, en.FORM_REQUIRED.format(label=field.label))
            return _next(turn, dialogue, form, field)
    if change := fields.corrected(text, form.fields):
        return _changed(turn, dialogue, form, *change)
    told = fields.values(field, text, turn.today)
    after, wrong = _told(turn, dialogue, form, field, told)
    return _ask(turn, dialogue, wrong) if wrong else _next(turn, after, form, field)


def resumed(turn: Turn, intent: Intent, outcome: Outcome) -> Outcome:
    """After something else was answered, the question that is open in a form is asked again."""
    before, after = turn.dialogue, outcome.dialogue or turn.dialogue
    elsewhere = outcome.forget or outcome.undo or outcome.account is not None or after.awaiting is not None
    aside = before.form and (after.form, after.field) == (before.form, before.field)
    if not aside or elsewhere or intent.kind is Kind.FIELD or turn.incoming.form:
        return outcome
    again = _ask(turn if outcome.record is None else replace(turn, record=outcome.record), after)
    kept = [b for b in outcome.reply.blocks if not isinstance(b, Choices)]
    reply = replace(outcome.reply, blocks=(*kept, *again.reply.blocks))
    return replace(outcome, reply=reply, dialogue=again.dialogue)


def closed(dialogue: Dialogue) -> Dialogue:
    """The dialogue without an open form."""
    return replace(dialogue, form="", field="", draft=(), choices=())


def refused(turn: Turn, answer: FormAnswer, wrong: dict[str, str]) -> Outcome:
    """A form that was sent off and cannot be right: what is wrong, and the form with what stood in it."""
    form = filled(answer.name, turn.record, turn.catalog, turn.today)
    if form is None:
        return say(en.UNKNOWN)
    lines = [Text(f"• {_field(form, name).label}: {sentence}") for name, sentence in wrong.items()]
    reply = Reply(en.FORM_WRONG, (Text(en.FORM_WRONG), *lines, holding(form, dict(answer.values))))
    return Outcome(reply)


def _form(turn: Turn, dialogue: Dialogue) -> Form | None:
    form = filled(dialogue.form, turn.record, turn.catalog, turn.today)
    return holding(form, dict(dialogue.draft)) if form else None


def _field(form: Form, name: str) -> Field:
    return next((f for f in form.fields if f.name == name), form.fields[0])


def _values(form: Form) -> dict[str, str]:
    return {f.name: f.value for f in form.fields}


def _told(turn: Turn, dialogue: Dialogue, form: Form, field: Field, told: dict[str, str]) -> tuple[Dialogue, str]:
    """The dialogue with the values, and what is wrong with them."""
    if not told:
        return dialogue, en.FORM_UNREAD.format(why=_why(field))
    values = {**_values(form), **told}
    wrong = validate(FormAnswer(form.name, values), turn.today)
    draft = tuple({**dict(dialogue.draft), **told}.items())
    return replace(dialogue, draft=draft), wrong.get(field.name, "")


def _why(field: Field) -> str:
    """What an answer to this question looks like."""
    sentences = {"number": en.FORM_HOURS if field.name == "hours" else en.FORM_BUDGET, "date": en.FORM_DATE}
    sentences |= {"time": en.FORM_TIME, "choice": en.FORM_CHOICE}
    named = {"zone": en.FORM_ZONE, "url": en.FORM_LINK}
    return named.get(field.name) or sentences.get(field.type, en.FORM_UNREADABLE)


def _changed(turn: Turn, dialogue: Dialogue, form: Form, field: Field, text: str) -> Outcome:
    """A change of mind about another question; the one at hand stays open."""
    told = fields.values(field, text, turn.today)
    after, wrong = _told(turn, dialogue, form, field, told)
    if wrong:
        return _ask(turn, dialogue, wrong)
    value = shown(replace(field, value=told.get(field.name, "")))
    return _ask(turn, after, en.FORM_CHANGED.format(label=field.label, value=value or "–"))


def _next(turn: Turn, dialogue: Dialogue, form: Form, field: Field) -> Outcome | FormAnswer:
    """The question behind `field`; behind the last one the answer, or the question that is still wrong."""
    form = _form(turn, dialogue) or form
    values = _values(form)
    rest = form.fields[[f.name for f in form.fields].index(field.name) + 1 :]
    following = next((f for f in rest if not _idle(f, form, dict(dialogue.draft))), None)
    if following is not None:
        return _ask(turn, replace(dialogue, field=following.name))
    answer = FormAnswer(form.name, values)
    for name, sentence in validate(answer, turn.today).items():
        return _ask(turn, replace(dialogue, field=name), sentence)
    return answer


def _idle(field: Field, form: Form, draft: dict[str, str]) -> bool:
    """Whether a question says nothing after what was answered: a time for no check-in, the currency of no budget."""
    values = _values(form)
    if field.name == "at":
        return values["weekday"] in {"", OFF}
    return field.name == "currency" and (not values["budget"] or "currency" in draft)


def _ask(turn: Turn, dialogue: Dialogue, before: str = "") -> Outcome:
    """One question with its chips; `before` is said first."""
    form = _form(turn, dialogue)
    if form is None:
        return say(en.UNKNOWN, closed(dialogue))
    field = _field(form, dialogue.field)
    n = form.fields.index(field) + 1
    question = en.FORM_QUESTION.format(
        title=form.title,
        n=n,
        many=len(form.fields),
        label=field.label,
        hint=f" ({field.hint})." if field.hint else ".",
        now=en.FORM_NOW.format(value=shown(field)) if field.value else "",
    )
    chips = [Choice(label, label) for label, _ in field.options]
    if field.value or not field.required:
        chips.append(Choice(f"Keep {shown(field)}" if field.value else "Skip", "skip"))
    chips += [Choice("Back", "back")] * (n > 1) + [Choice("Cancel", "cancel")]
    blocks: list[Block] = [Text(before)] if before else []
    blocks += [Text(question), Choices(tuple(chips), numbered=field.type == "choice")]
    reply = Reply(before or question, tuple(blocks))
    return Outcome(reply, dialogue=offered(dialogue, reply))


def shown(field: Field) -> str:
    """A field's value as people read it."""
    if field.type == "date" and field.value:
        return written(date.fromisoformat(field.value))
    return next((label for label, value in field.options if value == field.value), field.value)
