"""The brain over the store: retries, undo, forget, and what must never happen without a yes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.console.talk import Talk
from adapters.store.memory import MemoryLearners
from bot.intents import Intent
from bot.messages import Person
from bot.records import LearnerRecord
from bot.turn import Outcome, Turn
from bot.wording import en
from knowledge.catalog import Catalog
from knowledge.finder import Finder
from tests.bot.stored import WISH, record


def meddle(talk: Talk, monkeypatch: pytest.MonkeyPatch, times: int) -> list[int]:
    """Somebody else saves the record while the assistant thinks, the first `times` times."""
    think: Callable[[Turn, Intent], Outcome] = talk.assistant._think
    seen: list[int] = []

    def thinking(turn: Turn, intent: Intent) -> Outcome:
        outcome = think(turn, intent)
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
    assert [r.kind for r in after.reminders] == ["weekly-check-in", "progress-picture"]
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
