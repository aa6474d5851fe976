"""After a plan was accepted: progress, spent money, results and silence count in what comes next."""

import json
from datetime import timedelta
from pathlib import Path

from adapters.app import SetClock
from adapters.console.talk import Talk
from knowledge.catalog import Catalog
from knowledge.finder import Finder
from tests.bot.stored import WISH, dialogue, record
from tests.conftest import NOW, talk_with


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


def test_failing_what_was_recorded_as_passed_takes_it_back(talk: Talk) -> None:
    """A credential is never both failed and held."""
    talk.say("I want to be a cloud security engineer by June, 6 hours a week, 800 dollars, I have Security+")
    talk.say("I passed CCSK")
    talk.say("accept")
    talk.say("I failed CCSK")
    assert "csa-ccsk" not in [a.credential for a in record(talk).achievements]


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
