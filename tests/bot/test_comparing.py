"""Other plans in a conversation: the table on every surface, and what is said when there is none."""

import html
import json

from adapters.console.talk import Talk
from adapters.console.text import plain
from adapters.slack.render import rendered
from adapters.telegram.render import parts, payload
from bot.messages import Choices, Reply, Table
from bot.requests import pathway_from_text
from bot.wording import en
from bot.wording import plans as words
from knowledge.catalog import Catalog
from planner.alternatives import alternatives
from planner.plan import plan
from tests.bot.stored import dialogue

WISH = "I want to become a penetration tester before September 2027, 6 hours a week, $1500"


def _table(reply: Reply) -> Table:
    return next(block for block in reply.blocks if isinstance(block, Table))


def test_plans_side_by_side_on_every_surface(talk: Talk, real_catalog: Catalog) -> None:
    """The figures are those of the plans, and all of them can be read in the terminal, on Slack and on Telegram."""
    talk.say(WISH)
    reply = talk.say("compare the plans")
    table = _table(reply)
    best = pathway_from_text(str(dialogue(talk).proposal))
    others = alternatives(real_catalog, best.request, best)
    made = [best, *[one.pathway for one in others if one.same is None]]
    assert len(made) >= 3
    assert table.head == ("", words.RECOMMENDED, *[words.HEADS[one.aim] for one in others if one.same is None])
    steps = next(row for row in table.rows if row[0] == words.ROWS[-1])
    assert steps[1:] == tuple(str(len(one.steps)) for one in made)
    money = next(row for row in table.rows if row[0] == words.ROWS[0])
    assert money[1:] == tuple(f"${one.cents / 100:,.2f}".removesuffix(".00") for one in made)
    shown = (
        plain(reply, 200),
        json.dumps(rendered(reply).messages, ensure_ascii=False),
        html.unescape(" ".join(json.dumps(payload(part), ensure_ascii=False) for part in parts(reply))),
    )
    for text in shown:
        missing = [cell for row in (table.head, *table.rows) for cell in row if cell not in text]
        assert missing == []


def test_yours_is_marked_when_it_is_not_the_recommended_one(talk: Talk) -> None:
    """An alternative that is taken keeps its column, and no button leads back to it."""
    talk.say(WISH)
    talk.say("cheaper")
    reply = talk.say("what are the alternatives?")
    assert words.ALSO_YOURS.format(head="cheapest") in _table(reply).head
    buttons = [c.says for block in reply.blocks if isinstance(block, Choices) for c in block.choices]
    assert "cheaper" not in buttons
    assert "better recognised" in buttons
    assert talk.say("cheaper").summary.startswith("I found no cheaper plan")


def test_an_alternative_says_what_is_proven(talk: Talk) -> None:
    """The proof is of its own aim, not of the usual weighing."""
    talk.say(WISH)
    for said, better in (("faster", "is done earlier"), ("better recognised", "is clearly more recognised")):
        shown = " ".join(plain(talk.say(said), 200).split())
        assert f"and is as much to the point {better}." in shown
        assert "nothing better exists" not in shown


def test_without_a_plan_there_is_nothing_to_compare(talk: Talk) -> None:
    """The same sentence as for the other questions about a plan."""
    assert talk.say("compare the plans").summary == en.NO_PLAN
    assert talk.say("better recognised").summary == en.NO_PLAN


def test_a_plan_is_planned_as_it_was_asked_for(talk: Talk, real_catalog: Catalog) -> None:
    """The recommended column is the best plan for the same request, whichever plan is at hand."""
    talk.say(WISH)
    before = _table(talk.say("compare the plans")).rows
    talk.say("faster")
    after = _table(talk.say("compare the plans")).rows
    assert [row[1] for row in after] == [row[1] for row in before]
    request = pathway_from_text(str(dialogue(talk).proposal)).request
    assert plan(real_catalog, request).steps
