"""What happens to the app itself: it is addressed, checked, taken into channels, thrown out."""

from typing import TYPE_CHECKING, Any

from tests.fakes.slack.hooks import parsed
from tests.fakes.slack.outcome import Answer, Attempt

if TYPE_CHECKING:
    from tests.fakes.slack.server import FakeSlack

Json = dict[str, Any]


class Lifecycle:
    """Events without a person who speaks."""

    def __init__(self, fake: "FakeSlack") -> None:
        self._fake = fake

    async def verifies(self, challenge: str = "challenge-1") -> Answer:
        """url_verification: the answer has to be the challenge."""
        payload = {"token": "verification-token", "challenge": challenge, "type": "url_verification"}
        return await self._fake.deliver("event", payload)

    async def checks_ssl(self) -> Attempt:
        """ssl_check, which is not signed."""
        import aiohttp

        assert self._fake.hooks is not None
        body = {"ssl_check": "1", "token": "verification-token"}
        async with aiohttp.ClientSession() as session, session.post(self._fake.hooks.url, data=body) as answer:
            return Attempt(answer.status, parsed(await answer.text()))

    async def invited(self, channel: str, by: str, team: str = "T1") -> Answer:
        """Somebody takes the bot into a channel."""
        world, place = self._fake.world, self._fake.world.workspaces[team]
        target = world.channels[channel]
        target.members.add(place.bot)
        inner = {
            "type": "member_joined_channel",
            "user": place.bot,
            "channel": channel,
            "channel_type": "C" if target.kind == "channel" else "G",
            "team": team,
            "inviter": by,
            "event_ts": world.stamp(),
        }
        return await self._fake.event(place, inner, target)

    async def removed(self, channel: str, by: str, team: str = "T1") -> Answer:
        """Somebody throws the bot out of a channel."""
        world, place = self._fake.world, self._fake.world.workspaces[team]
        target = world.channels[channel]
        target.members.discard(place.bot)
        kind = "channel_left" if target.kind == "channel" else "group_left"
        inner = {"type": kind, "channel": channel, "actor_id": by, "event_ts": world.stamp()}
        return await self._fake.event(place, inner, target)

    async def archived(self, channel: str, by: str, team: str = "T1") -> Answer:
        """Somebody archives a channel."""
        world, place = self._fake.world, self._fake.world.workspaces[team]
        target = world.channels[channel]
        target.archived = True
        kind = "channel_archive" if target.kind == "channel" else "group_archive"
        inner = {"type": kind, "channel": channel, "user": by, "event_ts": world.stamp()}
        return await self._fake.event(place, inner, target)

    async def uninstalled(self, team: str = "T1", *, tokens_first: bool = False) -> list[Answer]:
        """The workspace throws the app out: its tokens end, and both events come, in either order."""
        world, place = self._fake.world, self._fake.world.workspaces[team]
        place.installed = False
        for token in list(world.tokens.known.values()):
            if token.kind == "bot" and (token.team == team or (place.wide and token.enterprise == place.enterprise)):
                world.tokens.revoke(token.text)
        events: list[Json] = [
            {"type": "app_uninstalled"},
            {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [place.bot]}},
        ]
        if tokens_first:
            events.reverse()
        return [await self._fake.event(place, {**inner, "event_ts": world.stamp()}) for inner in events]
