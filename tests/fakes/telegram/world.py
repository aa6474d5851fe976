"""Who and what there is on the fake Telegram: the bot, people, chats, topics, messages, files."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, Protocol

from tests.fakes.telegram.refusal import bad, forbidden

Json = dict[str, Any]
Kind = Literal["private", "group", "supergroup"]
TOKEN = "123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"
MOST_FILE = 20 * 1024 * 1024  # bytes that getFile gives out


class Clock(Protocol):
    """Where time comes from, always with a time zone."""

    def now(self) -> datetime: ...


@dataclass
class Stopwatch:
    """Moves when told to."""

    at: datetime = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def forward(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class File:
    """Something uploaded; `until` is when its link ends, None before getFile was asked."""

    id: str
    unique: str
    name: str
    media_type: str
    content: bytes
    size: int
    path: str
    until: datetime | None = None

    def document(self) -> Json:
        return {
            "file_id": self.id,
            "file_unique_id": self.unique,
            "file_name": self.name,
            "mime_type": self.media_type,
            "file_size": self.size,
        }


@dataclass
class Post:
    """One message in a chat, as the Message object that it is. `shown` is when it was last changed."""

    message: Json
    mine: bool
    at: datetime
    file: File | None = None
    deleted: bool = False

    @property
    def id(self) -> int:
        return int(self.message["message_id"])

    @property
    def chat(self) -> int:
        return int(self.message["chat"]["id"])

    @property
    def text(self) -> str:
        """What is to be read in it, after entity parsing: a text, a caption or the text of a rich message."""
        return str(self.message.get("text", self.message.get("caption", self.message.get("rich_text", ""))))

    @property
    def entities(self) -> list[Json]:
        return list(self.message.get("entities", self.message.get("caption_entities", [])))

    @property
    def keyboard(self) -> list[list[Json]]:
        return list(self.message.get("reply_markup", {}).get("inline_keyboard", []))

    @property
    def labels(self) -> list[str]:
        return [button["text"] for row in self.keyboard for button in row]

    @property
    def topic(self) -> int | None:
        return self.message.get("message_thread_id")

    @property
    def edited(self) -> bool:
        return "edit_date" in self.message

    def seen(self, quoted: bool = True) -> Json:
        """The Message object as others get it, without what only the fake keeps."""
        hidden = {"rich_text"} if quoted else {"rich_text", "reply_to_message"}
        return {name: value for name, value in self.message.items() if name not in hidden}


@dataclass
class Chat:
    """A private chat or a group. `bot` is the bot's status in a group; `topics` maps ids to whether it is open."""

    id: int
    kind: Kind
    title: str = ""
    user: Json = field(default_factory=dict)
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    bot: str = "member"
    members: dict[int, str] = field(default_factory=dict)
    forum: bool = False
    topics: dict[int, bool] = field(default_factory=dict)
    moved_to: int | None = None
    posts: dict[int, Post] = field(default_factory=dict)

    def card(self) -> Json:
        """The Chat object."""
        if self.kind == "private":
            names = {k: self.user[k] for k in ("first_name", "last_name", "username") if k in self.user}
            return {"id": self.id, "type": "private", **names}
        return {"id": self.id, "type": self.kind, "title": self.title, **({"is_forum": True} if self.forum else {})}

    def writable(self) -> None:
        """Raises Refusal where the bot cannot write."""
        if self.moved_to is not None:
            raise bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=self.moved_to)
        if self.kind == "private":
            if self.deactivated:
                raise forbidden("user is deactivated")
            if self.blocked:
                raise forbidden("bot was blocked by the user")
            if not self.started:
                raise forbidden("bot can't initiate conversation with a user")
        elif self.bot == "kicked":
            raise forbidden(f"bot was kicked from the {self.kind} chat")
        elif self.bot == "left":
            raise forbidden(f"bot is not a member of the {self.kind} chat")


class World:
    """The state. Ids are given out here: a supergroup counts its own messages, everything else counts together."""

    def __init__(self, clock: Clock, token: str, username: str, name: str, reads_all: bool) -> None:
        self.clock = clock
        self.token = token
        self.bot: Json = {"id": int(token.partition(":")[0]), "is_bot": True, "first_name": name, "username": username}
        self.reads_all = reads_all
        self.inline = False  # whether people can write @bot in any chat
        self.inline_queries = 0
        self.users: dict[int, Json] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, File] = {}
        self._shared = 0

    def seconds(self) -> int:
        return int(self.clock.now().timestamp())

    def next_message(self, chat: Chat) -> int:
        if chat.kind == "supergroup":
            return max(chat.posts, default=0) + 1
        self._shared += 1
        return self._shared

    def find(self, chat_id: Any) -> Chat:
        """The chat of an id, a number or its digits. Raises Refusal."""
        try:
            return self.chats[int(chat_id)]
        except (KeyError, ValueError, TypeError):
            raise bad("chat not found") from None

    def keep(self, chat: Chat, mine: bool, sender: Json, file: File | None = None, **fields: Any) -> Post:
        """Put a message into a chat."""
        message: Json = {
            "message_id": self.next_message(chat),
            "from": sender,
            "chat": chat.card(),
            "date": self.seconds(),
            **fields,
        }
        post = Post(message, mine, self.clock.now(), file)
        chat.posts[post.id] = post
        return post

    def store(self, name: str, content: bytes, media_type: str, folder: str = "documents", size: int = -1) -> File:
        """Keep a file. `size` pretends another one, for files that are too big to be made."""
        number = len(self.files) + 1
        ending = name.rpartition(".")[2].lower() if "." in name else "bin"
        ending = ending if ending.isascii() and ending.isalnum() else "bin"
        file = File(
            f"BQACAgIAAxkBAAIB{number:06d}Fake",
            f"AgAD{number:06d}",
            name,
            media_type,
            content,
            len(content) if size < 0 else size,
            f"{folder}/file_{number}.{ending}",
        )
        self.files[file.id] = file
        return file
