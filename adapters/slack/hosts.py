"""Which addresses may be told a token. Parsed with the parser that the requests are made with, so that both agree."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yarl import URL


def trusted(address: str, base: str) -> "URL | None":
    """The address when it is Slack's: https at slack.com or below it, or where the Web API is (`base`); else None."""
    from yarl import URL

    try:
        url, api = URL(address), URL(base)
        if url.user is not None or url.password is not None or not url.host:
            return None
        at_slack = url.scheme == "https" and url.port == 443 and ("." + url.host).endswith(".slack.com")
        return url if at_slack or url.origin() == api.origin() else None
    except (ValueError, TypeError):
        return None
