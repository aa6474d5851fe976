"""Every source can be reached: on the terminal at once, on Slack and Telegram behind pages."""

import json
import re
from dataclasses import replace
from datetime import date

from adapters.slack.render import messages
from adapters.telegram.render import parts
from bot.messages import Cards
from bot.views.sources import sources
from knowledge.catalog import Catalog

KEYS = ("isc2-cissp", "comptia-security-plus", "cncf-cka", "isaca-cism", "giac-gcih", "demand:security")


def test_all_of_them(real_catalog: Catalog) -> None:
    """The references of five credentials, far more than one message holds."""
    reply = sources(real_catalog, date(2026, 11, 26), KEYS)
    assert reply
    titles = [c.title for b in reply.blocks if isinstance(b, Cards) for c in b.cards]
    assert len(titles) > 30
    pages = [replace(reply, pages="token", page=n) for n in range(len(titles))]
    slack = " ".join(json.dumps(messages(page, public=False), ensure_ascii=False) for page in pages)
    telegram = " ".join(part.html for page in pages for part in parts(page))
    for title in titles:
        assert bare(title) in bare(slack), title
        assert bare(title) in bare(telegram), title


def bare(text: str) -> str:
    """Without the marks that each platform writes in its own way."""
    return re.sub(r"&amp;|&quot;|&#x27;|[^\w ]", "", text)
