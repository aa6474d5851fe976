"""Budgets, as people write them."""

import pytest

from bot.slots.money import Money, money

AMOUNTS = [
    ("800 dollars", 80000, "USD"),
    ("$800", 80000, "USD"),
    ("800$", 80000, "USD"),
    ("800 bucks", 80000, "USD"),
    ("US$800", 80000, "USD"),
    ("USD 800", 80000, "USD"),
    ("800 usd", 80000, "USD"),
    ("500 euros", 50000, "EUR"),
    ("500€", 50000, "EUR"),
    ("€ 500", 50000, "EUR"),
    ("500 eur", 50000, "EUR"),
    ("1.000 euros", 100000, "EUR"),
    ("1,000 dollars", 100000, "USD"),
    ("1.200,50 euros", 120050, "EUR"),
    ("$1,200.50", 120050, "USD"),
    ("$1.2k", 120000, "USD"),
    ("2k dollars", 200000, "USD"),
    ("2k", 200000, None),
    ("2 grand", 200000, None),
    ("two thousand dollars", 200000, "USD"),
    ("five hundred euros", 50000, "EUR"),
    ("£300", 30000, "GBP"),
    ("300 quid", 30000, "GBP"),
    ("300 pounds", 30000, "GBP"),
    ("1000 CHF", 100000, "CHF"),
    ("1000 swiss francs", 100000, "CHF"),
    ("50000 rupees", 5000000, "INR"),
    ("Rs. 50,000", 5000000, "INR"),
    ("₹50,000", 5000000, "INR"),
    ("budget 500", 50000, None),
    ("budget is 500", 50000, None),
    ("my budget: 1500", 150000, None),
    ("I can spend 300", 30000, None),
    ("spend at most 300", 30000, None),
    ("up to $400", 40000, "USD"),
    ("no more than 400 dollars", 40000, "USD"),
    ("a budget of 400", 40000, None),
    ("I can afford about 250 euros", 25000, "EUR"),
    ("0 dollars", 0, "USD"),
    ("A budget of 445.00 USD.", 44500, "USD"),
    ("budget 445 USD", 44500, "USD"),
    ("my employer pays up to 2,500 euros", 250000, "EUR"),
    ("my company pays 1000 dollars", 100000, "USD"),
]


@pytest.mark.parametrize(("text", "cents", "currency"), AMOUNTS, ids=[t for t, *_ in AMOUNTS])
def test_amounts(text: str, cents: int, currency: str | None) -> None:
    """An amount in any wording becomes cents and a currency."""
    found, _ = money(text)
    assert found is not None
    assert (found.cents, found.currency) == (cents, currency)


FREE = ["free only", "only free ones", "for free", "no money", "no budget", "I can't pay anything", "free courses"]


@pytest.mark.parametrize("text", FREE)
def test_free(text: str) -> None:
    """Nothing to spend is a budget of nothing."""
    found, _ = money(text)
    assert found == Money(cents=0, free=True)


UNLIMITED = ["no limit", "money is no object", "my company pays", "my employer pays for it", "no budget limit"]


@pytest.mark.parametrize("text", UNLIMITED)
def test_unlimited(text: str) -> None:
    """No limit is not a budget of nothing."""
    found, _ = money(text)
    assert found == Money(unlimited=True)


NOT_MONEY = [
    "6 hours a week",
    "in 6 months",
    "5 years of experience",
    "AZ-104",
    "Web3 developer",
    "k8s",
    "I spend 3 hours a week",
    "module 3",
    "what does it cost?",
]


@pytest.mark.parametrize("text", NOT_MONEY)
def test_no_money(text: str) -> None:
    """What is no amount is not read as one."""
    assert money(text)[0] is None


BARE = [("500", 50000), ("about 500", 50000), ("max 1k", 100000), ("1,000", 100000), ("up to 300.", 30000), ("0", 0)]


@pytest.mark.parametrize(("text", "cents"), BARE, ids=[t for t, _ in BARE])
def test_a_bare_answer(text: str, cents: int) -> None:
    """An answer to "how much can you spend" needs no currency."""
    found, _ = money(text, bare=True)
    assert found is not None
    assert found.cents == cents
