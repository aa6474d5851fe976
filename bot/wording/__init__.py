"""Every sentence the bot says, per language. English first; a second language is a second module."""
