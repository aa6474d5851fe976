"""Files that people send: small texts are read, from nowhere but the server's own folder."""

from typing import Any

import pytest

from adapters.wire import Failure, Outcome
from bot.messages import Attachment
from tests.adapters.pdf_bytes import pdf
from tests.adapters.telegram.telegram_script import Script, no, ok
from tests.adapters.telegram.telegram_there import There, run


def attached(**given: Any) -> Attachment:
    return Attachment(**{"name": "cv.json", "media_type": "application/json", "size": 10, "ref": "F1", **given})


def fetching(file: Attachment, path: str = "documents/file_1.json", content: bytes = b'{"a": 1}', size: int = 8) -> Any:
    async def work(here: There) -> tuple[Attachment, Script]:
        here.script.files[path] = content
        return await here.bot.fetch("acme", file), here.script

    return run(work, getFile=[ok({"file_id": "F1", "file_unique_id": "U", "file_path": path, "file_size": size})])


def test_a_small_text_file_is_read() -> None:
    found, script = fetching(attached())
    assert found.content == '{"a": 1}'
    assert script.fetched == ["documents/file_1.json"]


@pytest.mark.parametrize(
    "file",
    [
        attached(size=256 * 1024 + 1),
        attached(name="a.docx", media_type="application/msword"),
        attached(name="a.exe", media_type=""),
        attached(ref=""),
    ],
)
def test_other_files_are_not_asked_for(file: Attachment) -> None:
    found, script = fetching(file)
    assert found == file
    assert script.asked == []


def test_a_pdf_is_read() -> None:
    whole = pdf([["Security+ and Python"]])
    found, _ = fetching(attached(name="cv.pdf", media_type="application/pdf"), "documents/cv.pdf", whole, len(whole))
    assert (found.content, found.size) == ("Security+ and Python", len(whole))


@pytest.mark.parametrize(
    ("content", "size"),
    [(b"x" * (256 * 1024 + 1), 8), (b"x", 256 * 1024 + 1), (b"\xff\xfe\x00a", 4), (b"a\x00b", 3)],
)
def test_a_file_that_is_bigger_than_it_says_or_no_text_is_left_alone(content: bytes, size: int) -> None:
    found, script = fetching(attached(), content=content, size=size)
    assert found == attached()
    assert len(script.fetched) == (size <= 256 * 1024)


@pytest.mark.parametrize(
    "path",
    [
        "http://evil.example/x",
        "//evil.example/x",
        "/etc/passwd",
        "../bot/getMe",
        "a/../../x",
        "a/..",
        "x?y=1",
        "x#y",
        "a@b",
        "a\\b",
        "",
        "%2e%2e/x",
    ],
)
def test_a_file_is_only_asked_for_below_the_servers_own_folder(path: str) -> None:
    async def work(here: There) -> None:
        with pytest.raises(Failure) as caught:
            await here.bot.fetch("acme", attached())
        assert (caught.value.outcome, caught.value.reason) == (Outcome.REFUSED, "bad file path")
        assert here.script.fetched == []

    run(work, getFile=[ok({"file_id": "F1", "file_path": path})])


def test_a_file_that_cannot_be_had_is_a_failure() -> None:
    async def work(here: There) -> None:
        for outcome in (Outcome.REFUSED, Outcome.REFUSED, Outcome.DOUBT):
            with pytest.raises(Failure) as caught:
                await here.bot.fetch("acme", attached())
            assert caught.value.outcome is outcome

    gone = ok({"file_id": "F1", "file_path": "documents/gone.json"})
    run(
        work, getFile=[no(400, "Bad Request: wrong file_id or the file is temporarily unavailable"), gone, no(500, "x")]
    )
