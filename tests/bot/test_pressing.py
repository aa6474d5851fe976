"""Buttons through inbox, assistant and outbox: whose they are, until when, and for which plan."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.doorway import Doorway
from bot.messages import Person
from bot.pressing import LENGTH, LIFE, mint, page
from bot.wording import chat
from knowledge.catalog import Catalog
from knowledge.finder import Finder
from tests.adapters.mail import ANA, Stage, event, run

WISH = "I want to be a cloud security engineer by June, 6 hours a week, 800 dollars, I have Security+"


class Chat:
    """A conversation with the real assistant on the in-memory store, over a recorded platform."""

    def __init__(self, catalog: Catalog, finder: Finder) -> None:
        self.stage = stage = Stage()

        def bring(person: Person, document: Any, at: object, address: object) -> None:
            raise AssertionError

        real = Assistant(catalog, finder, stage.store, stage.clock, lambda tenant, key: {"key": key}, bring)
        stage.echo = real  # type: ignore[assignment]
        stage.doorway = Doorway(real, catalog, stage.store, stage.clock)
        self._n = 0
        self._tokens: dict[str, str] = {}

    def say(self, text: str = "", **changes: Any) -> str:
        """What is answered."""
        self._n += 1
        before = len(self.stage.platform.tried)

        async def story() -> None:
            await self.stage.intake.put([event(self._n, text, **changes)])
            await self.stage.round()
            self.stage.later(seconds=20)

        run(story())
        new = self.stage.platform.tried[before:]
        return " ".join(" ".join(str(c.params["text"]).split()) for c in new if c.params["kind"] != "edit")

    def press(self, token: str, **changes: Any) -> str:
        return self.say(kind="press", token=token, **changes)

    def button(self, label: str) -> str:
        """The token of the newest button with this label."""
        with self.stage.store.begin() as work:
            rows = [work.outbox.get("home", f"re:slack:Ev{n}") for n in range(self._n, 0, -1)]
        for row in rows:
            for block in json.loads(row.body)["blocks"] if row else ():
                for choice in block.get("choices", ()):
                    if choice["label"] == label:
                        return str(choice["token"])
        raise LookupError(label)

    def record(self) -> Any:
        with self.stage.store.begin() as work:
            return work.learners.find(ANA)


@pytest.fixture
def talk_(real_catalog: Catalog, real_finder: Finder) -> Chat:
    made = Chat(real_catalog, real_finder)
    assert "Your path to" in made.say(WISH)
    return made


def test_tokens_fit_every_wire() -> None:
    tokens = {mint() for _ in range(1000)}
    assert len(tokens) == 1000
    assert {len(t.encode()) for t in tokens} == {LENGTH}
    token = mint()
    assert page(token) == (token, -1)
    assert page(f"{token}:12") == (token, 12)
    assert page(f"{token}:x")[1] == page(f"{token}:99999")[1] == -1


def test_a_press_is_what_it_says_and_is_marked(talk_: Chat) -> None:
    token = talk_.button("Accept")
    assert "your plan is set" in talk_.press(token)
    edits = [c for c in talk_.stage.platform.tried if c.params["kind"] == "edit"]
    assert len(edits) == 1
    assert "✓ Accept" in edits[0].params["text"]
    assert edits[0].params["tokens"] == []
    before = talk_.record()
    assert chat.ANSWERED.format(label="Accept").split("“")[0].strip() in talk_.press(token)
    assert talk_.record() == before


def test_a_redelivered_press_counts_once(talk_: Chat) -> None:
    token = talk_.button("Accept")
    talk_.press(token)
    version = talk_.record().version
    talk_._n -= 1
    assert talk_.press(token) == ""
    assert talk_.record().version == version


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"person": replace(ANA, id="U2", name="Bo")}, chat.NOT_YOURS),
        ({"person": replace(ANA, tenant="other")}, chat.TOO_OLD),
    ],
    ids=["stranger", "other-tenant"],
)
def test_only_the_person_may_press(talk_: Chat, changes: dict[str, Any], says: str) -> None:
    assert says in talk_.press(talk_.button("Accept"), conversation="C1", kind_of_place="channel", **changes)
    assert talk_.record().pathway is None
    assert "your plan is set" in talk_.press(talk_.button("Accept"))  # and the person still may


def test_a_made_up_token_and_an_old_one_do_nothing(talk_: Chat) -> None:
    assert chat.TOO_OLD in talk_.press(mint())
    token = talk_.button("Accept")
    talk_.stage.clock.at += LIFE + timedelta(days=1)
    assert chat.TOO_OLD in talk_.press(token)
    assert talk_.record().pathway is None


def test_a_button_of_an_earlier_plan_lapses(talk_: Chat) -> None:
    old = talk_.button("Accept")
    assert "Your path to" in talk_.say("no, 5 hours")
    assert chat.LAPSED in talk_.press(old)
    assert talk_.record().pathway is None
    assert "your plan is set" in talk_.press(talk_.button("Accept"))
    assert talk_.record().profile.hours_per_week == 5


def test_a_page_is_turned_in_place(talk_: Chat) -> None:
    talk_.say("which certs for data engineering?")
    row = talk_.stage.queued(f"re:slack:Ev{talk_._n}")
    pages = json.loads(row.body)["pages"]
    assert talk_.press(f"{pages}:1") == ""
    last = talk_.stage.platform.tried[-1]
    assert last.params["kind"] == "edit"
    assert last.params["page"] == 1
    assert last.params["edits"] == row.receipts.split()
    assert talk_.say("undo") != ""  # turning a page is nothing to take back


def test_forgetting_takes_the_place_and_every_token_along(talk_: Chat) -> None:
    token = talk_.button("Accept")
    talk_.say("forget me")
    assert "deleted" in talk_.say("yes")
    with talk_.stage.store.begin() as work:
        assert work.learners.find(ANA) is None
        assert work.places.find("home", "slack", "D1") is None
        assert work.actions.find("home", token) is None
    assert "plan the credentials" in talk_.say("hello")
