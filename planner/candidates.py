"""Which credentials a plan may use for a request, and why the others are left out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge.catalog import Catalog
from knowledge.credentials import Credential
from planner.calendar import Spans, calendar_of, completions, sessions
from planner.costs import Costs, Effort, Price
from planner.pathway import Basis, LeftOut
from planner.request import Request

LIFTED_BY_LOCK = ("experience", "no-price", "no-hours")
"""Reasons that do not stand against a credential the person asks for by name."""


def equivalents(catalog: Catalog) -> Mapping[str, frozenset[str]]:
    """Credential id -> ids that count as it wherever it is asked for (listed on either side, one step)."""
    found: dict[str, set[str]] = {}
    for credential in catalog.credentials.values():
        for other in credential.equivalent_to:
            if other != credential.id:
                found.setdefault(credential.id, set()).add(other)
                found.setdefault(other, set()).add(credential.id)
    return {key: frozenset(value) for key, value in found.items()}


@dataclass(frozen=True, slots=True)
class Candidates:
    """Judges credentials for one request; the constraints named in `dropped` do not count."""

    catalog: Catalog
    request: Request
    costs: Costs
    same: Mapping[str, frozenset[str]]
    dropped: frozenset[str] = frozenset()

    def why_not(self, credential: Credential) -> LeftOut | None:
        """The first reason that bars the credential, None for a candidate. Locks are taken into account."""
        locked = credential.id in self.request.locked
        for why, detail in self._reasons(credential):
            if not (locked and why in LIFTED_BY_LOCK):
                return LeftOut(credential.id, why, detail)
        return None

    def _reasons(self, credential: Credential) -> Iterator[tuple[str, str]]:
        request, held = self.request, self.request.held.credentials
        if credential.id in held:
            yield "held", credential.id
        if held and credential.id in self.same:
            for other in sorted(self.same[credential.id].intersection(held)):
                yield "equivalent-held", other
        if credential.status == "retired":
            yield "retired", credential.replaced_by or ""
        gone = credential.retires_on
        if credential.status == "retiring" and (gone is None or gone <= request.start):
            yield "retiring", gone.isoformat() if gone else ""
        if credential.id in request.excluded and f"excluded:{credential.id}" not in self.dropped:
            yield "excluded", credential.id
        issuer = credential.issuer
        if issuer in request.excluded_issuers and f"excluded-issuer:{issuer}" not in self.dropped:
            yield "excluded-issuer", issuer
        yield from (("only", name) for name in self._failed_filters(credential))
        language, spoken = request.language, credential.languages
        if language and spoken is not None and language not in spoken and "language" not in self.dropped:
            yield "language", language
        years = credential.prerequisites.years_required
        if years > (request.experience_years or 0) and "experience" not in self.dropped:
            yield "experience", f"{years:g}"
        if not credential.awarded_by and () in (self.starts(credential), self.exams(credential)):
            windows = [window.closes for window in credential.exam_windows or ()]
            yield "dates", max([*(credential.sessions or ()), *windows]).isoformat()
        if self.price(credential).basis is Basis.UNKNOWN:
            yield "no-price", ""
        if self.effort(credential).basis is Basis.UNKNOWN:
            yield "no-hours", ""

    def _failed_filters(self, credential: Credential) -> Iterator[str]:
        only, exam = self.request.only, credential.exam
        if not (only.hands_on or only.proctored or only.credit or only.free):
            return iter(())
        price = self.price(credential)
        passes = {
            "hands_on": not only.hands_on or (exam is not None and exam.hands_on is True),
            "proctored": not only.proctored or (exam is not None and exam.proctored is True),
            "credit": not only.credit or credential.credit is not None,
            "free": not only.free or (price.basis is Basis.KNOWN and price.cents == 0),
        }
        return (name for name, fine in passes.items() if not fine and f"only:{name}" not in self.dropped)

    def price(self, credential: Credential) -> Price:
        """Price on the study route."""
        return self.costs.price(credential)

    def effort(self, credential: Credential) -> Effort:
        """Effort on the study route."""
        return self.costs.effort(credential)

    def starts(self, credential: Credential) -> Spans | None:
        """At which marks its study may begin; None for any."""
        if not credential.sessions or credential.award_only:
            return None
        timeless = not self.effort(credential).quarter_hours
        return sessions(calendar_of(self.request), credential.sessions, timeless)

    def exams(self, credential: Credential) -> Spans | None:
        """At which marks it may be complete; None for any."""
        if not credential.exam_windows and credential.id not in self.request.not_before:
            return None
        not_before = self.request.not_before.get(credential.id)
        windows = [(window.opens, window.closes) for window in credential.exam_windows or ()]
        waits = not_before is not None and not_before > self.request.start
        if credential.award_only or not (windows or waits):
            return None
        return completions(calendar_of(self.request), windows, not_before)
