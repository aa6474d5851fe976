"""What a failed call means: later, refused, dead or in doubt."""

from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from adapters.slack.outcomes import failure
from adapters.wire import Failure, Outcome

KEY = SimpleNamespace(host="slack.com", port=443, ssl=True, is_ssl=True)


def refused(error: str | None, status: int = 200, **headers: str) -> SlackApiError:
    data = {"ok": False, "error": error} if error else {}
    return SlackApiError("xoxb-secret", SimpleNamespace(status_code=status, data=data, headers=headers))


@pytest.mark.parametrize(
    ("error", "outcome", "reason"),
    [
        (refused("ratelimited", 429), Outcome.LATER, "ratelimited"),
        (refused(None, 429), Outcome.LATER, "ratelimited"),
        (refused("channel_not_found"), Outcome.DEAD, "channel_not_found"),
        (refused("is_archived"), Outcome.DEAD, "is_archived"),
        (refused("account_inactive"), Outcome.DEAD, "account_inactive"),
        (refused("user_not_found"), Outcome.DEAD, "user_not_found"),
        (refused("message_not_found"), Outcome.REFUSED, "message_not_found"),
        (refused("invalid_auth"), Outcome.REFUSED, "invalid_auth"),
        (refused("token_revoked"), Outcome.REFUSED, "token_revoked"),
        (refused("token_expired"), Outcome.REFUSED, "token_expired"),
        (refused("invalid_blocks"), Outcome.REFUSED, "invalid_blocks"),
        (refused("internal_error"), Outcome.DOUBT, "internal_error"),
        (refused(None, 500), Outcome.DOUBT, "http_500"),
        (refused(None, 403), Outcome.REFUSED, "http_403"),
        (refused(None, 200), Outcome.DOUBT, "http_200"),
        (refused("a text with xoxb-1 in it"), Outcome.DOUBT, "http_200"),
        (aiohttp.ClientConnectorError(KEY, OSError(111, "refused")), Outcome.LATER, "ClientConnectorError"),  # type: ignore[arg-type]
        (aiohttp.ConnectionTimeoutError(), Outcome.LATER, "ConnectionTimeoutError"),
        (aiohttp.SocketTimeoutError(), Outcome.DOUBT, "SocketTimeoutError"),
        (aiohttp.ServerDisconnectedError(), Outcome.DOUBT, "ServerDisconnectedError"),
        (aiohttp.ClientOSError(104, "reset"), Outcome.DOUBT, "ClientOSError"),
        (TimeoutError(), Outcome.DOUBT, "TimeoutError"),
        (ValueError("xoxb-secret"), Outcome.REFUSED, "ValueError"),
        (RuntimeError("xoxb-secret"), Outcome.DOUBT, "RuntimeError"),
    ],
)
def test_every_error_has_one_meaning(error: Any, outcome: Outcome, reason: str) -> None:
    """And its reason is a name, whatever the error's text says."""
    found = failure(error)
    assert (found.outcome, found.reason) == (outcome, reason)
    assert "xoxb" not in str(found)


def test_how_long_to_wait() -> None:
    """As Slack says, for the rate that was exceeded; nonsense is no wait."""
    found = failure(refused("ratelimited", 429, **{"Retry-After": "30"}), "slack:home:D1")
    assert (found.retry_after, found.key) == (30.0, "slack:home:D1")
    assert failure(refused("ratelimited", 429, **{"Retry-After": "soon"})).retry_after == 0.0


def test_a_failure_stays_what_it_is() -> None:
    """It may pass twice."""
    one = Failure(Outcome.DEAD, "x")
    assert failure(one) is one
