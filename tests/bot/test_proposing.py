"""From the wish to the proposal: questions, side questions, and what a proposal or a refusal says."""

import pytest

from adapters.console.talk import Talk
from adapters.console.text import plain
from bot.messages import Choices
from bot.wording import en
from tests.bot.stored import dialogue


@pytest.mark.parametrize(
    "said", ["include CISM", "add CISM", "put CISM in", "keep CCNA", "I want CISM in it", "can you include CISM?"]
)
def test_including_a_credential_keeps_the_goal(talk: Talk, said: str) -> None:
    """ "Put X in" adds to the plan; the role stays the goal."""
    talk.say("I want to be a security engineer by end of 2027, 8 hours a week, 3000 dollars, 6 years in IT")
    talk.say(said)
    assert dialogue(talk).wish.roles == ("security-engineer",)


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


def test_a_required_experience_is_said(talk: Talk) -> None:
    """A plan for CISSP says that CISSP asks for five years, when none were told."""
    text = plain(talk.say("I want to get CISSP within a year, 8 hours a week, 1000 dollars"))
    step, _, rest = text.partition("[1]")
    assert "5 years" in step.replace("\n", " ").replace("“5 years in IT”", "")
    del rest


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
