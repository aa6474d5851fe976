"""credpath plan and check for teams: rounds are told on stderr, and an interrupt gives the best plan so far."""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from adapters.app import App
from adapters.commands.output import Answer, Refused

if TYPE_CHECKING:
    from knowledge.catalog import Catalog
    from planner.team_pathway import TeamPlan
    from planner.team_request import Team

Watch = Callable[[], float]
"""Seconds from any beginning."""


def plan(app: App, shape: Any) -> Answer:
    """Plan for a team: offers in the members' order, and what the team reaches."""
    from planner.team_wire import team_from, team_plan_to
    from planner.valid import BadRequest
    from planner.wire import BadShape

    try:
        made = search(app.catalog(), team_from(shape))
    except (BadShape, BadRequest) as error:
        raise Refused("bad_request", str(error)) from error
    lines = [f"{made.status}: {made.cents / 100:.2f} {made.currency}, at most {made.gap:.2f} % better is possible"]
    lines += [f"{c.skill} at level {c.level}: {c.reached} of {c.wanted}, {c.missing} missing" for c in made.coverage]
    for offer in made.offers:
        steps = ", ".join(s.credential for s in offer.pathway.steps) if offer.pathway else "nothing this time"
        lines.append(f"member {offer.member} x {offer.people}: {steps}")
    return Answer(team_plan_to(made), "\n".join(lines))


def search(catalog: "Catalog", team: "Team", watch: Watch = time.monotonic) -> "TeamPlan":
    """The plan; each round is told on stderr."""
    from planner.plan import PlannerError
    from planner.team import team_plans

    began = watch()
    with _interrupt() as stopped:
        for progress in team_plans(catalog, team, stop=stopped):
            if progress.plan:
                return progress.plan
            below = f"a plan at most {progress.gap:.2f} % below the best"
            sys.stderr.write(f"round {progress.round}: {below}, {watch() - began:.0f} s\n")
            sys.stderr.flush()
    raise PlannerError("the search for a team's plan ended without one")


def check(app: App, shape: dict[str, Any]) -> list[dict[str, str]]:
    """What is wrong with a team's plan: rule, place and text."""
    from dataclasses import asdict

    from planner.check_team import check_team
    from planner.team_wire import team_plan_from
    from planner.wire import BadShape

    try:
        made = team_plan_from(shape)
    except BadShape as error:
        raise Refused("bad_plan", str(error)) from error
    return [asdict(violation) for violation in check_team(app.catalog(), made)]


@contextmanager
def _interrupt() -> Iterator[Callable[[], bool]]:
    """Tells whether an interrupt came. The first one ends the search with what there is; a second one ends all."""
    came = False

    def note(number: int, frame: object) -> None:
        nonlocal came
        came = True
        signal.signal(number, before)

    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, note)
    try:
        yield lambda: came
    finally:
        signal.signal(signal.SIGINT, before)
