"""What people do. Each action returns when the bot's side has it: answered by the webhook, else queued."""

import mimetypes
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.fakes.telegram import texts
from tests.fakes.telegram.abouts import member
from tests.fakes.telegram.sends import dimensions
from tests.fakes.telegram.world import Chat, File, Json, Post

if TYPE_CHECKING:
    from tests.fakes.telegram.server import FakeTelegram


@dataclass(frozen=True)
class Sent:
    """What became of an action. `update` is None when the bot is not told of such things; `status` is the webhook's
    HTTP status, 0 without an answer, None while polling.
    """

    update: Json | None
    status: int | None = None
    post: Post | None = None


class Person:
    """Somebody with a Telegram account; `chat` is the private chat with the bot."""

    def __init__(self, fake: "FakeTelegram", user: Json, chat: Chat) -> None:
        self._fake = fake
        self.user = user
        self.chat = chat

    @property
    def id(self) -> int:
        return int(self.user["id"])

    async def says(
        self, text: str, chat: "Group | None" = None, topic: int | None = None, reply_to: Post | None = None
    ) -> Sent:
        return await self._writes(chat, topic, reply_to, **texts.content(text, texts.found_in(text)))

    async def start(self, payload: str = "") -> Sent:
        """Open the chat with the bot by its link. Raises ValueError for what a link cannot carry."""
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,64}", payload):
            raise ValueError("a deep link carries at most 64 of A-Z a-z 0-9 _ -")
        return await self.says(f"/start {payload}".strip())

    async def uploads(
        self,
        name: str,
        content: bytes,
        chat: "Group | None" = None,
        topic: int | None = None,
        caption: str = "",
        media_type: str | None = None,
        size: int = -1,
    ) -> Sent:
        """Send a document. `size` pretends another size than the content has."""
        kind = media_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        file = self._fake.world.store(name, content, kind, size=size)
        said = texts.content(caption, texts.found_in(caption), caption=True)
        return await self._writes(chat, topic, None, file, document=file.document(), **said)

    async def shows(
        self, content: bytes, chat: "Group | None" = None, topic: int | None = None, caption: str = ""
    ) -> Sent:
        """Send a picture; the bot gets it in two sizes, the smaller one first."""
        large = self._fake.world.store("photo.jpg", content, "image/jpeg", "photos")
        small = self._fake.world.store("photo.jpg", content[:64], "image/jpeg", "photos")
        whole = dimensions(content)
        half = {side: max(1, length // 2) for side, length in whole.items()}
        sizes = [
            {"file_id": file.id, "file_unique_id": file.unique, "file_size": file.size, **size}
            for file, size in ((small, half), (large, whole))
        ]
        said = texts.content(caption, texts.found_in(caption), caption=True)
        return await self._writes(chat, topic, None, large, photo=sizes, **said)

    async def asks_inline(self, text: str) -> Sent:
        """Write @bot and a text somewhere else. Raises RuntimeError unless `fake.world.inline`."""
        if not self._fake.world.inline:
            raise RuntimeError("this bot is not asked inline")
        self._fake.world.inline_queries += 1
        id = str(5_000_000_000_000 + self._fake.world.inline_queries)
        query = {"id": id, "from": self.user, "query": text, "offset": "", "chat_type": "private"}
        return await self._fake.push("inline_query", query)

    async def edits(self, post: Post, text: str) -> Sent:
        post.message |= {"text": text, "edit_date": self._fake.world.seconds()}
        post.message.pop("entities", None)
        post.message |= texts.content(text, texts.found_in(text))
        return await self._fake.push("edited_message", post.seen(), post)

    async def presses(self, message: Post, label: str) -> Sent:
        """Press a button by its label. Raises LookupError when there is none that calls the bot."""
        buttons = [] if message.deleted else [b for row in message.keyboard for b in row if b["text"] == label]
        if not buttons or "callback_data" not in buttons[0]:
            raise LookupError(f"no button {label!r} to press, only {message.labels}")
        return await self.presses_data(message, buttons[0]["callback_data"])

    async def presses_data(self, message: Post, data: str) -> Sent:
        """Press what may no longer be there, as a client with an old view of the message does."""
        press = self._fake.pressed.add(self.id, data)
        query = {
            "id": press.id,
            "from": self.user,
            "message": message.seen(),
            "chat_instance": str(9_000_000_000 + abs(message.chat)),
            "data": data,
        }
        return await self._fake.push("callback_query", query, message)

    async def blocks(self) -> Sent:
        self.chat.blocked = True
        return await self._changes("member", "kicked")

    async def unblocks(self) -> Sent:
        self.chat.blocked = False
        self.chat.started = True
        return await self._changes("kicked", "member")

    def vanishes(self) -> None:
        """The account is deleted; nobody is told."""
        self.chat.deactivated = True

    async def _writes(
        self, chat: "Group | None", topic: int | None, reply_to: Post | None, file: File | None = None, **fields: Any
    ) -> Sent:
        place = self.chat if chat is None else chat.chat
        if chat is None:
            if place.blocked:
                raise RuntimeError("nobody writes to a bot that they blocked")
            place.started = True
        else:
            place.members.setdefault(self.id, "member")
        if topic is not None:
            if topic not in place.topics:
                raise LookupError(f"no topic {topic}")
            fields |= {"message_thread_id": topic, "is_topic_message": True}
        if reply_to is not None:
            fields["reply_to_message"] = reply_to.seen(quoted=False)
        post = self._fake.world.keep(place, False, self.user, file, **fields)
        if not self._heard(place, post):
            return Sent(None, None, post)
        return await self._fake.push("message", post.seen(), post)

    def _heard(self, place: Chat, post: Post) -> bool:
        """Whether the bot gets to see it: in groups only what is meant for it, unless it reads everything."""
        if place.kind == "private":
            return True
        if place.bot in ("left", "kicked") or place.moved_to is not None:
            return False
        answered = post.message.get("reply_to_message", {}).get("from", {})
        name = f"@{self._fake.world.bot['username']}".lower()
        meant = name in post.text.lower() or any(e["type"] == "bot_command" for e in post.entities)
        whole = self._fake.world.reads_all or place.bot == "administrator"
        return whole or meant or answered.get("id") == self._fake.world.bot["id"]

    async def _changes(self, old: str, new: str) -> Sent:
        return await self._fake.push("my_chat_member", changed(self._fake, self.chat, self.user, old, new))


class Group:
    """A group or a supergroup, with topics or without."""

    def __init__(self, fake: "FakeTelegram", chat: Chat) -> None:
        self._fake = fake
        self.chat = chat

    @property
    def id(self) -> int:
        return self.chat.id

    async def adds_bot(self, by: Person) -> Sent:
        """The bot is told twice, as on the real server: by its membership, and by a message in the group."""
        sent = await self._turns(by, "member")
        said = self._fake.world.keep(self.chat, False, by.user, new_chat_members=[self._fake.world.bot])
        await self._fake.push("message", said.seen(), said)
        return sent

    async def removes_bot(self, by: Person) -> Sent:
        return await self._turns(by, "kicked")

    async def _turns(self, by: Person, status: str) -> Sent:
        old, self.chat.bot = self.chat.bot, status
        return await self._fake.push("my_chat_member", changed(self._fake, self.chat, by.user, old, status))

    def joins(self, person: Person, status: str = "member") -> None:
        """Make somebody a member, administrator, creator, restricted, left or kicked."""
        self.chat.members[person.id] = status

    async def opens_topic(self, by: Person, name: str) -> int:
        """Returns the id of the topic."""
        if not self.chat.forum:
            raise RuntimeError("this group has no topics")
        post = self._fake.world.keep(self.chat, False, by.user)
        post.message |= {
            "message_thread_id": post.id,
            "is_topic_message": True,
            "forum_topic_created": {"name": name, "icon_color": 7322096},
        }
        self.chat.topics[post.id] = True
        await self._fake.push("message", post.seen(), post)
        return post.id

    def closes_topic(self, topic: int) -> None:
        self.chat.topics[topic] = False

    def deletes_topic(self, topic: int) -> None:
        del self.chat.topics[topic]

    async def migrates(self, by: Person) -> tuple["Group", Sent, Sent]:
        """Become a supergroup with another id: (the new one, what the old chat says, what the new one says)."""
        new = self._fake.group(-1_000_000_000_000 - abs(self.id), self.chat.title)
        new.chat.members = dict(self.chat.members)
        said = self._fake.world.keep(self.chat, False, by.user, migrate_to_chat_id=new.id)
        first = await self._fake.push("message", said.seen(), said)
        self.chat.moved_to = new.id
        said = self._fake.world.keep(new.chat, False, by.user, migrate_from_chat_id=self.id)
        return new, first, await self._fake.push("message", said.seen(), said)


def changed(fake: "FakeTelegram", chat: Chat, by: Json, old: str, new: str) -> Json:
    """A ChatMemberUpdated of the bot."""
    bot = fake.world.bot
    return {
        "chat": chat.card(),
        "from": by,
        "date": fake.world.seconds(),
        "old_chat_member": member(bot, old),
        "new_chat_member": member(bot, new),
    }
