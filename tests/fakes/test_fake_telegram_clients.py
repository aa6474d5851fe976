"""Clients that nobody here wrote work with the fake: python-telegram-bot, aiogram, and our own adapter."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat, TelegramRetryAfter
from aiogram.types import BotCommand, BufferedInputFile
from aiogram.types import InlineKeyboardButton as Key
from aiogram.types import InlineKeyboardMarkup as AioKeys
from aiohttp import web
from starlette.applications import Starlette
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, Conflict, Forbidden
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from adapters.wire import Failure
from tests.adapters.telegram.telegram_script import Inbox, letter, opened
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.server import FakeTelegram

PLAN = InlineKeyboardMarkup([[InlineKeyboardButton("Plan", callback_data="p:1")]])


def application(fake: FakeTelegram) -> Any:
    """A small bot as PTB's documentation writes them."""

    async def start(update: Update, context: Any) -> None:
        assert update.message
        await update.message.reply_html(f"<b>Hi</b> {' '.join(context.args)}", reply_markup=PLAN)

    async def press(update: Update, _: Any) -> None:
        assert update.callback_query
        await update.callback_query.answer("on it")
        await update.callback_query.edit_message_text("Your plan")

    async def document(update: Update, _: Any) -> None:
        assert update.message
        assert update.message.document
        file = await update.message.document.get_file()
        content = bytes(await file.download_as_bytearray())
        await update.message.reply_document(content.upper(), filename="back.txt", caption="here")

    base = Application.builder().token(fake.token).base_url(f"{fake.url}/bot").base_file_url(f"{fake.url}/file/bot")
    app = base.build()
    app.add_handler(CommandHandler("start", start))
    app.add_handler(CallbackQueryHandler(press))
    app.add_handler(MessageHandler(filters.Document.ALL, document))
    return app


async def talk(fake: FakeTelegram, ann: Person) -> None:
    """What happens with that bot, however updates come to it."""
    await ann.start("inv_abc")
    await fake.until(lambda: len(fake.messages(ann)) == 1)
    [hello] = fake.messages(ann)
    assert (hello.text, hello.entities) == ("Hi inv_abc", [{"type": "bold", "offset": 0, "length": 2}])
    await ann.presses(hello, "Plan")
    await fake.until(lambda: fake.messages(ann)[0].edited)
    assert (hello.text, hello.labels, fake.pressed.spinning) == ("Your plan", [], [])
    assert [p.answer for p in fake.pressed.all.values()] == ["on it"]
    await ann.uploads("cv.txt", b"what i did")
    await fake.until(lambda: len(fake.documents(ann)) == 1)
    assert [(f.name, f.content) for f in fake.documents(ann)] == [("back.txt", b"WHAT I DID")]
    assert fake.strangers == []
    assert [c.answer for c in fake.calls if c.answer and not c.ok] == []


def test_ptb_by_polling() -> None:
    async def story() -> None:
        async with FakeTelegram() as fake:
            app = application(fake)
            async with app:
                await app.start()
                await app.updater.start_polling(timeout=20)
                ann = fake.person(7, "Ann")
                await talk(fake, ann)
                await fake.taken()
                fake.inbox.wake()
                await app.updater.stop()
                await app.stop()

    asyncio.run(story())


@asynccontextmanager
async def serving(app: Any) -> AsyncIterator[str]:
    async def hear(request: web.Request) -> web.Response:
        if request.headers.get("X-Telegram-Bot-Api-Secret-Token") != "s" * 32:
            return web.Response(status=403)
        await app.process_update(Update.de_json(await request.json(), app.bot))
        return web.Response()

    server = web.Application()
    server.router.add_post("/ptb", hear)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/ptb"
    finally:
        await runner.cleanup()


def test_ptb_by_webhook() -> None:
    async def story() -> None:
        async with FakeTelegram() as fake:
            app = application(fake)
            async with app, serving(app) as url:
                await app.bot.set_webhook(url, secret_token="s" * 32)
                ann = fake.person(7, "Ann")
                await talk(fake, ann)
                assert fake.inbox.pending == []
                with pytest.raises(Conflict):
                    await app.bot.get_updates()
                await app.bot.set_webhook(url, secret_token="t" * 32)
                assert (await ann.start()).status == 403
                await ann.blocks()
                with pytest.raises(Forbidden, match="bot was blocked by the user"):
                    await app.bot.send_message(7, "x")
                with pytest.raises(BadRequest, match="Message is too long"):
                    await app.bot.send_message(7, "x" * 4097)

    asyncio.run(story())


def test_aiogram_as_a_second_client() -> None:
    async def story() -> None:
        async with FakeTelegram() as fake:
            ann, team = fake.person(7, "Ann"), fake.group(-200, "Team", "group")
            session = AiohttpSession(api=TelegramAPIServer.from_base(fake.url))
            async with Bot(fake.token, session=session) as bot:
                assert (await bot.get_me()).username == "CredpathBot"
                await ann.uploads("cv.txt", b"what I did")
                [update] = await bot.get_updates(timeout=0)
                assert update.message
                assert update.message.document
                found = await bot.download(update.message.document)
                assert found is not None
                assert found.read() == b"what I did"
                keys = AioKeys(inline_keyboard=[[Key(text="go", callback_data="1")]])
                sent = await bot.send_message(7, "<b>x</b>", parse_mode="HTML", reply_markup=keys)
                assert sent.entities
                assert sent.entities[0].type == "bold"
                await ann.presses(fake.messages(ann)[0], "go")
                [update] = await bot.get_updates(offset=update.update_id + 1)
                assert update.callback_query
                assert await bot.answer_callback_query(update.callback_query.id)
                await bot.edit_message_text("y", chat_id=7, message_id=sent.message_id)
                with pytest.raises(TelegramBadRequest, match="message is not modified"):
                    await bot.edit_message_text("y", chat_id=7, message_id=sent.message_id)
                await bot.send_document(7, BufferedInputFile(b"a,b", "plan.csv"), caption="plan")
                assert [(f.name, f.content) for f in fake.documents(ann)] == [("plan.csv", b"a,b")]
                await bot.set_my_commands([BotCommand(command="plan", description="Plan")])
                assert [c.command for c in await bot.get_my_commands()] == ["plan"]
                assert (await bot.get_chat_member(-200, 7)).status == "left"
                assert (await bot.get_chat(-200)).title == "Team"
                assert (await bot.get_webhook_info()).pending_update_count == 1
                assert await bot.send_chat_action(7, "typing")
                assert await bot.send_message_draft(7, 1, text="...")
                assert await bot.delete_message(7, sent.message_id)
                fake.faults.flood(4)
                with pytest.raises(TelegramRetryAfter) as flooded:
                    await bot.send_message(7, "x")
                assert flooded.value.retry_after == 4
                new, _, _ = await team.migrates(ann)
                with pytest.raises(TelegramMigrateToChat) as moved:
                    await bot.send_message(-200, "x")
                assert moved.value.migrate_to_chat_id == new.id
                await ann.blocks()
                with pytest.raises(TelegramForbiddenError):
                    await bot.send_message(7, "x")

    asyncio.run(story())


def test_our_adapter_by_polling() -> None:
    async def story() -> None:
        async with FakeTelegram() as fake:
            inbox = Inbox()
            ours = opened(fake.url, inbox, mode="polling")
            ann = fake.person(7, "Ann")
            await ours.start()
            await ann.says("hello")
            await inbox.until(1)
            assert (inbox.events[0].text, inbox.events[0].conversation) == ("hello", "7")
            [call] = ours.calls(letter("a < b"))
            receipt = await ours.send("acme", call)
            [said] = fake.messages(ann)
            assert (said.text, receipt) == ("a < b", f"7:{said.id}")
            await ann.blocks()
            await inbox.until(2)
            with pytest.raises(Failure, match="blocked"):
                await ours.send("acme", call)
            await ours.close()
            assert fake.inbox.pending == []
            assert fake.strangers == []

    asyncio.run(story())


@asynccontextmanager
async def listening(routes: Any) -> AsyncIterator[str]:
    config = uvicorn.Config(Starlette(routes=routes), log_level="error", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    with socket.socket() as at:
        at.bind(("127.0.0.1", 0))
        at.listen()  # whoever comes before the server is ready waits
        serving = asyncio.create_task(server.serve([at]))
        try:
            yield f"http://127.0.0.1:{at.getsockname()[1]}"
        finally:
            server.should_exit = True
            await serving


def test_our_adapter_by_webhook() -> None:
    async def story() -> None:
        async with FakeTelegram() as fake:
            inbox = Inbox()
            ours = opened(fake.url, inbox, mode="webhook", public_url="https://bot.example.org")
            await ours.start()
            async with listening(ours.routes()) as local:
                fake.route("https://bot.example.org", local)
                ann, team = fake.person(7, "Ann"), fake.group(-100200, "Team", forum=True)
                inbox.failures = 1
                sent = await ann.says("hello")
                assert sent.status == 500
                assert await fake.redeliver() == [200]
                assert await fake.redeliver(sent.update) == [200]
                topic = await team.opens_topic(ann, "Plans")
                assert (await ann.says("/plan@CredpathBot", team, topic)).status == 200
                assert [(e.text != "", e.conversation, e.thread) for e in inbox.events] == [
                    (True, "7", None),
                    (True, "-100200", str(topic)),
                ]
                assert fake.inbox.hook is not None
                fake.inbox.hook.secret = "x" * 32
                assert (await ann.says("a stranger")).status == 403
            await ours.close()

    asyncio.run(story())
