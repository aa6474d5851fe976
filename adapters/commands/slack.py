"""credpath slack manifest: what to paste at api.slack.com."""

import argparse
import json

from adapters.app import App
from adapters.commands.output import Answer


def run(args: argparse.Namespace) -> Answer:
    """Dispatch on the word."""
    from adapters.slack.manifest import manifest

    app = App.from_args(args)
    value = manifest(args.url or app.settings.public_url, socket=bool(args.socket))
    return Answer(value, json.dumps(value, indent=2))
