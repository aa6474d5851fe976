"""A fixed plan lived through many times: other hours, a pace of one's own, missed weeks and failed exams."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from knowledge.catalog import Catalog
from knowledge.credentials import Credential
from planner.calendar import MARKS, calendar_of
from planner.costs import weekly
from planner.pace import Pace, planned, spread
from planner.pathway import Pathway, Step
from planner.request import Request

if TYPE_CHECKING:  # numpy takes a while to load: with the first plan, not with the first prompt
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

SEED = 5
NEVER = 2**40
"""A day for what is not complete within the days that are looked at, or whose last day is over."""
AGAIN = 0.25
"""Share of the hours that a failed exam costs again (as in the chat)."""
TRIES = 24
"""How often a number above a bound is drawn for before the bound itself is taken."""


@dataclass(frozen=True, slots=True)
class Assumed:
    """What is assumed of everybody: the share of weeks without any study, the share of exams that are failed once,
    and by what the spread of each step's hours is multiplied. Assumptions, chosen before any simulation was run.
    """

    missed: float = 0.1
    failed: float = 0.2
    luck: float = 1.0
    draws: int = 1000


def lived(catalog: Catalog, pathway: Pathway, pace: Pace, assumed: Assumed) -> "Ints":
    """Days from the start (0) on which each step is complete, shape (steps, draws); NEVER when it is not.

    Steps in the order of the plan, one at a time, each as early as it may, as in docs/planner.md, Dates.
    """
    import numpy as np

    rng = np.random.default_rng(SEED)
    draws = assumed.draws
    own = math.log(pace.factor) + pace.spread * rng.standard_normal(draws)
    chances = [(rng.standard_normal((TRIES, draws)), rng.random(draws)) for _ in pathway.steps]
    weeks = _Weeks(pathway, assumed)
    free, nothing = np.zeros(draws, np.int64), np.zeros(draws, np.int64)
    marks: dict[str, Ints] = {}
    days: dict[str, Ints] = {}
    for step, (luck, fate) in zip(pathway.steps, chances, strict=True):
        before = [n for n in step.needs if n in marks]
        release = np.max([marks[n] for n in before], axis=0) if before else nothing
        if step.route == "award":
            marks[step.credential] = release
            days[step.credential] = np.max([days[n] for n in before], axis=0) if before else nothing
            continue
        credential = catalog.credentials[step.credential]
        length = _length(credential, step, pathway.request, own, assumed.luck, luck)
        begin = weeks.begun(credential, np.maximum(free, release))
        free = begin + length
        done, day = weeks.examined(credential, pathway.request, free, weeks.reached(free))
        if credential.exam is not None and not credential.exam.none:
            fails = fate < assumed.failed
            more = np.maximum(free, done) + np.maximum(1, AGAIN * length).astype(np.int64)
            earliest = np.maximum(weeks.reached(more), day + (credential.retake_days or 0))
            late, later = weeks.examined(credential, pathway.request, more, earliest)
            free, done = np.where(fails, more, free), np.where(fails, late, done)
            day = np.where(fails, later, day)
        marks[step.credential], days[step.credential] = done, day
    return np.array([days[step.credential] for step in pathway.steps])


def _length(
    credential: Credential, step: Step, request: Request, own: "Floats", scale: float, luck: "Floats"
) -> "Ints":
    """Marks of study that are left of the step; of one that is begun, given that what is behind was not enough."""
    import numpy as np

    behind = request.studied.get(step.credential, 0)
    whole = float(step.quarter_hours + behind)
    if behind and step.quarter_hours == 1:  # the planner's least: it is overdue
        whole = planned(credential) or whole
    sigma = spread(credential) * scale
    if not behind:
        taken = whole * np.exp(own + sigma * luck[0])
    else:
        least = (math.log((behind + 1) / whole) - own) / max(sigma, 1e-9)
        enough = luck > least
        first = np.take_along_axis(luck, enough.argmax(axis=0)[None], axis=0)[0]
        z = np.where(enough.any(axis=0), first, np.maximum(least, luck[0]))
        taken = np.maximum(whole * np.exp(own + sigma * z), behind + 1)
    return np.asarray(np.maximum(1, np.rint((taken - behind) * MARKS)), np.int64)


class _Weeks:
    """Study time over the days, in each draw without the weeks that it misses. Weeks count from the start."""

    def __init__(self, pathway: Pathway, assumed: Assumed) -> None:
        import numpy as np

        self.start = pathway.request.start
        self.calendar = calendar_of(pathway.request)
        last = max(step.end for step in pathway.steps)
        usual = sum(s.quarter_hours for s in pathway.steps) // weekly(pathway.request)
        self.count = min(max((last - self.start).days // 7, usual) * 3 + 30, (date.max - self.start).days // 7 - 1)
        sums = np.array([self.calendar.before(n) for n in range(self.count * 7 + 1)], np.int64)
        self.open = sums[1:] > sums[:-1]
        opening = sums[:-1:7]
        self.inside = np.append(sums[:-1].reshape(-1, 7), sums[7::7, None], axis=1) - opening[:, None]
        # Week by week from a stream of their own: a longer plan, or one of other steps, misses the same weeks.
        fate = np.random.default_rng((SEED, 1)).random((self.count, assumed.draws)).T
        self.missed = fate < assumed.missed
        gained = np.where(self.missed, 0, self.inside[:, 7])
        self.sums = np.concatenate([np.zeros((assumed.draws, 1), np.int64), gained.cumsum(axis=1)], axis=1)
        self.rows = np.arange(assumed.draws)

    def before(self, day: "Ints") -> "Ints":
        """Marks before a day; NEVER for NEVER."""
        import numpy as np

        week = np.minimum(day // 7, self.count - 1)
        inside = np.where(self.missed[self.rows, week], 0, self.inside[week, day % 7])
        return np.where(day >= NEVER, NEVER, self.sums[self.rows, week] + inside)

    def reached(self, mark: "Ints") -> "Ints":
        """The day on which so much is done; 0 for nothing."""
        import numpy as np

        week = np.sum(self.sums[:, 1:] < mark[:, None], axis=1)
        known = np.minimum(week, self.count - 1)
        inside = self.sums[self.rows, known][:, None] + self.inside[known, 1:] < mark[:, None]
        day = known * 7 + inside.sum(axis=1)
        return np.where(mark <= 0, 0, np.where(week >= self.count, NEVER, day))

    def begun(self, credential: Credential, mark: "Ints") -> "Ints":
        """The mark at which it begins from `mark` on: at once, or in the next session."""
        import numpy as np

        if not credential.sessions:
            return mark
        sessions = set(credential.sessions)
        day = self.reached(mark + 1)
        following = self._next(lambda d: d in sessions, day)
        return np.where(following == day, mark, self.before(following))

    def examined(self, credential: Credential, request: Request, mark: "Ints", day: "Ints") -> "tuple[Ints, Ints]":
        """Mark and day of completion when the study is done at a mark and the exam is taken from a day on."""
        import numpy as np

        windows, first = credential.exam_windows, request.not_before.get(credential.id, self.start)
        after = np.where(day > self.reached(mark), self.before(day) + 1, mark)
        if not windows and first <= self.start:
            return after, day
        spans = [(w.opens, w.closes) for w in windows or ()] or [(first, date.max)]
        following = self._next(lambda d: d >= first and any(a <= d <= b for a, b in spans), day)
        return np.where(following == day, after, self.before(following) + 1), following

    def _next(self, fits: Callable[[date], bool], day: "Ints") -> "Ints":
        """The first day from `day` on that has study time and fits; NEVER after the last."""
        import numpy as np

        good = self.open & np.array([fits(self.start + timedelta(n)) for n in range(len(self.open))])
        index = np.where(good, np.arange(len(good)), NEVER)
        following = np.append(np.minimum.accumulate(index[::-1])[::-1], NEVER)
        return np.asarray(following[np.minimum(day, len(good))], np.int64)


def limits(catalog: Catalog, steps: Sequence[Step], request: Request) -> list[date | None]:
    """The day before which each step has to be complete: for what it shows, as all steps, and while it exists."""
    goals = [goal.by for goal in request.goals]
    all_by = max((by for by in goals if by), default=None) if all(goals) else None
    found: list[date | None] = []
    for step in steps:
        credential = catalog.credentials[step.credential]
        days = [all_by, *(goals[e.goal] for e in step.evidence)]
        days += [credential.retires_on] if credential.status == "retiring" else []
        found.append(min((d for d in days if d), default=None))
    return found
