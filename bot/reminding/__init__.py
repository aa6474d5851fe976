"""When a reminder comes: wall times to instants, days off, quiet hours, the weekly cap. Pure; no chat, no store."""
