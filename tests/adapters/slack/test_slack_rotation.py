"""Tokens of 12 hours: renewed early, once, by one process; and what a tenant's token is."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from adapters.slack import SlackSettings
from adapters.slack.grants import Grants
from adapters.slack.installed import Installed, from_json, from_oauth, ids_of, tenant_of
from adapters.slack.rotation import CLAIM, EARLY, Rotation
from adapters.wire import Failure, Outcome
from tests.adapters.slack.slack_rig import NOW, SetClock, Shelf

SETTINGS = SlackSettings(client_id="1.2", client_secret="shh")
HOUR = 3600.0


@dataclass
class Exchange:
    """Slack's side: every refresh token is good once. `failure` is raised by the next exchange, before or after."""

    valid: set[str] = field(default_factory=lambda: {"r0"})
    made: int = 0
    failure: Failure | None = None
    hold: asyncio.Event | None = None
    asked: list[str] = field(default_factory=list)
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    async def exchange(self, client_id: str, client_secret: str, params: Mapping[str, str]) -> dict[str, Any]:
        self.asked.append(params["refresh_token"])
        self.begun.set()
        if self.hold is not None:
            await self.hold.wait()
        if self.failure is not None:
            raise self.failure
        if params["refresh_token"] not in self.valid:
            raise Failure(Outcome.REFUSED, "invalid_refresh_token")
        self.valid.remove(params["refresh_token"])
        self.made += 1
        self.valid.add(f"r{self.made}")
        return {"access_token": f"xoxe.xoxb-{self.made}", "refresh_token": f"r{self.made}", "expires_in": 43200}


def shelf(left: float = HOUR) -> Shelf:
    made = Shelf()
    row = Installed("", "T1", "xoxe.xoxb-0", "UBOT", refresh_token="r0", expires_at=NOW.timestamp() + left)
    assert made.save("", "T1", row.to_json(), 0)
    return made


def rotation(store: Shelf, slack: Exchange, clock: SetClock | None = None) -> Rotation:
    return Rotation(SETTINGS, slack, store, clock or SetClock())  # type: ignore[arg-type]


def read(made: Rotation) -> Installed:
    found = asyncio.run(made.read("", "T1"))
    assert found is not None
    return found


def test_a_token_that_lasts_is_left_alone() -> None:
    """Two hours before its end it is renewed."""
    slack, store = Exchange(), shelf(EARLY + 1)
    assert read(rotation(store, slack)).bot_token == "xoxe.xoxb-0"
    assert slack.asked == []
    clock = SetClock()
    clock.forward(seconds=2)
    assert read(rotation(store, slack, clock)).bot_token == "xoxe.xoxb-1"
    found = from_json("", "T1", *store.rows["", "T1"])
    assert (found.refresh_token, found.claimed_until) == ("r1", 0)
    assert found.expires_at == clock.now().timestamp() + 43200


def test_a_refresh_token_is_used_once_by_any_number_of_processes() -> None:
    """The others go on with the old token meanwhile."""

    async def run() -> None:
        slack, store = Exchange(hold=asyncio.Event()), shelf()
        first = asyncio.create_task(rotation(store, slack).read("", "T1"))
        await slack.begun.wait()
        others = await asyncio.gather(*(rotation(store, slack).read("", "T1") for _ in range(20)))
        assert {o.bot_token for o in others if o} == {"xoxe.xoxb-0"}
        assert slack.hold is not None
        slack.hold.set()
        found = await first
        assert found is not None
        assert found.bot_token == "xoxe.xoxb-1"
        assert slack.asked == ["r0"]

    asyncio.run(run())


def test_all_at_once() -> None:
    """Whoever claims first renews; nobody gets a dead token."""

    async def run() -> None:
        slack, store = Exchange(), shelf()
        found = await asyncio.gather(*(rotation(store, slack).read("", "T1") for _ in range(20)))
        assert {o.bot_token for o in found if o} <= {"xoxe.xoxb-0", "xoxe.xoxb-1"}
        assert slack.asked == ["r0"]
        assert from_json("", "T1", *store.rows["", "T1"]).refresh_token == "r1"

    asyncio.run(run())


def test_a_token_that_ended_while_another_renews_it() -> None:
    """There is nothing to go on with: later. When the other one died, the claim ends."""
    slack, store, clock = Exchange(), shelf(-1), SetClock()
    row = from_json("", "T1", *store.rows["", "T1"])
    assert store.save("", "T1", replace(row, claimed_until=NOW.timestamp() + CLAIM).to_json(), 1)
    with pytest.raises(Failure) as caught:
        read(rotation(store, slack, clock))
    assert caught.value.outcome is Outcome.LATER
    clock.forward(seconds=CLAIM + 1)
    assert read(rotation(store, slack, clock)).bot_token == "xoxe.xoxb-1"


def test_slack_does_not_answer() -> None:
    """Certainly not done: the next one may try at once. In doubt: the claim stays. The old token works meanwhile."""
    for outcome, free in ((Outcome.LATER, True), (Outcome.DOUBT, False)):
        slack, store = Exchange(failure=Failure(outcome, "x")), shelf()
        assert read(rotation(store, slack)).bot_token == "xoxe.xoxb-0"
        assert (from_json("", "T1", *store.rows["", "T1"]).claimed_until == 0) is free
        slack.failure = None
        assert read(rotation(store, slack)).bot_token == ("xoxe.xoxb-1" if free else "xoxe.xoxb-0")


def test_a_used_refresh_token_after_the_end_is_a_failure() -> None:
    """The workspace has to install again."""
    slack, store = Exchange(valid=set()), shelf(-1)
    with pytest.raises(Failure) as caught:
        read(rotation(store, slack))
    assert (caught.value.outcome, caught.value.reason) == (Outcome.REFUSED, "invalid_refresh_token")


def test_new_tokens_are_not_lost_with_the_database() -> None:
    """The old refresh token is used up, so they are kept and written as soon as that is possible."""
    slack, store = Exchange(), shelf()
    made = rotation(store, slack)
    saved = store.save

    def once(*args: Any) -> bool:
        if slack.made and not store.broken:
            store.save = saved  # type: ignore[method-assign]
            store.broken = 1
        return saved(*args)

    store.save = once  # type: ignore[method-assign]
    assert read(made).bot_token == "xoxe.xoxb-1"
    assert from_json("", "T1", *store.rows["", "T1"]).bot_token == "xoxe.xoxb-0"
    assert read(made).bot_token == "xoxe.xoxb-1"
    assert from_json("", "T1", *store.rows["", "T1"]).bot_token == "xoxe.xoxb-1"
    assert slack.asked == ["r0"]


def test_installed_again_while_it_was_renewed() -> None:
    """What was installed last counts."""

    async def run() -> None:
        slack, store = Exchange(hold=asyncio.Event()), shelf()
        first = asyncio.create_task(rotation(store, slack).read("", "T1"))
        await slack.begun.wait()
        version = store.rows["", "T1"][1]
        new = Installed("", "T1", "xoxe.xoxb-new", "UBOT", refresh_token="rn", expires_at=NOW.timestamp() + 43200)
        assert store.save("", "T1", new.to_json(), version)
        assert slack.hold is not None
        slack.hold.set()
        found = await first
        assert found is not None
        assert found.bot_token == "xoxe.xoxb-new"
        assert from_json("", "T1", *store.rows["", "T1"]).bot_token == "xoxe.xoxb-new"

    asyncio.run(run())


def test_tenants_are_kept_apart() -> None:
    """A workspace, one of a Grid, and a whole organisation are three tenants."""
    names = [tenant_of("", "T1"), tenant_of("E1", "T1"), tenant_of("E1", "")]
    assert names == ["slack:-:T1", "slack:E1:T1", "slack:E1:-"]
    assert [ids_of(n) for n in names] == [("", "T1"), ("E1", "T1"), ("E1", "")]
    with pytest.raises(ValueError, match="not a Slack tenant"):
        ids_of("telegram:1:2")


def test_what_oauth_answers() -> None:
    """With a team, or for a whole organisation; without a token it is nothing."""
    answer = {"access_token": "xoxb-1", "bot_user_id": "UBOT", "team": {"id": "T1"}, "enterprise": None}
    assert from_oauth(answer, NOW) == Installed("", "T1", "xoxb-1", "UBOT")
    wide = {**answer, "team": None, "enterprise": {"id": "E1"}, "is_enterprise_install": True, "expires_in": 43200}
    assert from_oauth(wide, NOW) == Installed("E1", "", "xoxb-1", "UBOT", expires_at=NOW.timestamp() + 43200)
    for bad in ({**answer, "access_token": None}, {**answer, "team": None}, {}):
        with pytest.raises(ValueError, match="no installation"):
            from_oauth(bad, NOW)
    assert "xoxb-1" not in repr(from_oauth(answer, NOW))


def test_a_grant_is_remembered_for_a_minute() -> None:
    """So that another process's uninstall is noticed, and two tenants never see each other's token."""

    async def run() -> None:
        store, clock = Shelf(), SetClock()
        for team in ("T1", "T2"):
            store.save("", team, Installed("", team, f"xoxb-{team}", "UBOT").to_json(), 0)
        grants = Grants(SETTINGS, Exchange(), store, clock)  # type: ignore[arg-type]
        assert (await grants.of("slack:-:T1")).token == "xoxb-T1"
        found = await grants.at("", "T2", wide=False)
        assert found is not None
        assert (found.token, found.tenant) == ("xoxb-T2", "slack:-:T2")
        assert await grants.at("E1", "T2", wide=False) is None
        assert await grants.at("", "T2", wide=True) is None
        store.remove("", "T1")
        assert (await grants.of("slack:-:T1")).token == "xoxb-T1"
        clock.forward(seconds=61)
        with pytest.raises(Failure, match="not_installed"):
            await grants.of("slack:-:T1")

    asyncio.run(run())


def test_a_token_that_another_process_renewed() -> None:
    """A refused token is looked up anew; whether there is another one decides about trying again."""

    async def run() -> None:
        store, bad = Shelf(), Failure(Outcome.REFUSED, "token_revoked")
        store.save("", "T1", Installed("", "T1", "xoxb-old", "UBOT").to_json(), 0)
        grants = Grants(SETTINGS, Exchange(), store, SetClock())  # type: ignore[arg-type]
        old = await grants.of("slack:-:T1")
        assert not await grants.again(old, bad)
        store.save("", "T1", Installed("", "T1", "xoxb-new", "UBOT").to_json(), 1)
        assert not await grants.again(old, Failure(Outcome.REFUSED, "invalid_blocks"))
        assert await grants.again(old, bad)
        assert (await grants.of("slack:-:T1")).token == "xoxb-new"

    asyncio.run(run())
