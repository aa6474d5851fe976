"""What a failed call to Slack means for the message: may it be tried again, is the place dead, or does nobody know?"""

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.wire import Failure, Outcome

_CHANNEL = frozenset({"account_inactive", "channel_not_found", "is_archived", "not_in_channel"})
_PERSON = frozenset(
    {
        "cannot_dm_bot",
        "messages_tab_disabled",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
        "users_not_found",
    }
)
_DOUBT = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
_LATER = frozenset({"accesslimited", "rate_limited", "ratelimited", "team_added_to_org"})
MOST_WAIT = 3600.0


def failure(error: BaseException, key: str = "") -> Failure:
    """The Failure behind an exception of slack_sdk or aiohttp. `key` names the rate that a 429 is about. The reason is
    Slack's error name or the exception's class: neither holds what was sent.
    """
    match error:
        case Failure():
            return error
        case SlackApiError():
            return _refused(error, key)
        # no connection, so nothing was sent; a timeout while reading is another class and falls through to doubt
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return Failure(Outcome.LATER, type(error).__name__)
        case aiohttp.InvalidURL() | SlackClientError() | ValueError() | TypeError():
            return Failure(Outcome.REFUSED, type(error).__name__)
    return Failure(Outcome.DOUBT, type(error).__name__)


def of_one(found: Failure, *, elsewhere: bool) -> Failure:
    """The same for something that one person of a channel was to see: when they are gone, the channel is not. A file
    goes `elsewhere`, to their direct message.
    """
    if found.outcome is Outcome.DEAD and (elsewhere or found.reason in _PERSON):
        return Failure(Outcome.REFUSED, found.reason)
    return found


def _refused(error: SlackApiError, key: str) -> Failure:
    response = error.response
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0) or 0)
    data = getattr(response, "data", None)
    name = data.get("error") if isinstance(data, dict) else None
    name = name if isinstance(name, str) and name.replace("_", "").isalnum() and len(name) < 64 else ""
    if status == 429 or name in _LATER:
        return Failure(Outcome.LATER, name or "ratelimited", _wait(getattr(response, "headers", {})), key)
    if status >= 500 or status == 408 or name in _DOUBT:
        return Failure(Outcome.DOUBT, name or f"http_{status}")
    if name:
        return Failure(Outcome.DEAD if name in _CHANNEL | _PERSON else Outcome.REFUSED, name)
    # an answer that is not Slack's: a 4xx did nothing, but behind a strange 200 the message may have been posted
    return Failure(Outcome.REFUSED if status >= 400 else Outcome.DOUBT, f"http_{status}")


def _wait(headers: object) -> float:
    value = headers.get("Retry-After") if hasattr(headers, "get") else None
    try:
        return min(max(float(value), 0.0), MOST_WAIT) if value is not None else 0.0
    except ValueError:
        return 0.0
