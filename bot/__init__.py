"""One message in, one reply out: all wording, all use cases. Knows no Slack, Telegram, SQL or framework."""
