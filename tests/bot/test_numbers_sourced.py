"""Every price, length and amount on a card says where it comes from and of when, or that nobody confirms it."""

import re
from dataclasses import replace
from datetime import date

from bot.views.facts import credential_card
from knowledge.catalog import Catalog
from knowledge.credentials import Credential

TODAY = date(2026, 11, 26)
AMOUNT = re.compile(r"[$€£₹]\s?\d|\d (?:h|minutes|hours?|months?|years?|ECTS|US credits)\b|valid for|never expires")
SAID = re.compile(r", (?:[A-Z][a-z]{2} )?20\d\d\b|not confirmed|our estimate")


def bare(catalog: Catalog, credential: Credential) -> list[str]:
    """Lines with an amount and without a word on where it comes from. Names and addresses are no amounts."""
    lines = credential_card(catalog, TODAY, credential).lines
    return [line for line in lines if AMOUNT.search(line) and not SAID.search(line)]


def test_every_amount_on_every_card(real_catalog: Catalog) -> None:
    """No card of the shipped catalog has a bare one; most have several with a source."""
    every = list(real_catalog.credentials.values())
    assert [(c.id, line) for c in every for line in bare(real_catalog, c)] == []
    amounts = [ln for c in every for ln in credential_card(real_catalog, TODAY, c).lines if AMOUNT.search(ln)]
    assert len(amounts) > 2 * len(every)


def test_without_its_sources_nothing_is_stated(real_catalog: Catalog) -> None:
    """What nobody says any more is shown as not confirmed, on every card."""
    for known in real_catalog.credentials.values():
        fees = tuple(replace(fee, sources=(), disagree={}) for fee in known.fees)
        forgotten = replace(known, sources={}, fees=fees)
        lines = [ln for ln in credential_card(real_catalog, TODAY, forgotten).lines if AMOUNT.search(ln)]
        assert [ln for ln in lines if "not confirmed" not in ln and "our estimate" not in ln] == []


def test_a_bare_amount_would_be_seen() -> None:
    """The patterns tell the two apart."""
    assert AMOUNT.search("exam $749")
    assert not SAID.search("exam $749")
    assert SAID.search("exam $749 (cert/map, May 2026)")
