"""A form question by question: what it keeps, where it goes, and that it ends the same way as a form in a window."""

from dataclasses import replace

import pytest

from adapters.console.talk import Talk
from bot.forms import blank
from bot.messages import Choices, Form, FormAnswer, Reply
from bot.records import LearnerRecord
from bot.turn import Dialogue
from bot.wording import en
from tests.bot.stored import WISH, dialogue, record

SETTINGS = ("Berlin", "22:00", "7:00", "6", "Sunday", "18:00")


def sent(talk: Talk, name: str, **values: str) -> Reply:
    """A form sent off from a window."""
    *_, last = talk.assistant.answer(replace(talk.incoming(""), form=FormAnswer(name, values)))
    return last


def labels(reply: Reply) -> list[str]:
    return [c.label for b in reply.blocks if isinstance(b, Choices) for c in b.choices]


def bare(found: LearnerRecord) -> LearnerRecord:
    """Without what differs from learner to learner."""
    reminders = tuple(replace(r, id="") for r in found.reminders)
    return replace(found, key="", version=0, reminders=reminders)


def test_question_by_question_is_the_window(talk: Talk) -> None:
    """The same answers give the same record either way."""
    talk.say("fill in settings")
    for said in SETTINGS:
        talk.say(said)
    told = bare(record(talk))
    assert (told.profile.zone, told.profile.hours_per_week) == ("Europe/Berlin", 6)
    talk.say("forget me")
    talk.say("yes")
    values = {"zone": "Europe/Berlin", "quiet_from": "22:00", "quiet_to": "07:00", "hours": "6", "weekday": "6"}
    sent(talk, "settings", **values, at="18:00")
    assert bare(record(talk)) == told


def test_it_survives_a_restart(talk: Talk) -> None:
    """All of it is in the dialogue, which goes through JSON and back."""
    talk.say("fill in settings")
    talk.say("Berlin")
    kept = dialogue(talk)
    assert (kept.form, kept.field, dict(kept.draft)) == ("settings", "quiet_from", {"zone": "Europe/Berlin"})
    assert Dialogue.from_json(kept.to_json()) == kept
    assert Dialogue.from_json({k: v for k, v in Dialogue().to_json().items() if k not in {"form", "field", "draft"}})


def test_nothing_is_stored_before_the_end(talk: Talk) -> None:
    talk.say("hi")
    before = record(talk)
    talk.say("fill in settings")
    for said in SETTINGS[:-1]:
        talk.say(said)
    assert record(talk) == before
    talk.say("cancel")
    assert record(talk) == before
    assert dialogue(talk).form == ""


@pytest.mark.parametrize(
    ("said", "shown"),
    [("help", "Time zone"), ("progress", en.NO_PLAN), ("what is CISM?", "CISM"), ("thanks", en.THANKS), ("hi", "Hi")],
)
def test_something_else_in_between(said: str, shown: str, talk: Talk) -> None:
    """It is answered, and the same question comes again with its chips."""
    first = talk.say("fill in settings")
    reply = talk.say(said)
    texts = " ".join(str(b) for b in reply.blocks)
    assert shown in texts
    assert "Time zone" in texts
    assert labels(reply)[-len(labels(first)) :] == labels(first)
    assert dialogue(talk).field == "zone"


@pytest.mark.parametrize("said", ["undo", "start over", "set a goal and forget it?", "fill in evidence", "42", "", "?"])
@pytest.mark.parametrize("form", ["goal", "evidence", "settings"])
def test_whatever_is_said_goes_on(form: str, said: str, talk: Talk) -> None:
    """No message in a form is lost: it is answered, and cancel leads out."""
    talk.say(f"fill in {form}")
    assert talk.say(said).summary
    talk.say("cancel")
    talk.say("hi")
    assert dialogue(talk).form == ""


def test_forgetting_in_a_form_is_asked_and_done(talk: Talk) -> None:
    """The confirmation comes before the form, and a no leads back to the question."""
    talk.say("fill in settings")
    assert talk.say("forget me").summary == en.FORGET_SURE
    assert "Time zone" in str(talk.say("no").blocks)
    talk.say("forget me")
    assert talk.say("yes").summary == en.FORGOTTEN


def test_a_change_of_mind(talk: Talk) -> None:
    """An earlier answer is changed by name; the question at hand stays."""
    talk.say("fill in settings")
    talk.say("Berlin")
    assert "Time zone: Europe/Lisbon" in talk.say("no, time zone: Lisbon").summary
    kept = dialogue(talk)
    assert dict(kept.draft)["zone"] == "Europe/Lisbon"
    assert kept.field == "quiet_from"
    talk.say("change time zone to Atlantis")
    assert dict(dialogue(talk).draft)["zone"] == "Europe/Lisbon"


def test_back_at_the_first_question(talk: Talk) -> None:
    talk.say("fill in settings")
    assert talk.say("back").summary == en.FORM_FIRST
    assert dialogue(talk).field == "zone"


def test_a_wrong_value_changes_nothing(talk: Talk) -> None:
    """It is said, and the question comes again."""
    talk.say("fill in evidence")
    assert "Please fill in" in talk.say("skip").summary
    talk.say("Built a lab")
    talk.say("skip")
    talk.say("skip")
    assert en.FORM_PAST in talk.say("2099-01-01").summary
    assert "on" not in dict(dialogue(talk).draft)


def test_a_clash_leads_back_to_its_question(talk: Talk) -> None:
    """Values that are fine alone and not together: the last one is asked again."""
    talk.say("fill in settings")
    for said in ("skip", "17:00", "skip", "skip", "Sunday"):
        talk.say(said)
    reply = talk.say("skip")
    assert "18:00 is in your quiet hours" in reply.summary
    assert dialogue(talk).field == "at"
    talk.say("12:00")
    assert record(talk).reminders[0].at == "12:00"


def test_a_form_that_cannot_be_right_comes_back(talk: Talk) -> None:
    """From a window that did not check: each sentence, and the form with what stood in it."""
    reply = sent(talk, "goal", role="chef", by="2020-01-01", hours="7")
    assert reply.summary == en.FORM_WRONG
    form = next(b for b in reply.blocks if isinstance(b, Form))
    assert {f.name: f.value for f in form.fields if f.value} == {
        "role": "chef",
        "by": "2020-01-01",
        "hours": "7",
        "currency": "USD",
    }
    assert en.FORM_FUTURE in str(reply.blocks)


def test_a_goal_from_a_window_is_planned_at_once(talk: Talk) -> None:
    """What was left out is assumed, not asked."""
    reply = sent(talk, "goal", role="data analyst", hours="5")
    assert reply.summary.startswith("Data Analyst: ")
    assert dialogue(talk).proposal
    talk.say("accept")
    assert record(talk).goals[0].by is None


def test_a_form_replaces_an_open_wish(talk: Talk) -> None:
    """A goal by form does not add up with the one that waits."""
    talk.say(WISH)
    sent(talk, "goal", role="soc analyst", hours="5")
    assert dialogue(talk).wish.roles == ("soc-analyst",)
    assert dialogue(talk).wish.cents is None


def test_other_hours_offer_a_new_plan(talk: Talk) -> None:
    """The accepted plan stays until it is planned anew."""
    talk.say(WISH)
    talk.say("accept")
    plan = record(talk).pathway
    reply = sent(talk, "settings", zone="UTC", quiet_from="20:00", quiet_to="08:00", hours="9", weekday="6", at="18:00")
    assert record(talk).profile.hours_per_week == 9
    assert record(talk).pathway == plan
    assert "Plan the rest anew" in labels(reply)
    assert [r.kind for r in record(talk).reminders] == ["weekly-check-in", "progress-picture"]


def test_the_same_settings_change_nothing(talk: Talk) -> None:
    talk.say(WISH)
    talk.say("accept")
    before = record(talk)
    values = {"zone": "UTC", "quiet_from": "20:00", "quiet_to": "08:00", "hours": "5", "weekday": "6", "at": "18:00"}
    assert sent(talk, "settings", **values).summary == en.SETTINGS_SAME
    assert record(talk) == before
    sent(talk, "settings", **{**values, "weekday": "off"})
    assert record(talk).reminders[0].paused
    talk.say("undo")
    assert not record(talk).reminders[0].paused


def test_control_characters_stay_out(talk: Talk) -> None:
    """What a window sends is cleaned like what is typed."""
    sent(talk, "evidence", note="Built\x00 a \u202elab", url="", on="")
    assert record(talk).evidence[0].note == "Built a lab"


def test_every_form_can_be_asked(talk: Talk) -> None:
    for name in ("goal", "evidence", "settings"):
        form = blank(name)
        assert form is not None
        assert form.fields[0].label in talk.say(form.says).summary
        talk.say("cancel")
