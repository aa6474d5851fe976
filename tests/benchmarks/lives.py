"""Learners whose lives the planner does not know: other laws for hours, weeks, exams and slips than it assumes.

Hours are gamma and not lognormal, weeks are missed in runs and by each person's habit, some finish early, some slip.
Written down before the first forecast was measured, and not changed after it.
"""

from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from knowledge.catalog import Catalog
from planner.pace import Log
from planner.pathway import Pathway
from planner.request import Away, Held, Request

LONGEST = 7 * 300
"""Days after which nobody is followed any more."""


@dataclass
class Life:
    """One learner's truth, and how far they are. Amounts are quarter-hours; days count from `start`."""

    catalog: Catalog
    request: Request
    seed: int
    day: int = 0
    logged: dict[str, float] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)
    failed: dict[str, int] = field(default_factory=dict)
    joined: set[str] = field(default_factory=set)
    ready: dict[str, int] = field(default_factory=dict)
    truth: dict[str, tuple[float, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rng = np.random.default_rng(self.seed)
        self.own = rng.gamma(9, 1 / 9)
        habit, again, self.missed = rng.beta(1.5, 10), 0.35, []
        for _ in range(LONGEST // 7 + 1):
            again_now = again if self.missed and self.missed[-1] else 0
            self.missed.append(bool(rng.random() < max(habit, again_now)))
        if rng.random() < 0.3:  # a slip: some weeks in a row
            first = int(rng.integers(2, 22))
            for week in range(first, first + int(rng.integers(2, 4))):
                self.missed[week] = True

    def needed(self, credential: str) -> float:
        """What this person really takes for it; with a failed exam more."""
        if credential not in self.truth:
            rng = np.random.default_rng([self.seed, *credential.encode()])
            known = self.catalog.credentials[credential].hours
            usual = (known.low + known.high) * 2
            share = rng.gamma(12, 1 / 12) * (rng.uniform(0.4, 0.6) if rng.random() < 0.08 else 1)
            self.truth[credential] = (usual * self.own * share, rng.uniform(0.15, 0.4))
        whole, more = self.truth[credential]
        return whole * (1 + more * (credential in self.failed))

    def fails(self, credential: str) -> bool:
        """Whether the first exam goes wrong."""
        exam = self.catalog.credentials[credential].exam
        rng = np.random.default_rng([self.seed, 1, *credential.encode()])
        return credential not in self.failed and exam is not None and not exam.none and bool(rng.random() < 0.22)

    def live(self, plan: Pathway, until: int) -> None:
        """Follow a plan up to a day."""
        while self.day < until and not all(s.credential in self.done for s in plan.steps):
            self._one_day(plan)
            self.day += 1
        self.day = max(self.day, until) if until < LONGEST else self.day

    def _one_day(self, plan: Pathway) -> None:
        today = self.request.start + timedelta(self.day)
        away = any(a.first <= today <= a.last for a in self.request.away)
        time = 0.0 if away or self.missed[self.day // 7] else self.request.hours_per_week * 4 / 7
        for step in plan.steps:
            credential = self.catalog.credentials[step.credential]
            if step.credential in self.done or not self._may(plan, step.needs):
                if step.credential not in self.done and step.credential not in self.ready:
                    break
                continue
            if step.route == "award":
                self.done[step.credential] = self.day
                continue
            if step.credential not in self.ready:
                if credential.sessions and step.credential not in self.joined:
                    if today not in credential.sessions or time <= 0:
                        break
                    self.joined.add(step.credential)
                left = self.needed(step.credential) - self.logged.get(step.credential, 0)
                spent = min(time, max(left, 0))
                self.logged[step.credential] = self.logged.get(step.credential, 0) + spent
                time -= spent
                if spent < left - 1e-9:
                    break
                self.ready[step.credential] = max(self.day, self.failed.get(step.credential, 0))
            if self.ready[step.credential] <= self.day and self._open(step.credential, today):
                self._exam(step.credential)

    def _may(self, plan: Pathway, needs: tuple[str, ...]) -> bool:
        mine = {s.credential for s in plan.steps}
        return all(n in self.done for n in needs if n in mine)

    def _open(self, credential: str, today: date) -> bool:
        windows = self.catalog.credentials[credential].exam_windows
        return not windows or any(w.opens <= today <= w.closes for w in windows)

    def _exam(self, credential: str) -> None:
        if self.fails(credential):
            self.failed[credential] = self.day + (self.catalog.credentials[credential].retake_days or 0)
            del self.ready[credential]
        else:
            self.done[credential] = self.day

    def finish(self, plan: Pathway) -> int:
        """The day on which a plan is finished when it is followed from here on; the life stays where it is."""
        future = deepcopy(self, {id(self.catalog): self.catalog, id(self.request): self.request})
        future.live(plan, LONGEST)
        return max((future.done.get(s.credential, LONGEST) for s in plan.steps), default=self.day)

    def asks(self, plan: Pathway) -> Request:
        """The request for the rest, as the chat makes it: passed is held, started is locked, hours are studied."""
        asked, today = self.request, self.request.start + timedelta(self.day)
        begun = [
            s.credential for s in plan.steps if self.logged.get(s.credential, 0) >= 1 and s.credential not in self.done
        ]
        return replace(
            asked,
            start=today,
            held=Held((*asked.held.credentials, *self.done), asked.held.skills),
            locked=tuple(dict.fromkeys((*asked.locked, *begun))),
            studied={c: int(self.logged[c]) for c in begun},
            not_before={c: asked.start + timedelta(n) for c, n in self.failed.items() if c not in self.done},
        )

    def logs(self) -> list[Log]:
        """What was logged, as the chat counts it: what failed once is left out."""
        return [Log(c, round(n), c in self.done) for c, n in self.logged.items() if c not in self.failed]


def with_holiday(request: Request, seed: int) -> Request:
    """Every other person is away for one or two weeks that the planner knows of."""
    rng = np.random.default_rng([seed, 2])
    if rng.random() < 0.5:
        return request
    first = request.start + timedelta(int(rng.integers(14, 120)))
    return replace(request, away=(Away(first, first + timedelta(int(rng.integers(6, 14)))),))
