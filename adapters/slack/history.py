"""Finding out, in a direct message, whether something of ours arrived."""

from datetime import datetime

from adapters.slack.api import Api
from adapters.slack.calls import metadata
from adapters.slack.grants import Grant
from adapters.wire import Letter

PAGES = 5
MARGIN = 120  # seconds that Slack's clock and ours may differ


async def arrived(api: Api, grant: Grant, letter: Letter, part: int, since: datetime) -> str | None:
    """The receipt of a part, "" when it is not there, None when there is too much to look through. Raises Failure."""
    channel, thread, ours = letter.place.conversation, letter.message.thread, metadata(letter, part)
    asked = {
        "channel": channel,
        "oldest": f"{since.timestamp() - MARGIN:.6f}",
        "include_all_metadata": True,
        "limit": 200,
    }
    method = "conversations.history"
    if thread:  # answers in a thread are not in the history
        method = "conversations.replies"
        asked["ts"] = thread
    for _ in range(PAGES):
        answer = await api.call(grant.token, method, asked)
        for message in answer.get("messages") or ():
            found = message.get("metadata") or {}
            if found.get("event_type") == ours["event_type"] and found.get("event_payload") == ours["event_payload"]:
                return f"{channel}:{message['ts']}"
        cursor = (answer.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return "" if not answer.get("has_more") else None
        asked["cursor"] = cursor
    return None
