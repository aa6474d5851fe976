"""The world: command line, settings, terminal, store, scheduler. Nothing imports this package."""
