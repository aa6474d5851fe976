"""The command line's commands: one file per noun. Each `run(args)` returns what `--json` prints."""
