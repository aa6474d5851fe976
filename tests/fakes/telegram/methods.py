"""Which method does what."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.fakes.telegram import abouts, edits, sends
from tests.fakes.telegram.asking import Asked

if TYPE_CHECKING:
    from tests.fakes.telegram.server import FakeTelegram

Method = Callable[["FakeTelegram", Asked], Any]


def _draft(fake: "FakeTelegram", asked: Asked) -> bool:
    fake.drafts.append(sends.draft(fake.world, asked))
    return True


METHODS: dict[str, Method] = {
    "getMe": lambda fake, _: abouts.get_me(fake.world),
    "getUpdates": lambda fake, asked: fake.inbox.get(asked.params),
    "setWebhook": lambda fake, asked: fake.inbox.set_hook(asked.params),
    "deleteWebhook": lambda fake, asked: fake.inbox.unset_hook(asked.params),
    "getWebhookInfo": lambda fake, _: fake.inbox.info(),
    "sendMessage": lambda fake, asked: sends.send_message(fake.world, asked),
    "sendDocument": lambda fake, asked: sends.send_document(fake.world, asked),
    "sendPhoto": lambda fake, asked: sends.send_photo(fake.world, asked),
    "sendRichMessage": lambda fake, asked: sends.send_rich_message(fake.world, asked),
    "sendChatAction": lambda fake, asked: sends.send_chat_action(fake.world, asked),
    "sendMessageDraft": _draft,
    "editMessageText": lambda fake, asked: edits.edit_text(fake.world, asked, fake.rich),
    "editMessageCaption": lambda fake, asked: edits.edit_caption(fake.world, asked),
    "editMessageReplyMarkup": lambda fake, asked: edits.edit_markup(fake.world, asked),
    "deleteMessage": lambda fake, asked: edits.delete(fake.world, asked),
    "answerCallbackQuery": lambda fake, asked: fake.pressed.answer(asked),
    "getFile": lambda fake, asked: abouts.get_file(fake.world, asked),
    "getChat": lambda fake, asked: abouts.get_chat(fake.world, asked),
    "getChatMember": lambda fake, asked: abouts.get_member(fake.world, asked),
    "leaveChat": lambda fake, asked: abouts.leave(fake.world, asked),
    "setMyCommands": lambda fake, asked: fake.menu.set_commands(fake.world, asked),
    "getMyCommands": lambda fake, asked: fake.menu.get_commands(fake.world, asked),
    "deleteMyCommands": lambda fake, asked: fake.menu.delete_commands(fake.world, asked),
    "setMyDescription": lambda fake, asked: fake.menu.set_about("description", asked),
    "getMyDescription": lambda fake, asked: fake.menu.get_about("description", asked),
    "setMyShortDescription": lambda fake, asked: fake.menu.set_about("short_description", asked),
    "getMyShortDescription": lambda fake, asked: fake.menu.get_about("short_description", asked),
    "setChatMenuButton": lambda fake, asked: fake.menu.set_button(fake.world, asked),
    "getChatMenuButton": lambda fake, asked: fake.menu.get_button(fake.world, asked),
}
NAMES = {name.lower(): name for name in METHODS}
