"""views.*: modals and home tabs."""

import secrets
from typing import Any

from tests.fakes.slack.blocks import judge_view
from tests.fakes.slack.reading import structured
from tests.fakes.slack.refusal import Refusal, invalid
from tests.fakes.slack.rules import Asking, Run
from tests.fakes.slack.world import View

Json = dict[str, Any]
MOST = 250_000  # characters of a view


def given(asking: Asking, kinds: tuple[str, ...]) -> Json:
    """The view of a call. Raises Refusal."""
    view = structured(asking.args, "view", "invalid_arguments")
    if not isinstance(view, dict):
        raise invalid("must provide an object [json-pointer:/view]")
    if view.get("type") not in kinds:
        raise invalid(f"must be one of {', '.join(kinds)} [json-pointer:/view/type]")
    for name, kind in (("blocks", list), *((("title", dict),) if view["type"] == "modal" else ())):
        if not isinstance(view.get(name), kind):
            raise invalid(f"missing required field: {name} [json-pointer:/view/{name}]")
    if len(str(view)) > MOST:
        raise Refusal("view_too_large")
    judge_view(view)
    return view


def kept(asking: Asking, view: Json, user: str, id: str = "") -> Json:
    """Keep a view, new or changed, and answer with it as it is now."""
    team = asking.world.users[user].team
    workspace = asking.world.workspaces[team]
    id = id or asking.world.id("V")
    before = asking.world.views[id].body if id in asking.world.views else {}
    body: Json = {
        "id": id,
        "team_id": team,
        "type": view["type"],
        "title": view.get("title"),
        "close": view.get("close"),
        "submit": view.get("submit"),
        "blocks": named(view["blocks"]),
        "private_metadata": view.get("private_metadata", ""),
        "callback_id": view.get("callback_id", ""),
        "external_id": view.get("external_id", ""),
        "state": {"values": {}},
        "hash": f"{int(asking.world.seconds())}.{secrets.token_hex(4)}",
        "clear_on_close": bool(view.get("clear_on_close")),
        "notify_on_close": bool(view.get("notify_on_close")),
        "root_view_id": before.get("root_view_id", id),
        "previous_view_id": None,
        "app_id": asking.world.app_id,
        "app_installed_team_id": team,
        "bot_id": workspace.bot_id,
    }
    asking.world.views[id] = View(body, user, team)
    return body


def named(blocks: list[Json]) -> list[Json]:
    """Blocks with the ids that Slack gives to those without one."""
    return [{**b, "block_id": b.get("block_id") or secrets.token_hex(3)} for b in blocks]


def opened(asking: Asking) -> Json:
    trigger = asking.args.get("trigger_id") or asking.args.get("interactivity_pointer")
    if not trigger:
        raise invalid("missing required field: trigger_id")
    view = given(asking, ("modal",))
    return {"view": kept(asking, view, asking.world.pull(trigger))}


def found(asking: Asking) -> View:
    """The view that view_id or external_id names, its hash checked. Raises Refusal."""
    id, external = asking.text("view_id"), asking.text("external_id")
    if not id and not external:
        raise invalid("missing required field: view_id")
    for view_id, view in asking.world.views.items():
        mine = view_id == id if id else view.body["external_id"] == external
        if mine and view.open and view.team in asking.teams:
            fresh(asking, view)
            return view
    raise Refusal("not_found")


def fresh(asking: Asking, view: View) -> None:
    if asking.text("hash") not in ("", view.body["hash"]):
        raise Refusal("hash_conflict")


def updated(asking: Asking) -> Json:
    old = found(asking)
    view = given(asking, (old.body["type"],))
    return {"view": kept(asking, view, old.user, old.body["id"])}


def published(asking: Asking) -> Json:
    user = asking.world.users.get(asking.text("user_id"))
    if user is None or user.team not in asking.teams or user.is_bot:
        raise invalid("invalid `user_id` [json-pointer:/user_id]")
    view = given(asking, ("home",))
    id = asking.world.homes.get(user.id, "")
    if id:
        fresh(asking, asking.world.views[id])
    body = kept(asking, view, user.id, id)
    asking.world.homes[user.id] = body["id"]
    return {"view": body}


METHODS: dict[str, Run] = {"views.open": opened, "views.update": updated, "views.publish": published}
