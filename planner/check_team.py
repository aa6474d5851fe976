"""The independent check of a team's plan: replays every offer, and counts money and heads anew. Makes no plans."""

from collections.abc import Iterator
from dataclasses import replace

from knowledge.catalog import Catalog
from planner.check import Violation, check
from planner.pathway import Pathway, Status
from planner.team_pathway import TeamPlan
from planner.team_request import HeadCount, Member, faults

GAP_ERROR = 0.01
Finding = tuple[str, str, str]


def check_team(catalog: Catalog, plan: TeamPlan) -> list[Violation]:
    """Every rule that the plan breaks (those of planner/check.py within offers); an empty list for a valid one."""
    found = list(_entry(catalog, plan))
    if not found:  # else there is nothing to replay the offers against
        found = [*_offers(catalog, plan), *_money(plan), *_heads(catalog, plan)]
    return [Violation(*finding) for finding in found]


def _entry(catalog: Catalog, plan: TeamPlan) -> Iterator[Finding]:
    if plan.catalog != catalog.version:
        yield "catalog", plan.catalog, "made from another catalog"
    for fault in faults(catalog, plan.team):
        yield "request", "team", fault


def _offers(catalog: Catalog, plan: TeamPlan) -> Iterator[Finding]:
    given = [0] * len(plan.team.members)
    seen: dict[int, tuple[Pathway, list[Violation]]] = {}
    for offer in plan.offers:
        where = f"member {offer.member}"
        if not 0 <= offer.member < len(given) or offer.people < 1:
            yield "people", where, "no such member, or nobody"
            continue
        given[offer.member] += offer.people
        if offer.pathway is None:
            continue
        member = plan.team.members[offer.member]
        yield from ((rule, where, text) for rule, text in _same_person(plan, member, offer.pathway))
        if id(offer.pathway) not in seen:
            seen[id(offer.pathway)] = offer.pathway, check(catalog, offer.pathway)
        for broken in seen[id(offer.pathway)][1]:
            yield broken.rule, f"{where} {broken.where}", broken.text
    for i, (member, people) in enumerate(zip(plan.team.members, given, strict=True)):
        if people != member.people:
            yield "people", f"member {i}", f"offers for {people} of {member.people}"


def _same_person(plan: TeamPlan, member: Member, pathway: Pathway) -> Iterator[tuple[str, str]]:
    """The offer is for the member's own request: only the first goal's targets and the budget may differ."""
    own, used = member.request, pathway.request
    if replace(used, goals=(), budget=None) != replace(own, goals=(), budget=None) or not used.goals:
        yield "member", "the offer is for another request"
        return
    if own.goals:
        if used.goals[1:] != own.goals[1:] or replace(used.goals[0], targets=()) != replace(own.goals[0], targets=()):
            yield "member", "the offer is for other goals"
        lost = {t.skill for t in own.goals[0].targets} - {t.skill for t in used.goals[0].targets}
        if lost:
            yield "member", f"the offer forgets {sorted(lost)}"
    if own.budget and pathway.cents > own.budget.cents:
        yield "budget", f"{pathway.cents} cents of the member's own {own.budget.cents}"


def _money(plan: TeamPlan) -> Iterator[Finding]:
    budget = plan.team.budget
    count = budget.currency if budget else "USD"
    if {plan.currency, *(o.pathway.currency for o in plan.offers if o.pathway)} != {count}:
        yield "currency", plan.currency, f"the team counts in {count}"
    cents = sum(s.cents * offer.people for offer in plan.offers if offer.pathway for s in offer.pathway.steps)
    if cents != plan.cents:
        yield "total-cents", "", f"{plan.cents} instead of {cents}"
    if budget and cents > budget.cents:
        yield "budget", "", f"{cents} cents of {budget.cents}"


def _heads(catalog: Catalog, plan: TeamPlan) -> Iterator[Finding]:
    points = sum(offer.pathway.value * offer.people for offer in plan.offers if offer.pathway)
    if [(c.skill, c.level, c.wanted) for c in plan.coverage] != [
        (t.skill, t.level, t.people) for t in plan.team.targets
    ]:
        yield "coverage", "", "not the targets that were asked for"
        return
    for target, told in zip(plan.team.targets, plan.coverage, strict=True):
        have = sum(m.people for m in plan.team.members if _has(catalog, m, target))
        new = sum(
            offer.people
            for offer in plan.offers
            if offer.pathway
            and 0 <= offer.member < len(plan.team.members)
            and not _has(catalog, plan.team.members[offer.member], target)
            and _will(catalog, offer.pathway, target)
        )
        if (told.have, told.reached) != (have, have + new):
            yield "heads", target.skill, f"{told.have} and {told.reached} instead of {have} and {have + new}"
        points += 200_000 * target.weight * min(target.people, have + new)
    if plan.value != points:
        yield "value", "", f"{plan.value} instead of {points}"
    if plan.bound < plan.value:
        yield "bound", "", f"{plan.bound} is below the value {plan.value}"
    real = 100 * (plan.bound - plan.value) / max(1, abs(plan.value))
    if abs(plan.gap - real) > GAP_ERROR or (plan.status == Status.PROVEN) != (plan.bound == plan.value):
        yield "gap", "", f"{plan.status} with {plan.gap} instead of {real}"


def _has(catalog: Catalog, member: Member, target: HeadCount) -> bool:
    shown = [
        s.level
        for c in member.request.held.credentials
        for s in catalog.credentials[c].skills
        if s.skill == target.skill
    ]
    return max([member.request.held.skills.get(target.skill, 0), *shown]) >= target.level


def _will(catalog: Catalog, pathway: Pathway, target: HeadCount) -> bool:
    by = pathway.request.goals[0].by if pathway.request.goals else None
    earned = [step.credential for step in pathway.steps if by is None or step.end < by]
    shown = [s for c in earned if c in catalog.credentials for s in catalog.credentials[c].skills]
    return any(s.skill == target.skill and s.level >= target.level for s in shown)
