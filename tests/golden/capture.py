"""Captures what the real assistant says today: `.venv/bin/python -m tests.golden.capture` rewrites replies.json.

Captured once, so that the goldens of a renderer change with the renderer and not with the planner.
"""

import json
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from adapters.app import SetClock
from bot.messages import Reply, reply_from, to_json
from knowledge.finder import Finder
from knowledge.sources.own import read_folder
from tests.conftest import NOW, talk_with

FILE = Path(__file__).parent / "replies.json"
WISH = "I want to be a cloud security engineer by June, 6 hours a week, 800 dollars, I have Security+"
SCRIPT: tuple[tuple[str, str], ...] = (
    ("welcome", "hello"),
    ("help", "help"),
    ("question", "I want to be a data analyst"),
    ("clarify", "start over"),
    ("refusal", "I want to be a penetration tester within 2 weeks, 1 hour a week, 0 dollars"),
    ("plan", WISH),
    ("why", "why"),
    ("why-not", "why not CISSP?"),
    ("cheaper", "cheaper"),
    ("compare", "CISSP or CISM?"),
    ("what-is", "what is CISM?"),
    ("what-is-role", "what is a SOC analyst?"),
    ("search", "which certs for data engineering?"),
    ("accepted", "accept"),
    ("reminder-set", "Sunday 18:00"),
    ("studied", "studied 9 hours"),
    ("progress", "progress"),
    ("check-in", "@ 2026-11-29T18:00"),
    ("passed", "passed CCSK yesterday"),
    ("late-plan", "show my plan"),
    ("about-me", "what do you know about me?"),
    ("privacy", "privacy"),
    ("export", "export"),
    ("forget", "forget me"),
    ("forgotten", "yes, forget me"),
)


def captured() -> Iterator[tuple[str, Reply]]:
    """The named replies of one conversation."""
    catalog = read_folder()
    with tempfile.TemporaryDirectory() as folder:
        finder = Finder(catalog, Path(folder) / "index")
        assert finder.warm()
        clock = SetClock(NOW)
        talk = talk_with(catalog, finder, Path(folder), clock)
        for name, said in SCRIPT:
            if said.startswith("@ "):
                clock.at = datetime.fromisoformat(said.removeprefix("@ ")).replace(tzinfo=UTC)
                shown: list[Reply] = []
                talk.due(shown.append)
                yield name, shown[-1]
                continue
            *_, last = talk.assistant.answer(talk.incoming(said))
            yield name, last


if __name__ == "__main__":
    found = {name: to_json(reply) for name, reply in captured()}
    for value in found.values():
        reply_from(value)
    FILE.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
