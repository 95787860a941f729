"""From whatever went wrong to one message on stderr and an exit code: 0 good, 1 a named problem, 2 wrong usage."""

from __future__ import annotations

import os
import sqlite3
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress

import click
from click.exceptions import NoArgsIsHelpError

from coordkit.cli.output import clean, one_line
from coordkit.domain.errors import CoordkitError

GOOD, PROBLEM, WRONG_USAGE = 0, 1, 2
SHOW_TRACEBACK = "COORDKIT_TRACEBACK"


class Refused(CoordkitError):
    """The command line itself refuses: no desk here, a name that fits several records, a question answered with no."""


def outcome(work: Callable[[], object]) -> int:
    """Runs ``work`` and gives the exit code; what went wrong is told on stderr, in one message and without a traceback."""
    try:
        code = work()
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read our output has read enough, as `head` does: nothing to tell, and nobody to tell it to
        _let_go_of_stdout()
        return PROBLEM
    except SystemExit as error:  # click's own way out of a broken pipe, and what a plugin's command may do
        return error.code if isinstance(error.code, int) else PROBLEM if error.code else GOOD
    except NoArgsIsHelpError as error:  # "coordkit meetings" asks what there is
        _say(error.format_message())
        return WRONG_USAGE
    except click.UsageError as error:
        _usage(error)
        return WRONG_USAGE
    except BaseException as error:
        if os.environ.get(SHOW_TRACEBACK):
            traceback.print_exc()
        _say(f"coordkit: {told(error)}")
        return PROBLEM
    return code if isinstance(code, int) else GOOD


def told(error: BaseException) -> str:
    """What went wrong and what to do, in words for whoever sits at the terminal."""
    match error:
        case CoordkitError():
            return str(error)
        case KeyboardInterrupt() | click.Abort():
            return "stopped; nothing was left half done"
        case click.ClickException():
            return error.format_message()
        case UnicodeEncodeError():
            return f"this terminal shows no {_letter(error)} (its encoding is {error.encoding}); set PYTHONIOENCODING=utf-8"
        case MemoryError():
            return "there is not enough memory for this; close other programs, or ask for less at once"
        case sqlite3.Error():
            return f"the desk cannot be read or written now (SQLite: {error}); see that nobody else is writing to it"
        case OSError():
            where = f"{error.filename}: " if error.filename else ""
            return f"{where}{error.strerror or error}; see that it is there, that you may use it and that the disk has room"
    return (
        f"this is a fault in coordkit or in a plugin, not in what you typed: {type(error).__name__}: {error}\n"
        f"  What was not finished was not written. {SHOW_TRACEBACK}=1 before the command shows where it happened: "
        "send that to who maintains it"
    )


def _letter(error: UnicodeEncodeError) -> str:
    return one_line(f"“{error.object[error.start]}”").encode("ascii", "backslashreplace").decode()


def _usage(error: click.UsageError) -> None:
    hint = f"; see {error.ctx.command_path} --help" if error.ctx else ""
    _say(f"coordkit: {error.format_message().rstrip('.')}{hint}")


def _say(message: str) -> None:
    """On stderr, whatever it can show."""
    with suppress(OSError, ValueError):
        encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
        print(clean(message).encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr, flush=True)


def _let_go_of_stdout() -> None:
    """So that Python does not write to the closed pipe again at its end, and complain."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
