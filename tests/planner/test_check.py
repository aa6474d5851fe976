"""The check accepts valid plans and rejects every broken one, for the right reason."""

from dataclasses import replace

import pytest

from knowledge.credentials import Fee, StudyHours
from planner.check import RULES, check
from planner.check_money import Price, study_price, study_time
from planner.pathway import Basis
from planner.request import Budget, Request
from tests.planner import mutants
from tests.planner.instances import instance


def test_valid_plans_are_accepted():
    """No violation in the oracle's optima and in variants at the edges of the rules."""
    assert len(mutants.valid()) > 500
    assert [found for case in mutants.valid() if (found := mutants.wrong(check, case))] == []


@pytest.mark.parametrize("rule", RULES)
def test_broken_plans_are_rejected(rule):
    """Every plan that breaks the rule is rejected with the rule's name, and only that where nothing else is wrong."""
    cases = mutants.broken(rule)
    assert len(cases) >= 30
    assert [found for case in cases if (found := mutants.wrong(check, case))] == []


def test_enough_plans_are_broken():
    """All rules together are tested on at least 1,000 broken plans."""
    assert sum(len(mutants.broken(rule)) for rule in RULES) >= 1000
    assert set(mutants.BREAKS) == set(RULES)


@pytest.mark.parametrize(
    ("fees", "price"),
    [
        ([Fee("exam", 10_000, "EUR", count=2)], Price(22_758, Basis.KNOWN, True)),  # 10,837 x 1.05 = 11,378.85
        ([Fee("exam", 100, "JPY")], Price(2, Basis.KNOWN, True)),  # 0.667 is 1, x 1.05 is 2
        ([Fee("exam", 75, "JPY")], Price(2, Basis.KNOWN, True)),  # 0.50025 is 1
        ([Fee("exam", 74, "JPY")], Price(0, Basis.KNOWN, True)),
        ([Fee("subscription", 3900, "USD", per="month")], Price(11_700, Basis.KNOWN, False)),  # 13 h at 1 h a week
        ([Fee("exam", 500, "USD", disagree={"a": 700, "b": 1})], Price(700, Basis.KNOWN, False)),
        ([Fee("exam", 500, "XAF"), Fee("course", 1, "USD")], Price(50_001, Basis.ESTIMATE, False)),
        ([Fee("travel", None, "USD"), Fee("course", 1, "EUR")], Price(0, Basis.UNKNOWN, False)),
        (
            [Fee("a", 1, "USD"), Fee("b", 20, "USD", audience="member"), Fee("c", 300, "USD", optional=True)],
            Price(1, Basis.KNOWN, False),
        ),
    ],
)
def test_prices_by_hand(fees, price):
    """The check's prices are those worked out by hand: conversion, margin, months, estimates, audiences."""
    catalog, request = instance(0)
    first, second, *_ = catalog.credentials.values()
    item = replace(first, issuer="mine", fees=tuple(fees), hours=StudyHours(12, 14, "stated"), award_only=False)
    other = replace(second, issuer="mine", status="active", fees=(Fee("exam", 50_000, "USD"),))
    request = Request(request.goals, request.start, 1.0, Budget(1))
    catalog = replace(catalog, credentials={first.id: item, second.id: other})
    assert study_price(catalog, request, item) == price
    assert study_time(catalog, request, item) == (52, Basis.KNOWN)


@pytest.mark.parametrize(("hours", "months"), [(0, 1), (0.25, 1), (13, 3), (13.25, 4), (26, 6), (26.25, 7)])
def test_months_by_hand(hours, months):
    """At 1 hour a week a month is 4 1/3 hours: a subscription is paid for every month that is started."""
    catalog, request = instance(0)
    item = next(iter(catalog.credentials.values()))
    fees = (Fee("subscription", 10, "USD", per="month"),)
    item = replace(item, fees=fees, hours=StudyHours(hours, hours, "stated"), award_only=False)
    price = study_price(catalog, Request(request.goals, request.start, 1.0), item)
    assert price == Price(10 * months, Basis.KNOWN, False)
