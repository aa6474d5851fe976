"""Finding channels and people, with what the token may see."""

from typing import Any

from tests.fakes.slack.refusal import Refusal
from tests.fakes.slack.rules import Asking
from tests.fakes.slack.world import Channel, User

Json = dict[str, Any]
PREFIX = {"im": "im", "channel": "channels", "group": "groups", "mpim": "mpim"}


def missing(asking: Asking, needed: str) -> Refusal:
    return Refusal("missing_scope", needed=needed, provided=",".join(sorted(asking.token.scopes)))


def at(asking: Asking, name: str = "channel", what: str = "", *, people: bool = False) -> Channel:
    """The channel of an argument, as far as the app may know of it. `what`: the scope's second half that reading it
    takes. Raises Refusal.
    """
    world, id = asking.world, asking.text(name)
    channel = world.channels.get(id)
    if channel is None and people and (user := world.users.get(id)) and user.team in asking.teams and not user.is_bot:
        alive(user)
        return world.im(user.id, user.team)
    if channel is None or not asking.teams & set(channel.teams):
        raise Refusal("channel_not_found")
    if channel.kind in ("im", "group", "mpim") and not channel.members & asking.bots:
        raise Refusal("channel_not_found")
    if what and f"{PREFIX[channel.kind]}:{what}" not in asking.token.scopes:
        raise missing(asking, f"{PREFIX[channel.kind]}:{what}")
    return channel


def alive(user: User) -> None:
    if user.deleted:
        raise Refusal("account_inactive")


def writable(asking: Asking, name: str = "channel", *, people: bool = False) -> Channel:
    """The same, where the app may write. Raises Refusal."""
    channel = at(asking, name, people=people)
    if channel.archived:
        raise Refusal("is_archived")
    if channel.kind == "im":
        other = asking.world.users.get(channel.other(asking.team.bot))
        if other is not None:
            alive(other)
    elif not channel.members & asking.bots and "chat:write.public" not in asking.token.scopes:
        raise Refusal("not_in_channel")
    return channel


def person_in(asking: Asking, channel: Channel, user: str) -> User:
    """Somebody who is in the channel. Raises Refusal."""
    found = asking.world.users.get(user)
    if found is None or user not in channel.members or found.deleted:
        raise Refusal("user_not_in_channel")
    return found


def card(channel: Channel, asking: Asking) -> Json:
    """The channel object."""
    out: Json = {
        "id": channel.id,
        "created": 1700000000,
        "is_archived": channel.archived,
        "is_im": channel.kind == "im",
        "is_org_shared": False,
        "context_team_id": channel.teams[0],
        "updated": 1700000000000,
    }
    if channel.kind == "im":
        return {**out, "user": channel.other(asking.team.bot), "is_open": True}
    return {
        **out,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.kind != "channel",
        "is_member": bool(channel.members & asking.bots),
        "is_general": channel.name == "general",
        "is_shared": len(channel.teams) > 1,
        "is_ext_shared": channel.external,
        "creator": "UADMIN",
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "shared_team_ids": list(channel.teams),
        "num_members": len(channel.members),
    }
