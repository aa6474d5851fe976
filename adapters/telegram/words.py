"""The few sentences that the Telegram adapter says itself. English."""

POINTER = (
    "This answer is for you alone: you find it in our private chat. "
    "If we have not talked there yet, open it with the button and ask me there."
)
OPEN = "Open our private chat"
DESCRIPTION = (
    "I plan your next career credentials: which ones, in which order, by when, and what they cost. "
    "Every plan is checked before you see it, and says where its facts come from.\n\n"
    "Tell me what you want to become, how many hours a week you have, and your budget."
)
SHORT_DESCRIPTION = "Plans your next career credentials, and keeps at it with you."
CONFLICT = "Another process asks Telegram for this bot's messages as well; only one may, so please stop the other one."
BAD_TOKEN = "Telegram does not accept the bot token: please check CREDPATH_TELEGRAM_TOKEN."  # noqa: S105
ODD_TOKEN = "CREDPATH_TELEGRAM_TOKEN does not look like a bot token (123456:ABC…)."  # noqa: S105
NO_URL = "Webhook mode needs CREDPATH_PUBLIC_URL, the https address at which Telegram reaches this process."
BAD_SECRET = "CREDPATH_TELEGRAM_SECRET must have 32 to 256 characters, of A-Z a-z 0-9 _ and - only."  # noqa: S105
