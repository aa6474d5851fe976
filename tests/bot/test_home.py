"""The home: something to read and to press for any state of a record."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.console.talk import Talk
from adapters.console.text import plain
from bot.home import home
from bot.intents import Kind
from bot.messages import Choices, Fields, Progress, Reply, Steps, reply_from, to_json
from bot.reading import read
from bot.records import Achievement, Evidence, GoalRecord, LearnerRecord, PathwayRecord, Profile, Reminder, StepState
from bot.wording import en
from knowledge.catalog import Catalog
from knowledge.finder import Finder
from tests.bot.stored import WISH, record
from tests.conftest import NOW

EMPTY = LearnerRecord("k", "home")


def says(reply: Reply) -> list[str]:
    return [c.says for b in reply.blocks if isinstance(b, Choices) for c in b.choices]


@pytest.fixture
def accepted(talk: Talk) -> LearnerRecord:
    """A person with a plan of a few steps."""
    for line in (
        "I want to be a cloud security engineer by June, 6 hours a week, 800 dollars",
        "accept",
        "studied 10 hours",
    ):
        talk.say(line)
    return record(talk)


def test_somebody_new_is_welcomed(real_catalog: Catalog) -> None:
    """With examples, and no settings of a person who said nothing yet."""
    reply = home(EMPTY, real_catalog, NOW)
    assert reply.summary == en.HELLO
    assert en.EXAMPLE in plain(reply).replace("\n  ", " ") or en.EXAMPLE in str(reply.blocks)
    assert "set a goal" in says(reply)
    assert not any(isinstance(b, Fields) for b in reply.blocks)


def test_the_live_plan(accepted: LearnerRecord, real_catalog: Catalog) -> None:
    """Goal, progress, the next step with its dates, all steps, the check-in, the settings."""
    reply = home(accepted, real_catalog, NOW)
    text = plain(reply)
    steps = next(b for b in reply.blocks if isinstance(b, Steps))
    assert "Your path to Cloud Security Engineer" in text
    assert len(steps.items) == len(accepted.pathway.steps)  # type: ignore[union-attr]
    assert f"Next: {steps.items[0].title}, 23 Nov 2026 to " in text.replace("\n", " ")
    assert next(b for b in reply.blocks if isinstance(b, Progress)).share > 0
    assert "I ask you every Sunday 18:00 (UTC) how it goes; next on 29 Nov 2026." in text
    assert "hours a week" in text
    assert {"progress", "why", "swap", "settings", "draw my plan"} <= set(says(reply))
    assert reply_from(to_json(reply)) == reply


def test_late_and_done(accepted: LearnerRecord, real_catalog: Catalog) -> None:
    """A step whose time is over is said to be late; a finished plan asks for the next goal."""
    assert "make new dates" not in plain(home(accepted, real_catalog, NOW))
    late = home(accepted, real_catalog, NOW + timedelta(days=400))
    assert "“plan the rest again” makes new dates" in plain(late)
    pathway = accepted.pathway
    assert pathway is not None
    done = replace(pathway, steps=tuple(replace(s, status="done") for s in pathway.steps))
    reply = home(replace(accepted, pathway=done), real_catalog, NOW)
    assert "Your plan is finished" in plain(reply)
    assert "set a goal" in says(reply)
    assert "swap" not in says(reply)


def test_every_button_is_understood(accepted: LearnerRecord, real_catalog: Catalog, real_finder: Finder) -> None:
    for shown in (EMPTY, replace(EMPTY, skills={"x": 1}), accepted):
        for said in says(home(shown, real_catalog, NOW)):
            assert read(said, NOW.date(), real_catalog, real_finder).kind not in {Kind.UNKNOWN, Kind.EMPTY}, said


def test_a_plan_that_cannot_be_read(accepted: LearnerRecord, real_catalog: Catalog) -> None:
    """From elsewhere, or of a catalog that no longer knows a step: the way to a new goal is shown."""
    pathway = accepted.pathway
    assert pathway is not None
    for plan in ("{}", '{"steps": 1}', '{"request": {}, "steps": []}', pathway.plan.replace("security", "x")):
        reply = home(replace(accepted, pathway=replace(pathway, plan=plan)), real_catalog, NOW)
        assert reply.summary == en.HOME_IDEA
        assert "set a goal" in says(reply)


names = st.text(max_size=8)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
walls = st.times().map(lambda t: f"{t:%H:%M}")
zones = st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kathmandu", "America/New_York"])
lists = lambda items: st.lists(items, max_size=3).map(tuple)  # noqa: E731
statuses = st.sampled_from(["planned", "started", "done", "failed", "skipped"])


def test_any_record_has_a_home(accepted: LearnerRecord, real_catalog: Catalog) -> None:
    """Whatever is in a record, the home is words and survives JSON."""
    pathway = accepted.pathway
    assert pathway is not None
    known = [s.credential for s in pathway.steps]
    steps = lists(
        st.builds(StepState, st.sampled_from([*known, "unknown"]), statuses, st.integers(0, 9999), lists(names))
    )
    records = st.builds(
        LearnerRecord,
        st.just("k"),
        st.just("home"),
        profile=st.builds(Profile, zones, st.none() | st.floats(0, 168), st.none() | st.integers(0, 10**9)),
        achievements=lists(
            st.builds(Achievement, st.sampled_from(["cisco-ccna", "gone"]), names, st.none() | st.dates())
        ),
        skills=st.dictionaries(names, st.integers(0, 4), max_size=2),
        goals=lists(
            st.builds(GoalRecord, st.sampled_from(["data-analyst", "gone", "skill:gone"]), st.none() | st.dates())
        ),
        pathway=st.none() | st.builds(PathwayRecord, st.sampled_from([pathway.plan, "{}"]), instants, steps),
        reminders=lists(
            st.builds(
                Reminder, names, names, st.integers(0, 6), walls, zones, instants, names, names, names, st.booleans()
            )
        ),
        evidence=lists(st.builds(Evidence, st.none() | names, st.none() | st.dates(), names)),
    )

    @settings(deadline=None, max_examples=200)
    @given(records, instants)
    def shown(any_record: LearnerRecord, now: datetime) -> None:
        reply = home(any_record, real_catalog, now)
        assert reply.summary
        assert says(reply)
        assert plain(reply).strip()
        assert reply_from(to_json(reply)) == reply

    shown()


def test_the_portfolio_mixes_nothing(talk: Talk) -> None:
    """Each kind under its own heading."""
    talk.say("hi")
    mine = record(talk)
    more = tuple(Achievement("cisco-ccna", kind) for kind in ("unchecked", "verified", "self-declared"))
    with talk.store.begin() as work:
        work.learners.save(replace(mine, achievements=more, evidence=(Evidence("skill:gone", None, "Built it"),)))
        work.commit()
    lines = plain(talk.say("portfolio")).splitlines()
    order = [line for line in lines if line.endswith(":")]
    assert order == [
        "Verified:",
        "Your own word, not verified:",
        "Could not be checked:",
        "Evidence, your own word too:",
    ]
    assert sum("Cisco" in line for line in lines) == 3


def test_a_plan_in_the_portfolio(talk: Talk) -> None:
    talk.say(WISH)
    talk.say("accept")
    talk.say("studied 2 hours")
    assert "Of your plan: 0 of 2 steps done, 2 h of study." in plain(talk.say("what have I done?"))
