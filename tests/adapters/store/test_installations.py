"""Where a Slack app was installed: found, refreshed by one, removed; states that are used once; tokens sealed."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from mail_records import event, put
from store_records import NOW

from adapters.store.installations import Installation, Installations
from bot.errors import StaleRecord

TOKEN = "xoxb-2233-" + "zarquon" * 3
TEAM = Installation("", "T1", "T1", False, "sealed", "U0BOT", NOW)
MINUTES = timedelta(minutes=1)


@pytest.fixture
def installations(database):
    return Installations(database)


def test_an_installation_is_found_again(installations):
    """By enterprise and team; another team has none."""
    saved = installations.save(TEAM)
    assert saved == replace(TEAM, version=saved.version)
    assert saved.version > 0
    assert installations.find("", "T1") == saved
    assert installations.find("", "T2") is installations.find("E1", "T1") is None


def test_a_whole_enterprise_counts_for_its_teams(installations):
    """A team's own installation comes first."""
    org = installations.save(Installation("E1", "", "E1", True, "org", "UORG", NOW))
    own = installations.save(Installation("E1", "T1", "E1", False, "own", "UOWN", NOW))
    assert installations.find("E1", "T1") == own
    assert installations.find("E1", "T2") == installations.find("E1", "") == org
    assert installations.find("", "T2") is installations.find("E2", "T2") is None
    installations.remove("E1", "T1")
    assert installations.find("E1", "T1") == org


def test_one_refresher_wins(database):
    """Of eight that refresh the same version one is kept, the others are told."""
    first = Installations(database).save(TEAM)

    def refresh(i):
        try:
            return Installations(database).save(replace(first, sealed=f"new {i}"))
        except StaleRecord:
            return None

    with ThreadPoolExecutor(8) as pool:
        kept = [saved for saved in pool.map(refresh, range(8)) if saved]
    assert len(kept) == 1
    assert Installations(database).find("", "T1") == kept[0]


def test_installing_again_wins_over_a_refresh_under_way(installations):
    """A new installation replaces whatever is there; who still holds the old one cannot write."""
    old = installations.save(TEAM)
    new = installations.save(replace(TEAM, sealed="again"))
    assert installations.find("", "T1") == new
    with pytest.raises(StaleRecord):
        installations.save(replace(old, sealed="late"))
    installations.remove("", "T1")
    with pytest.raises(StaleRecord):
        installations.save(replace(new, sealed="later"))
    assert installations.find("", "T1") is None
    installations.save(TEAM)
    with pytest.raises(StaleRecord):
        installations.save(replace(old, sealed="much later"))


def test_many_install_at_once(database):
    """One of them is kept, whole; nobody gets an error of the database."""
    with ThreadPoolExecutor(8) as pool:
        saved = list(pool.map(lambda i: Installations(database).save(replace(TEAM, sealed=f"s{i}")), range(8)))
    assert Installations(database).find("", "T1") in saved


def test_a_state_is_good_once_for_ten_minutes(installations):
    """Unknown, used and old ones are refused; one does not use up another."""
    one, two, three = (installations.issue(NOW) for _ in range(3))
    assert len({one, two, three}) == 3
    assert installations.consume(one, NOW + 9 * MINUTES)
    assert not installations.consume(one, NOW + 9 * MINUTES)
    assert not installations.consume(two, NOW + 10 * MINUTES)
    assert not installations.consume("guess", NOW)
    assert not installations.consume("\ud800", NOW)
    installations.issue(NOW + 20 * MINUTES)  # what is over is deleted on the way
    assert not installations.consume(three, NOW)


def test_a_state_used_by_many_at_once_is_good_once(database):
    """Whoever copied the address gets nothing."""
    state = Installations(database).issue(NOW)
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: Installations(database).consume(state, NOW), range(8))) == 1


def test_erasing_a_tenant_takes_its_installation_along(database):
    """With everything else of the workspace; the other workspace stays."""
    kept = Installations(database)
    kept.save(TEAM)
    other = kept.save(replace(TEAM, team="T2", tenant="T2"))
    put(database, event(tenant="T1"))
    database.erase("T1")
    assert kept.find("", "T1") is None
    assert kept.find("", "T2") == other


def seal_with(tmp_path):
    from adapters.sealing import Seal
    from adapters.settings import Settings

    return Seal.from_settings(Settings(), tmp_path / "home")


@pytest.mark.parametrize("sealed", [True, False])
def test_tokens_are_not_in_the_file(sql, file, tmp_path, sealed):
    """Nor are states. The same token unsealed would be found, so the search means something."""
    (tmp_path / "home").mkdir()
    seal = seal_with(tmp_path)
    kept = Installations(sql)
    kept.save(replace(TEAM, sealed=seal.seal(TOKEN) if sealed else TOKEN))
    state = kept.issue(NOW)
    content = b"".join(f.read_bytes() for f in file.parent.iterdir() if f.is_file())
    assert (TOKEN.encode() in content) is not sealed
    assert state.encode() not in content
    if sealed:
        assert seal.open(kept.find("", "T1").sealed) == TOKEN
