"""Sealing tokens: keys from the settings or a file, replaced, wrong or broken."""

import base64
import stat
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from adapters.sealing import Seal, UnreadableKey, WrongKey
from adapters.settings import Settings

TOKEN = "xoxb-2233-secret"
ONE, TWO = (base64.urlsafe_b64encode(bytes([n]) * 32).decode() for n in (1, 2))


def with_key(key, folder):
    return Seal.from_settings(Settings(key=None if key is None else SecretStr(key)), folder)


def test_what_is_sealed_can_be_opened(tmp_path):
    """And says nothing by itself; the same text is sealed differently each time."""
    seal = with_key(ONE, tmp_path)
    sealed = seal.seal(TOKEN)
    assert sealed.isascii()
    assert TOKEN not in sealed
    assert sealed != seal.seal(TOKEN)
    assert seal.open(sealed) == TOKEN
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text(text):
    """Comes back as it was."""
    seal = Seal(ONE)
    assert seal.open(seal.seal(text)) == text


def test_a_key_is_replaced_by_putting_the_new_one_first(tmp_path):
    """What the old one sealed is still opened; what is sealed now needs the new one."""
    old = with_key(ONE, tmp_path).seal(TOKEN)
    both = with_key(f"{TWO}, {ONE}", tmp_path)
    assert both.open(old) == TOKEN
    assert with_key(TWO, tmp_path).open(both.seal(TOKEN)) == TOKEN
    with pytest.raises(WrongKey):
        with_key(ONE, tmp_path).open(both.seal(TOKEN))


@pytest.mark.parametrize("sealed", ["", "no", "gAAAAA", "ünïcode", TOKEN])
def test_a_wrong_key_is_one_sentence(tmp_path, sealed):
    """It says what to do and repeats nothing of what was stored."""
    for text in (sealed, with_key(TWO, tmp_path).seal(TOKEN)):
        with pytest.raises(WrongKey) as caught:
            with_key(ONE, tmp_path).open(text)
        assert caught.value.message.startswith("What is stored was sealed with another key")
        assert caught.value.message.count(".") == 1
        assert "\n" not in caught.value.message
        assert caught.value.__suppress_context__


def test_one_changed_character_is_noticed(tmp_path):
    """A sealed text cannot be changed."""
    seal = with_key(ONE, tmp_path)
    sealed = seal.seal(TOKEN)
    for at in range(len(sealed) - 3):
        other = "A" if sealed[at] != "A" else "B"
        with pytest.raises(WrongKey):
            seal.open(sealed[:at] + other + sealed[at + 1 :])


@pytest.mark.parametrize("key", ["", " , ", "secret", ONE[:-2], f"{ONE},x", "ключ"])
def test_an_unreadable_key_is_one_sentence(tmp_path, key):
    """It is not repeated."""
    with pytest.raises(UnreadableKey) as caught:
        with_key(key, tmp_path)
    assert caught.value.message.startswith("CREDPATH_KEY")
    assert caught.value.message.count(".") == 1
    assert "\n" not in caught.value.message
    assert caught.value.__suppress_context__


def test_a_key_is_made_on_first_need(tmp_path):
    """In the data folder, for its owner's eyes only; the next start finds it."""
    sealed = with_key(None, tmp_path).seal(TOKEN)
    (file,) = tmp_path.iterdir()
    assert file.name == "key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_bytes()
    assert with_key(None, tmp_path).open(sealed) == TOKEN
    assert file.read_bytes() == before
    assert with_key(before.decode(), tmp_path).open(sealed) == TOKEN


def test_a_damaged_key_file_is_not_replaced(tmp_path):
    """A new key would make everything unreadable for good."""
    (tmp_path / "key").write_bytes(b"\xff\x00")
    with pytest.raises(UnreadableKey):
        with_key(None, tmp_path)
    assert (tmp_path / "key").read_bytes() == b"\xff\x00"


def test_those_who_start_together_agree_on_one_key(tmp_path):
    """Each can open what the others sealed."""
    together = threading.Barrier(8)

    def start(_):
        together.wait(30)
        return with_key(None, tmp_path)

    with ThreadPoolExecutor(8) as pool:
        seals = list(pool.map(start, range(8)))
    assert {seal.open(seals[0].seal(TOKEN)) for seal in seals} == {TOKEN}
    assert [file.name for file in tmp_path.iterdir()] == ["key"]
