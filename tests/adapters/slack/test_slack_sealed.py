"""The real store and the real seal behind the adapter: what is written cannot be read, and one of two writers wins."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from adapters.sealing import Seal
from adapters.slack.grants import Grants
from adapters.slack.install import LIFE
from adapters.slack.installed import Installed, from_json
from adapters.slack.sealed import Sealed
from adapters.store import open_store
from adapters.store.installations import Installation, Installations
from adapters.wire import Failure, Outcome
from tests.adapters.slack.slack_rig import SetClock
from tests.adapters.slack.test_slack_rotation import SETTINGS, Exchange


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "credpath.db"


@pytest.fixture
def sealed(path: Path) -> Iterator[Sealed]:
    store = open_store(path)
    yield Sealed(Installations(store), Installation, Seal(Fernet.generate_key().decode()), SetClock())
    store.close()


def put(sealed: Sealed, row: Installed) -> bool:
    return sealed.save(row.enterprise, row.team, row.to_json(), row.version)


def test_what_is_kept_comes_back_and_cannot_be_read_on_disk(sealed: Sealed, path: Path) -> None:
    """Tokens and all."""
    row = Installed("E1", "T1", "xoxe.xoxb-1-secret", "UBOT", refresh_token="xoxe-1-secret", expires_at=12.5)
    assert put(sealed, row)
    found = sealed.find("E1", "T1")
    assert found is not None
    assert from_json("E1", "T1", *found) == replace(row, version=found[1])
    raw = b"".join(p.read_bytes() for p in path.parent.iterdir() if p.is_file())
    assert b"secret" not in raw
    assert b"UBOT" in raw  # the twin: what is not sealed is there to be seen


def test_one_of_two_writers_wins(sealed: Sealed) -> None:
    """The other one is told."""
    row = Installed("", "T1", "xoxb-1")
    assert put(sealed, row)
    first = sealed.find("", "T1")
    assert first is not None
    assert put(sealed, replace(row, bot_token="xoxb-2", version=first[1]))
    assert not put(sealed, replace(row, bot_token="xoxb-3", version=first[1]))
    found = sealed.find("", "T1")
    assert found is not None
    assert (found[0]["bot_token"], found[1]) == ("xoxb-2", first[1] + 1)


def test_an_organisation_is_not_one_of_its_workspaces(sealed: Sealed) -> None:
    """Each is a tenant of its own; removing one leaves the other."""
    assert put(sealed, Installed("E1", "", "xoxb-wide"))
    assert sealed.find("E1", "T1") is None
    assert put(sealed, Installed("E1", "T1", "xoxb-one"))
    sealed.remove("E1", "")
    assert sealed.find("E1", "") is None
    assert sealed.find("E1", "T1") is not None


def test_a_state_is_good_once_for_ten_minutes(sealed: Sealed) -> None:
    """As the install flow needs it."""
    clock = SetClock()
    state, late = (sealed.issue_state(clock.now()) for _ in range(2))
    assert not sealed.consume_state("forged", clock.now())
    clock.forward(seconds=LIFE - 1)
    assert sealed.consume_state(state, clock.now())
    assert not sealed.consume_state(state, clock.now())
    clock.forward(seconds=2)
    assert not sealed.consume_state(late, clock.now())


def test_another_key_is_a_failure_that_sends_nothing(sealed: Sealed) -> None:
    """The message waits until the key is back."""
    assert put(sealed, Installed("", "T1", "xoxb-1"))
    other = replace(sealed, sealer=Seal(Fernet.generate_key().decode()))

    async def token(store: Sealed) -> str:
        grants = Grants(SETTINGS, Exchange(), store, SetClock())  # type: ignore[arg-type]
        return (await grants.of("slack:-:T1")).token

    with pytest.raises(Failure) as caught:
        asyncio.run(token(other))
    assert (caught.value.outcome, caught.value.reason) == (Outcome.LATER, "WrongKey")
    assert asyncio.run(token(sealed)) == "xoxb-1"
