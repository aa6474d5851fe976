"""The brain over the store: retries, undo, forget, and what must never happen without a yes."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.app import SetClock
from adapters.console.talk import Talk
from adapters.console.text import plain
from adapters.store.memory import MemoryLearners
from bot.messages import Choices, Person, Reply
from bot.records import LearnerRecord
from bot.turn import Dialogue, Outcome, Turn
from bot.wording import en
from knowledge.catalog import Catalog
from knowledge.finder import Finder
from tests.conftest import NOW, talk_with

WISH = "I want to be a data analyst by September, 5 hours a week, 300 dollars"


def record(talk: Talk) -> LearnerRecord:
    """The learner's record as stored."""
    with talk.store.begin() as work:
        found = work.learners.find(talk.person)
    assert found is not None
    return found


def dialogue(talk: Talk) -> Dialogue:
    """The open dialogue as stored."""
    mine = record(talk)
    with talk.store.begin() as work:
        return Dialogue.from_json(work.dialogues.load(mine.tenant, mine.key, talk.person.id))


def meddle(talk: Talk, monkeypatch: pytest.MonkeyPatch, times: int) -> list[int]:
    """Somebody else saves the record while the assistant thinks, the first `times` times."""
    think: Callable[[Turn], Outcome] = talk.assistant._think
    seen: list[int] = []

    def thinking(turn: Turn) -> Outcome:
        outcome = think(turn)
        seen.append(turn.record.version)
        if len(seen) <= times:
            with talk.store.begin() as work:
                mine = work.learners.get(turn.record.tenant, turn.record.key)
                assert mine is not None
                work.learners.save(replace(mine, profile=replace(mine.profile, country=f"X{len(seen)}")))
                work.commit()
        return outcome

    monkeypatch.setattr(talk.assistant, "_think", thinking)
    return seen


def test_a_changed_record_is_tried_once_more(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second try sees what the other wrote, and neither change is lost."""
    talk.say("hi")
    seen = meddle(talk, monkeypatch, 1)
    talk.say("I live in Berlin")
    assert len(seen) == 2
    assert record(talk).profile.zone == "Europe/Berlin"
    assert record(talk).profile.country == "X1"


def test_a_record_that_keeps_changing_is_said(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the second time nothing is changed, and the person reads so."""
    talk.say("hi")
    seen = meddle(talk, monkeypatch, 5)
    assert talk.say("I live in Berlin").summary == en.STALE
    assert len(seen) == 2
    assert record(talk).profile.zone == "UTC"


def test_two_first_messages_at_once(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person who is added by another process between the look and the adding is answered all the same."""
    talk.say("hi")
    find, looked = MemoryLearners.find, []

    def late(self: MemoryLearners, person: Person) -> LearnerRecord | None:
        looked.append(person)
        return None if len(looked) == 1 else find(self, person)

    monkeypatch.setattr(MemoryLearners, "find", late)
    assert talk.say("I live in Berlin").summary != en.STALE
    assert record(talk).profile.zone == "Europe/Berlin"


def test_nothing_is_stored_before_accept(talk: Talk) -> None:
    """A proposal changes nothing but the dialogue."""
    talk.say("hi")
    before = record(talk)
    talk.say(WISH)
    talk.say("I have CCNA, no Microsoft")
    talk.say("cheaper")
    assert record(talk) == before


def test_accept_stores_all_of_it(talk: Talk) -> None:
    """Goal, hours, budget, held, plan and one reminder, in one change that undo takes back."""
    talk.say("hi")
    before = record(talk)
    talk.say(WISH + ", I have CCNA and know Excel")
    talk.say("accept")
    after = record(talk)
    assert [g.role for g in after.goals] == ["data-analyst"]
    assert (after.profile.hours_per_week, after.profile.budget_cents) == (5.0, 30000)
    assert [a.credential for a in after.achievements] == ["cisco-ccna"]
    assert after.pathway is not None
    assert len(after.reminders) == 1
    talk.say("undo")
    assert replace(record(talk), version=0) == replace(before, version=0)


@pytest.mark.parametrize("said", ["yes", "ok", "accept"])
def test_a_yes_to_a_question_about_deleting_accepts_no_plan(talk: Talk, said: str) -> None:
    """A yes that comes after another question never makes the plan the plan."""
    talk.say(WISH)
    talk.say("forget me")
    talk.say("what is CISM?")
    if said != "accept":
        talk.say(said)
        assert record(talk).pathway is None
    assert record(talk).goals == ()


def test_undo_goes_back_step_by_step_and_ends(talk: Talk) -> None:
    """Each undo takes back one change; then it says that there is nothing left."""
    talk.say(WISH)
    talk.say("accept")
    plan = record(talk).pathway
    talk.say("studied 2 hours")
    talk.say("done with module 3")
    assert len(record(talk).progress) == 2
    talk.say("undo")
    assert len(record(talk).progress) == 1
    talk.say("undo")
    assert record(talk).progress == ()
    assert record(talk).pathway == plan
    talk.say("undo")
    assert record(talk).pathway is None
    assert talk.say("undo").summary == en.NOTHING_TO_UNDO


def test_forget_deletes_everything(talk: Talk) -> None:
    """After a yes neither the record nor the journal nor the dialogue is there."""
    talk.say(WISH)
    talk.say("accept")
    key = record(talk).key
    talk.say("forget me")
    talk.say("yes")
    with talk.store.begin() as work:
        assert work.learners.find(talk.person) is None
        assert work.learners.get(talk.person.tenant, key) is None
        assert work.journal.pop(talk.person.tenant, key) is None
        assert work.dialogues.load(talk.person.tenant, key, talk.person.id) == {}
    assert talk.say("undo").summary == en.NOTHING_TO_UNDO


def test_forget_takes_the_exported_file_along(talk: Talk) -> None:
    """A copy that the program wrote for the person does not outlive the yes."""
    talk.say(WISH)
    talk.say("accept")
    talk.say("export")
    assert [p for p in talk.folder.rglob("*") if p.is_file()]
    talk.say("forget me")
    talk.say("yes")
    assert [p for p in talk.folder.rglob("*") if p.is_file()] == []


@pytest.mark.parametrize("said", ["no", "help", "1000", "what is CISM?", "hmm", "yes but not now"])
def test_anything_but_yes_forgets_nothing(talk: Talk, said: str) -> None:
    """Only a yes forgets."""
    talk.say(WISH)
    talk.say("accept")
    talk.say("forget me")
    talk.say(said)
    assert record(talk).pathway is not None


def test_people_do_not_see_each_other(real_catalog: Catalog, real_finder: Finder, tmp_path: Path, talk: Talk) -> None:
    """Two people on one store have two records."""
    talk.say(WISH)
    talk.say("accept")
    other = replace(talk, person=replace(talk.person, id="ben", name="Ben"))
    assert "no plan" in other.say("show my plan").summary
    assert record(other).pathway is None


@pytest.mark.parametrize(
    "said", ["include CISM", "add CISM", "put CISM in", "keep CCNA", "I want CISM in it", "can you include CISM?"]
)
def test_including_a_credential_keeps_the_goal(talk: Talk, said: str) -> None:
    """ "Put X in" adds to the plan; the role stays the goal."""
    talk.say("I want to be a security engineer by end of 2027, 8 hours a week, 3000 dollars, 6 years in IT")
    talk.say(said)
    assert dialogue(talk).wish.roles == ("security-engineer",)


def test_a_label_can_be_typed(talk: Talk) -> None:
    """The words on a button do what the button does."""
    talk.say(WISH)
    reply = talk.say("accept")
    labels = [c.label for b in reply.blocks if isinstance(b, Choices) for c in b.choices]
    assert "no reminders" in labels
    talk.say("No reminders")
    assert record(talk).reminders == () or record(talk).reminders[0].paused


def test_numbers_mean_the_buttons_last_shown(talk: Talk) -> None:
    """A number after an answer without buttons does not press a button that scrolled away unseen."""
    talk.say(WISH)
    talk.say("thanks")
    talk.say("1")
    # The proposal's buttons are the last that were shown: pressing the first accepts.
    assert record(talk).pathway is not None


def test_hours_are_hours(talk: Talk) -> None:
    """Asked how many hours, "5" is five hours and not the fifth button."""
    talk.say("I want to be a data analyst by June, 300 dollars")
    talk.say("5")
    assert dialogue(talk).wish.hours == 5.0


def test_free_only_is_not_asked_again(talk: Talk) -> None:
    """ "free only" answers the question about money."""
    talk.say("I want to be a data analyst by September, 5 hours a week")
    text = plain(talk.say("free only"))
    assert en.ASK_BUDGET not in text
    assert en.ASSUME_BUDGET not in text


def test_a_change_of_mind_after_progress_keeps_the_progress(talk: Talk) -> None:
    """Hours that were studied are not planned again when only the weekly hours change."""
    talk.say("I want to be a cloud security engineer by June, 6 hours a week, 800 dollars, I have Security+")
    talk.say("accept")
    pathway = record(talk).pathway
    assert pathway is not None
    talk.say("studied 40 hours")
    talk.say("make it 8 hours a week")
    proposal = dialogue(talk).proposal
    assert proposal is not None
    assert json.loads(proposal)["request"]["studied"] == {pathway.steps[0].credential: 160}


def test_declining_a_swap_takes_the_exclusion_back(talk: Talk) -> None:
    """What was only tried out is not remembered."""
    talk.say("I want to be a data engineer by October, 8 hours a week, 600 dollars, I know Python and SQL")
    talk.say("swap")
    talk.say("1")
    talk.say("no")
    assert dialogue(talk).wish.excluded == ()


def test_the_open_options_survive_a_side_question(talk: Talk) -> None:
    """Asked which role is meant, another question does not lose the choice."""
    talk.say("I want to switch to cybersecurity within a year, 7 hours per week, up to $1.2k")
    options = dialogue(talk).wish.role_options
    assert options
    talk.say("is that realistic?")
    assert dialogue(talk).wish.role_options == options
    talk.say("what would I earn?")
    assert dialogue(talk).wish.role_options == options


@pytest.mark.parametrize("said", ["what is CISM?", "help", "who sees this?", "thanks", "asdf qwerty", "why not CISSP?"])
def test_the_open_question_comes_back(talk: Talk, said: str) -> None:
    """A side question is answered, and the open question is asked again."""
    talk.say("I want to be a data analyst")
    assert en.ASK_HOURS[1:] in plain(talk.say(said))
    assert dialogue(talk).asking == "hours"


def test_show_all_shows_the_whole_proposal(talk: Talk) -> None:
    """What the proposal promises with “show all” is there before accepting."""
    talk.say("I want to be a security architect by end of 2027, 10 hours a week, no limit, 8 years in IT")
    text = plain(talk.say("show all"))
    assert "6 ○" in text or "Then " not in text
    assert "○" in text


def test_every_answer_has_a_summary_and_some_text(talk: Talk) -> None:
    """No message is answered with nothing."""
    for said in ("hi", WISH, "why", "7", "99", "accept", "1", "progress", "done", "swap", "lift x", "lift only:free"):
        reply = talk.say(said)
        assert reply.summary
        assert plain(reply).strip()


WEIRD = [
    "\udcff data analyst",
    "\x00",
    "\x1b[2J\x1b[31mred",
    "‮evil",
    "I want to be a \x1b[31mwizard\x1b[0m",
    "￿",
    "🏳️‍🌈" * 200,
    "lift ",
    "lift constraint:;;",
    "lift only",
    "lift language",
    "lift goal:1",
    "include ",
    "why not ?",
    "passed passed passed",
    "I'm 999999999999 weeks late",
    "studied 1e99 hours",
    "studied 0 hours",
    "studied 99999999999999999999 hours",
    "in 999999 years",
    "by 31 June",
    "by 2027-13-45",
    "passed CCNA on 29 February",
    "budget 99999999999999999999999 dollars",
    "1e5 hours a week",
    "٣ hours a week",
    "②",
    "１２",
    "%s %d {text} {0}",
    "<script>alert(1)</script>",
    "a" * 1999,
    "data analyst " * 100,
    "\n\n\n",
    "I want\nto be\na data analyst",
]


@pytest.mark.parametrize("said", WEIRD, ids=range(len(WEIRD)))
@pytest.mark.parametrize("stage", ["fresh", "asked", "proposed", "accepted"])
def test_no_message_crashes(stage: str, said: str, talk: Talk) -> None:
    """Whatever is said at whatever moment is answered with words, and without control characters."""
    for line in {"fresh": [], "asked": ["data analyst"], "proposed": [WISH], "accepted": [WISH, "accept"]}[stage]:
        talk.say(line)
    reply: Reply = talk.say(said)
    assert reply.summary
    shown = plain(reply)
    assert not set(shown) & {"\x00", "\x1b", "\x07", "‮"}


def test_a_check_in_after_long_silence_counts_as_heard_when_the_person_writes(
    real_catalog: Catalog, real_finder: Finder, tmp_path: Path
) -> None:
    """Somebody who keeps writing is not somebody who ignores."""
    clock = SetClock(NOW)
    talk = talk_with(real_catalog, real_finder, tmp_path, clock)
    talk.say(WISH)
    talk.say("accept")
    for _ in range(6):
        clock.at += timedelta(days=7)
        talk.due(lambda reply: None)
        talk.say("show my plan")
    assert not record(talk).reminders[0].paused


def test_a_named_credential_is_the_one_that_is_meant(talk: Talk) -> None:
    """Not having passed what was named never fails the step at hand."""
    talk.say("I want to be a network engineer by next December, 5 hours a week, 600 dollars")
    talk.say("accept")
    talk.say("I passed Network+")
    talk.say("actually I didn't pass Network+")
    after = record(talk)
    assert after.pathway is not None
    assert [s.status for s in after.pathway.steps if s.credential != "comptia-network-plus"].count("failed") == 0
    talk.say("studied 2 hours for OSCP")
    steps = record(talk).pathway
    assert steps is not None
    assert all(s.logged_quarter_hours == 0 for s in steps.steps if s.credential != "offsec-oscp")


@pytest.mark.parametrize("wish", ["I want to get OSCP by May, 6 hours a week, 2000 dollars"])
def test_every_number_in_a_refusal_gives_a_plan(wish: str, talk: Talk) -> None:
    """What is offered as a way out is one."""
    first = talk.say(wish)
    ways = [c for b in first.blocks if isinstance(b, Choices) for c in b.choices]
    assert ways
    for n in range(1, len(ways) + 1):
        talk.say("start over")
        talk.say(wish)
        talk.say(str(n))
        assert dialogue(talk).proposal is not None, ways[n - 1].label


def test_a_required_experience_is_said(talk: Talk) -> None:
    """A plan for CISSP says that CISSP asks for five years, when none were told."""
    text = plain(talk.say("I want to get CISSP within a year, 8 hours a week, 1000 dollars"))
    step, _, rest = text.partition("[1]")
    assert "5 years" in step.replace("\n", " ").replace("“5 years in IT”", "")
    del rest


def test_a_started_step_stays_first(talk: Talk) -> None:
    """After 40 hours into a step, a changed plan does not begin with another one."""
    talk.say("I want to be a cloud security engineer by June, 6 hours a week, 800 dollars, I have Security+")
    talk.say("accept")
    started = record(talk).pathway
    assert started is not None
    talk.say("studied 40 hours")
    talk.say("make it 8 hours a week")
    talk.say("accept")
    after = record(talk).pathway
    assert after is not None
    assert after.steps[0].credential == started.steps[0].credential


def test_money_that_was_spent_stays_spent(talk: Talk) -> None:
    """What a passed exam cost is still gone after the rest was planned anew and accepted."""
    talk.say("I want to be a cloud security engineer by end of 2027, 6 hours a week, 1500 dollars, include CCSK")
    talk.say("accept")
    talk.say("I passed CCSK")
    talk.say("make it 5 hours a week")
    first = dialogue(talk).proposal
    talk.say("accept")
    talk.say("make it 7 hours a week")
    second = dialogue(talk).proposal
    assert first is not None
    assert second is not None
    left = json.loads(first)["request"]["budget"]
    assert left["amount"] < 1500
    assert json.loads(second)["request"]["budget"] == left


def test_failing_what_was_recorded_as_passed_takes_it_back(talk: Talk) -> None:
    """A credential is never both failed and held."""
    talk.say("I want to be a cloud security engineer by June, 6 hours a week, 800 dollars, I have Security+")
    talk.say("I passed CCSK")
    talk.say("accept")
    talk.say("I failed CCSK")
    assert "csa-ccsk" not in [a.credential for a in record(talk).achievements]
