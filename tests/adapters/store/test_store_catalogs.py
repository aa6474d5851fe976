"""What tenants imported: versions in order, apart from each other, and never two of the same number."""

from dataclasses import replace
from datetime import timedelta

import pytest
from store_records import NOW

from adapters.store.catalogs import Catalogs, Overlay
from adapters.store.overlaid import mark
from bot.errors import BadRequest, StaleRecord

LIST = Overlay("acme", "list", "csv", "list.csv", "00ff", '{"a": "ü ✓"}', NOW)


@pytest.fixture
def catalogs(database):
    return Catalogs(database)


def keep(catalogs, overlay):
    return catalogs.keep(overlay, catalogs.mark(overlay.tenant))


def test_versions_count_up_and_the_newest_is_current(catalogs):
    """Every version stays readable; imports keep the order of their first version."""
    first = keep(catalogs, LIST)
    other = keep(catalogs, replace(LIST, label="other"))
    second = keep(catalogs, replace(LIST, document="{}", imported_at=NOW + timedelta(days=1)))
    assert (first, second.version, other.version) == (replace(LIST, version=1), 2, 1)
    assert catalogs.current("acme") == [second, other]
    assert catalogs.history("acme", "list") == [first, second]


def test_tenants_are_apart(catalogs):
    """Reading, marks, removing and erasing."""
    mine = keep(catalogs, LIST)
    theirs = keep(catalogs, replace(LIST, tenant="umbrella"))
    assert (catalogs.current("acme"), catalogs.current("umbrella")) == ([mine], [theirs])
    assert catalogs.remove("acme", "list") == 1
    assert catalogs.remove("acme", "list") == 0
    assert (catalogs.current("acme"), catalogs.mark("acme")) == ([], ())
    assert catalogs.current("umbrella") == [theirs]
    catalogs._store.erase("umbrella")
    assert catalogs.current("umbrella") == []


def test_a_mark_changes_with_every_change(catalogs):
    """A new version, another import, a removal, and an import of the same name after it."""
    seen = [catalogs.mark("acme")]
    for change in (
        lambda: keep(catalogs, LIST),
        lambda: keep(catalogs, LIST),
        lambda: keep(catalogs, replace(LIST, label="b")),
        lambda: catalogs.remove("acme", "b"),
        lambda: catalogs.remove("acme", "list"),
        lambda: keep(catalogs, LIST),
    ):
        change()
        seen.append(catalogs.mark("acme"))
    assert len({*seen[1:4], *seen[6:]}) == 4
    assert seen[4] == seen[2]  # without "b" it is what it was before "b"
    assert seen[5] == seen[0] == ()


def test_two_that_saw_the_same_do_not_both_write(catalogs):
    """The second one was made over a catalog that is no more."""
    seen = catalogs.mark("acme")
    keep(catalogs, LIST)
    with pytest.raises(StaleRecord):
        catalogs.keep(replace(LIST, label="late"), seen)
    assert [o.label for o in catalogs.current("acme")] == ["list"]


def test_what_cannot_be_stored_is_refused(catalogs):
    """As everywhere in the store."""
    with pytest.raises(BadRequest):
        keep(catalogs, replace(LIST, file="a\x00b"))
    assert catalogs.current("acme") == []


def test_a_file_tells_its_mark_without_the_store(sql, file, tmp_path):
    """The same mark as the store's; none for no file, no database or one without the table."""
    kept = Catalogs(sql)
    assert mark(file, "acme") == ()
    keep(kept, LIST)
    keep(kept, LIST)
    assert mark(file, "acme") == kept.mark("acme") != ()
    assert mark(file, "umbrella") == ()
    assert mark(tmp_path / "nothing.db", "acme") == ()
    (tmp_path / "junk.db").write_bytes(b"junk" * 500)
    assert mark(tmp_path / "junk.db", "acme") == ()
    assert not (tmp_path / "nothing.db").exists()
