"""Replies of any kind: the server takes every message, others know every field, and nothing is lost."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from adapters.telegram.keyboard import keyboard
from adapters.telegram.render import draft, parts, payload
from adapters.telegram.rich import rich
from bot import messages as m
from tests.adapters.telegram.telegram_judge import judge, judge_rich
from tests.adapters.telegram.telegram_others import aiogram_refuses, schema_refuses
from tests.adapters.telegram.telegram_owed import Shown, labels, owed
from tests.replies import replies

checks = settings(deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("many", [1_000, pytest.param(10_000, marks=pytest.mark.soak)])
def test_every_reply_is_taken_and_complete(many: int) -> None:
    """No message is refused by the judge, by aiogram or by the schema; every word is there, in a file, or marked."""
    counts: Counter[str] = Counter()

    @settings(checks, max_examples=many)
    @given(replies())
    def one(reply: m.Reply) -> None:
        found = parts(reply)
        shown = Shown(found)  # judges every part
        for part in found:
            method, params = payload(part)
            assert not aiogram_refuses(method, params)
            assert "reply_markup" not in params or not schema_refuses("keyboard", params["reply_markup"])
            counts[method] += 1
        last = found[-1]
        assert last.picture is None
        assert last.file is None
        assert not any(p.keyboard for p in found[:-1])
        turning = bool(reply.pages) and any(b.data.startswith(reply.pages) for row in last.keyboard for b in row)
        misses = shown.misses(owed(reply, turning))
        misses += [] if turning else shown.misses(labels(reply))
        assert shown.shortened or not misses, misses[:3]
        counts["replies"] += 1
        counts["shortened"] += bool(misses)

    one()
    print(dict(counts))  # noqa: T201
    assert counts["replies"] >= many
    assert counts["shortened"] < counts["replies"] / 50


def test_drafts_and_rich_messages_are_taken() -> None:
    """The same for what is shown meanwhile and for rich messages."""
    counts: Counter[str] = Counter()

    @settings(checks, max_examples=500)
    @given(replies())
    def one(reply: m.Reply) -> None:
        method, params = "sendMessageDraft", {"draft_id": 1, "text": draft(reply), "parse_mode": "HTML"}
        judge(method, params)
        assert not aiogram_refuses(method, params)
        counts["drafts"] += 1
        found = rich(reply)
        if found is not None:
            judge_rich(found)
            assert not aiogram_refuses("sendRichMessage", found)
            assert not schema_refuses("rich", found["rich_message"])
            assert "reply_markup" not in found or not schema_refuses("keyboard", found["reply_markup"])
            counts["rich"] += 1

    one()
    print(dict(counts))  # noqa: T201
    assert counts["rich"] > 100


def test_turning_a_page_changes_only_the_last_part() -> None:
    """The other parts stay as they are, and over all pages every card and every button comes up."""
    counts: Counter[str] = Counter()

    @settings(checks, max_examples=400)
    @given(replies(3))
    def one(reply: m.Reply) -> None:
        first = parts(replace(reply, page=0))
        nav = [b for b in first[-1].keyboard[-1:] for b in b] if reply.pages else []
        if not any(b.data.startswith(reply.pages) for b in nav):
            return
        pages = int(nav[1].label.split("/")[1])
        assert [b.data for b in nav] == [f"{reply.pages}:{n}" for n in (pages - 1, 0, 1)]
        every = [parts(replace(reply, page=n)) for n in range(min(pages, 60))]
        assert all(p[:-1] == first[:-1] for p in every)
        shown = [Shown(p) for p in every]
        if pages <= 60 and not any(s.shortened for s in shown):
            assert not [t for t in owed(reply, False) if all(s.misses([t]) for s in shown)]
            assert not [t for t in labels(reply) if all(s.misses([t]) for s in shown)]
        counts["replies"] += 1
        counts["pages"] += pages

    one()
    print(dict(counts))  # noqa: T201
    assert counts["replies"] > 15


def test_every_button_is_pressed_by_its_own_token() -> None:
    """Over all pages the buttons carry the tokens that were given, each once, in order."""

    @settings(checks, max_examples=500)
    @given(replies())
    def one(reply: m.Reply) -> None:
        given_to = [b.token for b in reply.blocks if isinstance(b, m.Form) and b.token]
        given_to += [c.token for b in reply.blocks if isinstance(b, m.Choices) for c in b.choices if c.token]
        found: list[str] = []
        for n in range(60):
            rows = keyboard(replace(reply, page=n)).rows
            turns = bool(rows) and bool(reply.pages) and rows[-1][0].data.startswith(reply.pages)
            data = [b.data for row in (rows[:-1] if turns else rows) for b in row]
            found += [d for d in data if d not in found]
            if not turns or rows[-1][1].label.split("/")[0] == rows[-1][1].label.split("/")[1]:
                break
        limit = 100 if not reply.pages else len(given_to)
        assert found == list(dict.fromkeys(given_to))[:limit]

    one()
