"""The words of the command line. No verb loads the reader, and no verb's words are built but the one in use."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple, NoReturn

from reinvent_notes import __version__
from reinvent_notes.errors import CallError
from reinvent_tui.cli.paths import is_there, named_path

_PROGRAM = "reinvent-tui"
_GUARD = "\0"
_REFUSED_WORD = re.compile(r"-(?!-|h$)")


class Verb(NamedTuple):
    """A verb's one line of help, an example, and its own words."""

    does: str
    example: str
    words: Callable[[argparse.ArgumentParser], None]


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise CallError(message.replace(repr(_GUARD)[1:-1], ""), remedy=f"see {self.prog} --help")


def _paths(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file or a folder")


def _parse(parser: argparse.ArgumentParser) -> None:
    _paths(parser)
    parser.add_argument("--explain", action="store_true", help="say for each document what was seen, and what was not")


def _search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", nargs="+", metavar="QUERY", help="words and filters")
    parser.add_argument("--limit", type=_whole_number, default=20, metavar="N", help="at most N talks (20)")


def _list(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", nargs="*", metavar="QUERY", help="words and filters")
    parser.add_argument("--explain", action="store_true", help="say where each talk comes from, and why it is one")


def _talk(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("talk", metavar="TALK", help="an id, a code, a recording, or words of one title")


def _show(parser: argparse.ArgumentParser) -> None:
    _talk(parser)
    parser.add_argument("--explain", action="store_true", help="say where it comes from, and why it is one")


def _open(parser: argparse.ArgumentParser) -> None:
    _talk(parser)
    parser.add_argument("--at", metavar="M:SS", help="start here, and not where you stopped")
    parser.add_argument("--dry-run", action="store_true", help="print what would be opened")


def _mark(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("talks", nargs="+", metavar="TALK", help="an id, a code, a recording, or words of one title")
    from reinvent_notes.marks import Mark  # no other verb's words need it

    for mark in Mark:
        on, off = mark.options
        if off:
            group = parser.add_mutually_exclusive_group()
            group.add_argument(f"--{on}", dest=mark.value, action="store_const", const=True)
            group.add_argument(f"--{off}", dest=mark.value, action="store_const", const=False)
        else:
            metavar = {"rating": "N", "position": "M:SS"}.get(mark.kind, "TEXT")
            parser.add_argument(f"--{on}", dest=mark.value, metavar=metavar, help="'none' removes it")


def _marks(parser: argparse.ArgumentParser) -> None:
    parser.usage = "%(prog)s [export FILE | import FILE | sync FOLDER] [--json] [--data-dir DIR] [--no-bundled]"
    parser.add_argument(
        "what",
        nargs="*",
        metavar="export FILE, import FILE, sync FOLDER",
        help="write every mark to FILE, as JSON, or to read where its name ends in .md; take in the marks of FILE; "
        "both, in FOLDER, with a file for each machine. FILE may be - for standard output and input",
    )


def _index(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rebuild", action="store_true", help="read everything again")


def _nothing(parser: argparse.ArgumentParser) -> None:
    pass


VERBS = {
    "search": Verb("ranked talks", "search eventbrige year:2023..", _search),
    "list": Verb("every talk that a query keeps, by year and track", "list year:2022 is:unwatched", _list),
    "show": Verb("one talk with its notes, as Markdown", "show 2023-SVS401", _show),
    "open": Verb("a talk's recording", "open 2022-API311 --at 12:30", _open),
    "mark": Verb("set or remove marks, all in one step", "mark 2022-API311 --watched --rating 5", _mark),
    "marks": Verb("every mark, also to another machine and back", "marks export marks.json", _marks),
    "add": Verb("make notes and lists part of the library", "add ~/notes/reinvent ~/2022.json", _paths),
    "remove": Verb("take files and folders out of the library; marks stay", "remove ~/notes/reinvent", _paths),
    "sources": Verb("what the library is made of", "sources", _nothing),
    "parse": Verb("what would be read from documents, library untouched", "parse notes.md --explain", _parse),
    "stats": Verb("progress by year and track, week by week", "stats", _nothing),
    "doctor": Verb("where everything is, and how it is", "doctor", _nothing),
    "index": Verb("refresh the cache and say what changed", "index --rebuild", _index),
}


def parse_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    """The options, with `verb` None for the reader. Raises CallError; --help and --version print and exit."""
    words = list(arguments)
    at = _first_word(words)
    verb = words[at] if at is not None and words[at] in VERBS else None
    words = _guarded(words, query=verb in ("search", "list"))
    if verb is None:
        options = _unguarded(_reader_parser().parse_args(words))
        for path in options.paths:
            if not is_there(named_path(path)):
                raise CallError(f"there is no file, folder or verb called {path!r}", remedy=f"see {_PROGRAM} --help")
    else:
        del words[at]  # type: ignore[arg-type]  # there is a verb, so there is a place
        options = _unguarded(_verb_parser(verb).parse_intermixed_args(words))
    options.verb = verb
    return options


def _guarded(words: list[str], *, query: bool) -> list[str]:
    """What argparse would take for an option and is none gets a sign before it that no argument can have: words
    behind `--`, and in a query `-word` and `-is:watched`."""
    end = words.index("--") if "--" in words else len(words)
    before = [_GUARD + word if query and _REFUSED_WORD.match(word) else word for word in words[:end]]
    return before + [_GUARD + word for word in words[end + 1 :]]


def _unguarded(options: argparse.Namespace) -> argparse.Namespace:
    for name, value in vars(options).items():
        if isinstance(value, str):
            setattr(options, name, value.removeprefix(_GUARD))
        elif isinstance(value, list):
            setattr(options, name, [word.removeprefix(_GUARD) for word in value])
    return options


def _first_word(words: Sequence[str]) -> int | None:
    """Where the first argument stands that is neither an option nor an option's value."""
    skip = False
    for index, word in enumerate(words):
        if skip:
            skip = False
        elif word == "--data-dir":
            skip = True
        elif word == "--":
            return None
        elif not word.startswith("-"):
            return index
    return None


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data-dir", type=_named, metavar="DIR", help="keep everything in DIR (also REINVENT_TUI_DATA_DIR)"
    )
    parser.add_argument("--no-bundled", action="store_true", help="leave the bundled notes out this time")
    parser.add_argument("--version", action="version", version=f"{_PROGRAM} {__version__}")


def _reader_parser() -> argparse.ArgumentParser:
    verbs = "\n".join(f"  {name:<9}{verb.does}" for name, verb in VERBS.items())
    parser = _Parser(
        prog=_PROGRAM,
        description="Read notes on AWS re:Invent talks in the terminal.",
        epilog=f"verbs:\n{verbs}\n\nexamples:\n"
        f"  {_PROGRAM}\n  {_PROGRAM} ~/notes/reinvent\n  {_PROGRAM} search eventbridge\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="read these notes alone; without, the whole library")
    _common(parser)
    return parser


def _verb_parser(name: str) -> argparse.ArgumentParser:
    verb = VERBS[name]
    parser = _Parser(prog=f"{_PROGRAM} {name}", description=verb.does, epilog=f"example: {_PROGRAM} {verb.example}")
    verb.words(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    _common(parser)
    return parser


def _whole_number(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1_000_000:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to 1,000,000")
    return int(text)


def _named(text: str) -> str:
    """An empty value is a variable that was not set, and not a wish for the usual folders."""
    if not text:
        raise argparse.ArgumentTypeError("it is empty; name a folder")
    return text
