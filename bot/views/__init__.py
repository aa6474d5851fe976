"""From domain values to replies. Pure; wording comes from `bot/wording`."""
