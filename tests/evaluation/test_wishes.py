"""40 wishes, written before anything was tuned: how many end in a plan within three questions?

./dev evaluate prints the table. Questions are answered as the person would: the role meant when it is offered, else
the first one; 5 hours a week, 800 dollars, in 12 months when the wish does not say.
"""

from pathlib import Path

import pytest

from adapters.console.talk import Talk
from bot.goals import with_wish
from bot.messages import Choices, Heading
from bot.records import GoalRecord
from bot.requests import pathway_from_text, request_for
from bot.turn import Dialogue
from knowledge.catalog import Catalog
from knowledge.finder import Finder
from planner.pathway import Status
from planner.plan import plan
from planner.wire import request_from, request_to
from tests.conftest import NOW, talk_with

FOLDER = Path(__file__).parent
ANSWERS = {"hours": "5 hours a week", "budget": "800 USD", "by": "in 12 months"}
LEAST = 34
RIGHT = {"wishes.tsv": 34, "wishes_later.tsv": 30}
"""Plans for the role that was meant. Before any tuning on it the second set had 29 (and 35 plans in all)."""


def dialogue(talk: Talk) -> Dialogue:
    """The state of the conversation."""
    with talk.store.begin() as work:
        record = work.learners.find(talk.person)
        assert record is not None
        return Dialogue.from_json(work.dialogues.load(record.tenant, record.key, talk.person.id))


def planned_again(talk: Talk, state: Dialogue) -> Status:
    """What `credpath plan` says of the request behind a refusal: through its JSON, without the chat."""
    with talk.store.begin() as work:
        record = work.learners.find(talk.person)
    assert record is not None
    goals = tuple(GoalRecord(role, state.wish.by) for role in state.wish.roles)
    catalog = talk.assistant._catalog
    request = request_for(with_wish(record, state.wish), goals, NOW.date(), catalog)
    return plan(catalog, request_from(request_to(request))).status


def outcome(talk: Talk, wish: str, expected: set[str]) -> tuple[str, tuple[str, ...], int]:
    """(plan, refused or lost; the roles understood; how many questions were asked)."""
    reply, asked = talk.say(wish), 0
    while asked <= 3:
        state = dialogue(talk)
        if state.proposal:
            pathway = pathway_from_text(state.proposal)
            again = plan(talk.assistant._catalog, pathway.request)
            assert again == pathway
            assert any(isinstance(b, Heading) for b in reply.blocks)
            return "plan", state.wish.roles, asked
        if state.refusal:
            assert planned_again(talk, state) is Status.INFEASIBLE
            return "refused", state.wish.roles, asked
        if state.asking is None:
            return "lost", state.wish.roles, asked
        asked += 1
        choices = next((b for b in reply.blocks if isinstance(b, Choices)), None)
        meant = {talk.assistant._catalog.occupations[r].name for r in expected}
        offered = [c.says for c in choices.choices] if choices else ["skip"]
        said = ANSWERS.get(state.asking) or next((o for o in offered if o in meant), offered[0])
        reply = talk.say(said)
    return "too many questions", (), asked


@pytest.mark.evaluation
@pytest.mark.parametrize("file", ["wishes.tsv", "wishes_later.tsv"])
def test_wishes(file: str, real_catalog: Catalog, real_finder: Finder, tmp_path: Path) -> None:
    """At least 34 of the 40 wishes end in a plan within three questions; the rest are told why not."""
    ends: list[str] = []
    for line in (FOLDER / file).read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        wish, expected = line.split("\t")[:2]
        end, roles, asked = outcome(talk_with(real_catalog, real_finder, tmp_path), wish, set(expected.split("|")))
        right = bool(set(roles) & set(expected.split("|")))
        ends.append(end if right or end != "plan" else "other role")
        print(f"{end:8} {asked} {'ok ' if right else '?? '} {','.join(roles):44} {wish[:90]}")  # noqa: T201
    counts = {end: ends.count(end) for end in sorted(set(ends))}
    print(counts)  # noqa: T201
    assert counts.get("plan", 0) + counts.get("other role", 0) >= LEAST
    assert counts.get("plan", 0) >= RIGHT[file]
    assert "too many questions" not in counts


def test_refusals_are_infeasible(real_catalog: Catalog, real_finder: Finder, tmp_path: Path) -> None:
    """An impossible wish is refused because the planner says INFEASIBLE, and offers a way that works."""
    talk = talk_with(real_catalog, real_finder, tmp_path)
    reply = talk.say("I want to get CISSP in 2 weeks, 1 hour a week, 50 dollars, 5 years in IT")
    assert dialogue(talk).refusal
    ways = next(b for b in reply.blocks if isinstance(b, Choices))
    assert ways.choices
    talk.say(ways.choices[0].says)
    state = dialogue(talk)
    assert state.proposal
    assert pathway_from_text(state.proposal).status is Status.PROVEN
