"""The `credpath` command: options, dispatch, exit statuses. Heavy imports stay inside the commands."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path


def instant(text: str) -> datetime:
    """An ISO date or instant; without a zone it is UTC."""
    at = datetime.fromisoformat(text)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _common(parser: argparse.ArgumentParser, default: object) -> None:
    parser.add_argument("--json", action="store_true", default=default, help="one JSON document on stdout")
    parser.add_argument("--data", type=Path, default=default, metavar="DIR", help="data folder")
    parser.add_argument("--tenant", default=default, metavar="NAME", help="whose data (default: home)")
    parser.add_argument("--now", type=instant, default=default, metavar="ISO", help="fix the clock")


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="credpath", description="Plans your next career credentials, and proves the plan."
    )
    _common(top, None)
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, help: str, module: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help, description=help)
        _common(sub, argparse.SUPPRESS)
        sub.set_defaults(module=module)
        return sub

    chat = command("chat", "talk in the terminal", "chat")
    chat.add_argument("--as", dest="who", default="me", metavar="NAME", help="who is talking (default: me)")
    chat.add_argument("--script", metavar="FILE", help="one message a line; @ ISO moves the clock; - is stdin")
    read = command("read", "the intent and slots understood in a text", "find")
    read.add_argument("text", metavar="TEXT")
    search = command("search", "find credentials, skills and roles", "find")
    search.add_argument("text", metavar="TEXT")
    search.add_argument("--kind", choices=["credential", "skill", "occupation"])
    search.add_argument("-k", type=int, default=10, metavar="N")
    link = command("link", "link lines of text to skills or roles", "find")
    link.add_argument("file", metavar="FILE.jsonl")
    link.add_argument("--kind", choices=["skill", "occupation"], required=True)
    link.add_argument("-k", type=int, default=5, metavar="N")
    link.add_argument("--vocabulary", choices=["own", "esco", "onet", "all"], default="own")
    plan = command("plan", "a request to a checked plan", "plan")
    plan.add_argument("file", metavar="REQUEST.json", nargs="?")
    plan.add_argument(
        "--schema", nargs="?", const="person", choices=("person", "team"), help="the JSON Schema of a request"
    )
    check = command("check", "check a plan independently", "plan")
    check.add_argument("file", metavar="PLAN.json")
    catalog = command("catalog", "what is known", "catalog")
    what = catalog.add_subparsers(dest="what", required=True, metavar="WHAT")
    for name, help in (("status", "counts and confidence"), ("audit", "review"), ("reports", "reported facts")):
        _common(what.add_parser(name, help=help), argparse.SUPPRESS)
    show = what.add_parser("show", help="one record with its sources")
    _common(show, argparse.SUPPRESS)
    show.add_argument("id", metavar="ID")
    taken = what.add_parser("import", help="a list, a folder or a payload of your own, beside the shipped catalog")
    _common(taken, argparse.SUPPRESS)
    taken.add_argument("file", metavar="FILE", help="a file or a folder")
    taken.add_argument("--format", choices=["own", "csv", "ctdl", "wallet", "microsoft", "elm"], help="else found out")
    taken.add_argument("--name", metavar="NAME", help="what the import is called (default: the file's name)")
    taken.add_argument("--skip-bad-lines", action="store_true", help="leave out lines of a table that cannot be read")
    removed = what.add_parser("remove", help="take an import out again")
    _common(removed, argparse.SUPPRESS)
    removed.add_argument("name", metavar="NAME")
    exported = what.add_parser("export", help="the whole catalog as one document")
    _common(exported, argparse.SUPPRESS)
    exported.add_argument("file", metavar="FILE", help=".yaml, .json or .jsonld")
    exported.add_argument("--format", choices=["own", "ctdl"], help="else by the suffix")
    demand = what.add_parser("demand", help="count your own job postings; only counts are kept")
    _common(demand, argparse.SUPPRESS)
    demand.add_argument("file", metavar="FILE.jsonl")
    vocabulary = command("vocabulary", "ESCO, O*NET, OEWS and NICE from their official files", "vocabulary")
    told = vocabulary.add_subparsers(dest="what", required=True, metavar="WHAT")
    _common(told.add_parser("status", help="what is imported"), argparse.SUPPRESS)
    bring = told.add_parser("import", help="read official files, folders or zips")
    _common(bring, argparse.SUPPRESS)
    bring.add_argument("files", nargs="+", metavar="FILE")
    person = command("person", "take out, bring in or forget a person's record", "person")
    person.add_argument("what", choices=["export", "import", "forget"])
    person.add_argument("file", metavar="FILE", nargs="?", help="for import")
    person.add_argument("--as", dest="who", default="me", metavar="NAME", help="whose record (default: me)")
    command("migrate", "bring the store to the current shape", "operate")
    resume = command("resume", "send again from a restored copy of the database", "operate")
    resume.add_argument("--keep", action="store_true", help="also send what waited when the copy was made")
    command("doctor", "what is configured, reachable and missing", "operate")
    command("serve", "Slack, Telegram and the web, as configured", "serve")
    slack = command("slack", "the Slack app", "slack")
    slack.add_argument("what", choices=["manifest"])
    slack.add_argument("--socket", action="store_true", help="for Socket Mode: no public address is needed")
    slack.add_argument("--url", default="", metavar="URL", help="the public address (default: CREDPATH_PUBLIC_URL)")
    work = command("work", "queue due reminders, and send them where a platform is configured", "operate")
    work.add_argument("--once", action="store_true", help="one tick, then stop")
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit status (0 done, 1 refused, 2 bad usage)."""
    args = parser().parse_args(argv)
    from adapters.commands.output import Refused, refuse, show
    from bot.errors import CredpathError

    as_json = bool(args.json)
    try:
        answer = import_module(f"adapters.commands.{args.module}").run(args)
        return show(answer, as_json)
    except Refused as error:
        return refuse(error, as_json)
    except CredpathError as error:
        return refuse(Refused(error.code, error.message), as_json)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            sys.stderr.close()
            return 1
        return refuse(
            Refused("no_data", f"I cannot use {error.filename or 'a file'}: {error.strerror or error}."), as_json
        )
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
