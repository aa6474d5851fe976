"""The plan as a picture: the bars are the plan, and the words beside it say all of it."""

from dataclasses import replace

import pytest

from adapters.console.talk import Talk
from bot.messages import Choices, Picture, Reply
from bot.records import StepState
from bot.requests import pathway_from_text
from bot.views.pictures import coverage, studied, timeline
from bot.wording import en
from bot.wording.formats import day
from planner.pathway import Pathway
from tests.bot.stored import WISH, dialogue, record
from tests.conftest import NOW

CLOUD = "I want to be a cloud security engineer by July, 8 hours a week, 800 dollars, I have Security+"
TODAY = NOW.date()


def drawn(reply: Reply) -> list[Picture]:
    return [b for b in reply.blocks if isinstance(b, Picture)]


@pytest.fixture
def pathway(talk: Talk) -> Pathway:
    """A plan of two steps that waits for a yes."""
    talk.say(CLOUD)
    return pathway_from_text(dialogue(talk).proposal or "")


def test_a_timeline_is_the_plan(pathway: Pathway, talk: Talk) -> None:
    """Each step's days as a bar, and in the words beside it: name, days, hours, price."""
    catalog = talk.assistant._catalog
    picture = timeline(catalog, pathway, ("cloud-security-engineer",), {}, TODAY)
    assert picture.today == TODAY.toordinal()
    assert len(picture.bars) == len(pathway.steps) > 1
    for step, bar in zip(pathway.steps, picture.bars, strict=True):
        assert (bar.begin, bar.end) == (step.start.toordinal(), step.end.toordinal() + 1)
        for word in (bar.label, day(step.start), day(step.end), bar.note):
            assert word in picture.alt
    assert timeline(catalog, pathway, (), {}, TODAY.replace(year=2030)).today is None


@pytest.mark.parametrize(
    ("state", "later", "shown"),
    [
        (StepState("", "planned"), False, "planned"),
        (StepState("", "started", 8), False, "started"),
        (StepState("", "done"), True, "done"),
        (StepState("", "failed"), True, "failed"),
        (StepState("", "started"), True, "late"),
        (StepState("", "skipped"), False, "planned"),
    ],
)
def test_states(state: StepState, later: bool, shown: str, pathway: Pathway, talk: Talk) -> None:
    """Late is what is not done when its time is over; a plan that was never accepted is not late."""
    first = pathway.steps[0].credential
    today = TODAY.replace(year=2030) if later else TODAY
    states = {first: replace(state, credential=first)}
    catalog = talk.assistant._catalog
    assert timeline(catalog, pathway, (), states, today).bars[0].state == shown
    assert timeline(catalog, pathway, (), {}, TODAY.replace(year=2030)).bars[0].state == "planned"
    assert studied(catalog, pathway, states, today).bars[0].state == shown


def test_shares(pathway: Pathway, talk: Talk) -> None:
    """What the plan closes of each goal, and how far each step is."""
    catalog, first = talk.assistant._catalog, pathway.steps[0]
    covers = coverage(catalog, pathway, ("cloud-security-engineer",))
    assert covers is not None
    assert covers.bars[0].end == pathway.coverage[0].share
    assert covers.bars[0].note in covers.alt
    assert coverage(catalog, pathway, ()) is None
    half = StepState(first.credential, "started", first.quarter_hours // 2)
    bars = studied(catalog, pathway, {first.credential: half}, TODAY).bars
    assert bars[0].end == pytest.approx(0.5, abs=0.01)
    assert bars[1].end == 0
    over = replace(half, logged_quarter_hours=10**6)
    assert studied(catalog, pathway, {first.credential: over}, TODAY).bars[0].end == 1


@pytest.mark.parametrize(
    "said", ["picture", "draw my plan", "show it as a picture", "show me my plan as a picture", "Chart"]
)
def test_how_to_ask(said: str, talk: Talk) -> None:
    assert talk.say(said).summary == en.NO_PLAN
    talk.say(WISH)
    waiting = talk.say(said)
    assert en.WAITS in str(waiting.blocks)
    assert [p.chart for p in drawn(waiting)] == ["timeline", "shares"]
    assert dialogue(talk).proposal
    talk.say("accept")
    assert en.WAITS not in str(talk.say(said).blocks)
    assert record(talk).pathway is not None


def test_the_plan_offers_it(talk: Talk) -> None:
    talk.say(WISH)
    talk.say("accept")
    reply = talk.say("show my plan")
    assert "picture" in [c.says for b in reply.blocks if isinstance(b, Choices) for c in b.choices]
    assert drawn(reply) == []
