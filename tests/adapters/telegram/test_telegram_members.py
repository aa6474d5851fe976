"""Who runs a group: those whom Telegram says so of, and nobody else."""

import asyncio
from datetime import timedelta

from adapters.telegram.platform import Telegram
from tests.adapters.telegram.telegram_script import ANN, Clock, no, ok, opened
from tests.adapters.telegram.telegram_there import There, run
from tests.fakes.telegram.server import FakeTelegram

HERE = "-100200"


def test_who_runs_a_group() -> None:
    """The creator and administrators of this group; no member, no stranger, nobody who was one elsewhere or before."""

    async def story() -> None:
        async with FakeTelegram() as fake:
            clock = Clock()
            bot = opened(fake.url, clock=clock, token=fake.token)
            await bot.start()
            try:
                await asked(fake, bot, clock)
            finally:
                await bot.close()

    asyncio.run(story())


async def asked(fake: FakeTelegram, bot: Telegram, clock: Clock) -> None:
    ann, bob, cat = fake.person(7, "Ann"), fake.person(8, "Bob"), fake.person(9, "Cat")
    team, other = fake.group(-100200, "Team"), fake.group(-100300, "Other")
    team.joins(ann, "creator")
    team.joins(bob, "administrator")
    team.joins(cat, "member")
    other.joins(cat, "creator")
    runs = {user: await bot.is_admin(HERE, user) for user in ("7", "8", "9", "10", "0", "x", "")}
    assert runs == {"7": True, "8": True, "9": False, "10": False, "0": False, "x": False, "": False}
    assert await bot.is_admin("-100300", "9")
    assert not await bot.is_admin("7", "7")  # a private chat has no administrator
    assert not await bot.is_admin("-5", "7")  # no such chat
    team.joins(bob, "member")
    assert await bot.is_admin(HERE, "8")  # a look may be 15 minutes old
    assert not await bot.is_admin(HERE, "8", writing=True)
    assert not await bot.is_admin(HERE, "8")
    team.joins(ann, "member")
    clock.at += timedelta(minutes=15)
    assert not await bot.is_admin(HERE, "7")


def test_no_is_the_answer_to_silence() -> None:
    """Errors and odd answers make nobody an administrator, and what was known before a failure is forgotten."""

    yes = ok({"status": "administrator", "user": ANN})
    another = ok({"status": "creator", "user": {**ANN, "id": 8}})
    program = ok({"status": "administrator", "user": {**ANN, "is_bot": True}})
    odd = [
        no(400, "Bad Request: member list is inaccessible"),
        no(500, "Internal"),
        ok(None),
        ok({"status": "creator"}),
    ]

    async def story(here: There) -> list[bool]:
        return [await here.bot.is_admin(HERE, "7", writing=True) for _ in range(8)]

    answers = [yes, *odd, another, program, yes]
    assert run(story, getChatMember=answers) == [True, *[False] * 6, True]


def test_no_after_a_failed_look() -> None:
    async def story(here: There) -> list[bool]:
        first = await here.bot.is_admin(HERE, "7")
        return [first, await here.bot.is_admin(HERE, "7", writing=True), await here.bot.is_admin(HERE, "7")]

    yes = ok({"status": "administrator", "user": ANN})
    assert run(story, getChatMember=[yes, no(400, "Bad Request")]) == [True, False, False]
