"""Countries, and what they say about money."""

import re

_COUNTRIES = {
    "germany": ("DE", "EUR"),
    "austria": ("AT", "EUR"),
    "france": ("FR", "EUR"),
    "spain": ("ES", "EUR"),
    "italy": ("IT", "EUR"),
    "portugal": ("PT", "EUR"),
    "the netherlands": ("NL", "EUR"),
    "netherlands": ("NL", "EUR"),
    "belgium": ("BE", "EUR"),
    "ireland": ("IE", "EUR"),
    "finland": ("FI", "EUR"),
    "greece": ("GR", "EUR"),
    "switzerland": ("CH", "CHF"),
    "the uk": ("GB", "GBP"),
    "england": ("GB", "GBP"),
    "scotland": ("GB", "GBP"),
    "the united kingdom": ("GB", "GBP"),
    "great britain": ("GB", "GBP"),
    "india": ("IN", "INR"),
    "singapore": ("SG", "SGD"),
    "australia": ("AU", "AUD"),
    "canada": ("CA", "CAD"),
    "japan": ("JP", "JPY"),
    "the us": ("US", "USD"),
    "the usa": ("US", "USD"),
    "the united states": ("US", "USD"),
    "america": ("US", "USD"),
    "poland": ("PL", None),
    "sweden": ("SE", None),
    "norway": ("NO", None),
    "denmark": ("DK", None),
    "brazil": ("BR", None),
    "mexico": ("MX", None),
    "nigeria": ("NG", None),
    "kenya": ("KE", None),
    "south africa": ("ZA", None),
    "egypt": ("EG", None),
    "turkey": ("TR", None),
    "ukraine": ("UA", None),
    "pakistan": ("PK", None),
    "bangladesh": ("BD", None),
    "indonesia": ("ID", None),
    "vietnam": ("VN", None),
    "china": ("CN", None),
    "new zealand": ("NZ", None),
    "israel": ("IL", None),
    "the philippines": ("PH", None),
}
_IN = re.compile(
    rf"\b(?:in|from|based in|living in)\s+(?P<c>{'|'.join(sorted(_COUNTRIES, key=len, reverse=True))})\b", re.I
)


def country(text: str) -> tuple[str, str | None] | None:
    """(ISO 3166 code, the currency we have a rate for or None) of a country the person is in or from."""
    found = _IN.search(text)
    return _COUNTRIES[found["c"].lower()] if found else None
