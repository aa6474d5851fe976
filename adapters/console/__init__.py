"""The terminal: renders replies as text, reads lines, keeps the conversation going."""
