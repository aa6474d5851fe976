"""auth.*, oauth.*, apps.* and assistant.*."""

import secrets
from typing import Any

from tests.fakes.slack.places import writable
from tests.fakes.slack.reading import structured
from tests.fakes.slack.refusal import Refusal, invalid
from tests.fakes.slack.rules import Asking, Run

Json = dict[str, Any]
MOST_PROMPTS = 4


def api_test(asking: Asking) -> Json:
    if asking.args.get("error"):
        raise Refusal(str(asking.args["error"]), args=asking.args)
    return {"args": asking.args}


def auth_test(asking: Asking) -> Json:
    token, world = asking.token, asking.world
    if token.kind == "app":
        return {"app_name": "Credpath", "app_id": world.app_id}
    team = asking.team
    org = token.enterprise or team.enterprise
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": "credpath",
        "team_id": token.enterprise if not token.team else team.id,
        "user_id": team.bot,
        "bot_id": team.bot_id,
        **({"enterprise_id": org} if org else {}),
        "is_enterprise_install": not token.team,
    }


def auth_revoke(asking: Asking) -> Json:
    if not asking.flag("test"):
        asking.world.tokens.revoke(asking.token.text)
    return {"revoked": not asking.flag("test")}


def exchange(asking: Asking) -> Json:
    return asking.world.tokens.exchange(asking.args)


def connect(asking: Asking) -> Json:
    """A ticket for one connection."""
    ticket = secrets.token_hex(12)
    asking.session["ticket"] = ticket
    return {"url": f"ws{asking.world.url[4:]}/link/?ticket={ticket}&app_id={asking.world.app_id}"}


def set_status(asking: Asking) -> Json:
    channel = writable(asking, "channel_id")
    status = asking.text("status")
    messages = structured(asking.args, "loading_messages", "invalid_arguments")
    if messages is not None and (
        not isinstance(messages, list) or len(messages) > 10 or any(not isinstance(m, str) for m in messages)
    ):
        raise invalid("must provide at most 10 texts [json-pointer:/loading_messages]")
    asking.world.threads.setdefault((channel.id, asking.text("thread_ts")), {})["status"] = status
    return {}


def set_prompts(asking: Asking) -> Json:
    channel = writable(asking, "channel_id")
    prompts = structured(asking.args, "prompts", "invalid_arguments")
    good = isinstance(prompts, list) and 1 <= len(prompts) <= MOST_PROMPTS
    for one in prompts if good else ():
        good = good and isinstance(one, dict) and bool(one.get("title")) and bool(one.get("message"))
    if not good:
        raise invalid(f"must provide 1 to {MOST_PROMPTS} prompts with title and message [json-pointer:/prompts]")
    asking.world.prompts[channel.id] = prompts
    return {}


def set_title(asking: Asking) -> Json:
    channel = writable(asking, "channel_id")
    asking.world.threads.setdefault((channel.id, asking.text("thread_ts")), {})["title"] = asking.text("title")
    return {}


METHODS: dict[str, Run] = {
    "api.test": api_test,
    "apps.connections.open": connect,
    "assistant.threads.setStatus": set_status,
    "assistant.threads.setSuggestedPrompts": set_prompts,
    "assistant.threads.setTitle": set_title,
    "auth.revoke": auth_revoke,
    "auth.test": auth_test,
    "oauth.v2.access": exchange,
}
