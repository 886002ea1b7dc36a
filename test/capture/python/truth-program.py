"""Raises a few hundred different errors; prints the traceback of each, and its data from Python and from Sentry's SDK.

One JSON object a line: {"text", "tree", "values"}; "values" is absent without the SDK.
"""

import asyncio
import importlib
import itertools
import json
import os
import sys
import tempfile
import textwrap
import traceback

try:
    from sentry_sdk.utils import event_from_exception
except ImportError:
    event_from_exception = None

ERRORS = '''
class CogError(Exception):
    pass

class Outer:
    class Inner(CogError):
        """A class inside a class, whose name includes the outer one."""

class _Hidden(RuntimeError):
    pass

class error(ValueError):
    """Some libraries use lower-case names for their errors."""

def local_class():
    class Local(LookupError):
        pass
    return Local

class Silent(Exception):
    def __str__(self):
        return ""

class Broken(Exception):
    def __str__(self):
        raise TypeError("no text")
'''

SHAPES = '''
import asyncio, contextlib, functools

def direct(make):
    raise make()

def deep(make, depth=6):
    if depth:
        return deep(make, depth - 1)
    direct(make)

def twice(make, depth=3):
    return once(make, depth)

def once(make, depth):
    if depth == 0:
        direct(make)
    return twice(make, depth - 1)

def explicit(make):
    try:
        direct(make)
    except Exception as reason:
        raise LookupError("not there") from reason

def implicit(make):
    try:
        direct(make)
    except Exception:
        {}["missing"]

def suppressed(make):
    try:
        direct(make)
    except Exception:
        raise PermissionError(13, "Missing Access", "guild") from None

def mixed(make):
    try:
        implicit(make)
    except Exception as reason:
        raise RuntimeError("two\\nlines") from reason

def unraised(make):
    raise KeyError("given") from make()

def comprehension(make):
    return [direct(make) for _ in range(2)]

def generator(make):
    return list(direct(make) for _ in range(2))

def closure(make):
    return (lambda: direct(make))()

def evaluated(make):
    exec("def inner():\\n    direct(make)\\ninner()", {"direct": direct, "make": make})

def decorated(make):
    @functools.wraps(direct)
    def wrapper(*args, **kwargs):
        return direct(
            *args,
            **kwargs,
        )
    return wrapper(make)

class Cog:
    def __init__(self, make):
        self.make = make

    @property
    def broken(self):
        direct(self.make)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        direct(self.make)

def method(make):
    return Cog(make).broken

def leaving(make):
    with Cog(make):
        1 / 0

def final(make):
    try:
        direct(make)
    finally:
        str(1)

async def awaited(make):
    await asyncio.sleep(0)
    direct(make)

def coroutine(make):
    asyncio.run(awaited(make))

def reraised(make):
    try:
        direct(make)
    except Exception as error:
        raise error

async def eggs(make):
    yield 1
    once(make, 1)

async def laid(make):
    async for egg in eggs(make):
        pass

def generated(make):
    asyncio.run(laid(make))

async def raced(make):
    await asyncio.gather(awaited(make), return_exceptions=False)

def gathered(make):
    asyncio.run(raced(make))

class Invoked(Exception):
    """What frameworks wrap the errors of commands in."""
    def __init__(self, error):
        self.original = error
        super().__init__(f"Command raised an exception: {error.__class__.__name__}: {error}")

def invoked(make):
    try:
        once(make, 1)
    except Exception as error:
        raise Invoked(error) from error

def rewrapped(make):
    try:
        invoked(make)
    except Invoked as error:
        raise Invoked(error.original) from error.original

def interrupted(make):
    try:
        once(make, 1)
    except Exception:
        raise KeyboardInterrupt

def bottomless(depth):
    return bottomless(depth + 1)

def recursive(make):
    try:
        bottomless(0)
    except RecursionError:
        once(make, 1)

def   spaced(make):  # a comment: with "quotes", line 3, in nothing
    raise make()  # File "x.py", line 1, in f
'''

SYNTAX = ["def f(:\n  pass", "if x = 1:\n    pass", "print 'x'", "x = (1,", "  x = 1", "f'{a b}'", "\ty = 1\n        z = 2", "'a", "0777"]

MESSAGES = [
    "",
    "plain",
    "with: a colon",
    "two\nlines",
    "first\n\nthird, behind a blank line",
    "indented\n  below\n\tand a tab",
    'looks like\n  File "card.html", line 7, in render\n    {{ user.name }\nKeyError: nothing',
    "Grüße, ユーザー 🦊",
    "In embeds.0: Must be 1024 or fewer\nIn content: Must be 2000 or fewer",
    "{'code': 0, 'id': 80351110224678912}",
    "trailing dots...",
    "a very long one " * 40,
    "During handling of the above exception, another exception occurred:\nor so",
    "tick `code` and ^ ~~~ carets",
]

NOTES = [[], ["a note"], ["one", "two\nlines"]]


def write(folder, name, text):
    path = os.path.join(folder, *name.split("."))
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path + ".py", "w", encoding="utf-8") as file:
        file.write(text)


def tree(error, seen=()):
    """The data that a traceback shows, read from the error itself."""
    if error is None or id(error) in seen:
        return None
    seen = (*seen, id(error))
    kind = type(error)
    if isinstance(error, SyntaxError):
        value = error.msg
    else:
        try:
            value = str(error)
        except Exception:
            failed = "<exception str() failed>" if sys.version_info >= (3, 11) else "<unprintable %s object>"
            value = failed.replace("%s", kind.__name__)
    value = "\n".join([value, *getattr(error, "__notes__", [])]) if getattr(error, "__notes__", []) else value
    found = {
        "type": kind.__qualname__,
        "module": None if kind.__module__ in ("builtins", "__main__") else kind.__module__,
        "value": value,
        "frames": [
            {"path": frame.filename, "line": frame.lineno, "function": frame.name, "source": frame.line or None}
            for frame in traceback.extract_tb(error.__traceback__)
        ],
        "cause": tree(error.__cause__, seen),
    }
    implicit = error.__cause__ is None and not error.__suppress_context__
    found["context"] = tree(error.__context__, seen) if implicit else None
    if hasattr(error, "exceptions"):
        found["members"] = [tree(member, seen) for member in error.exceptions]
    return found


def sentry(error):
    event, _ = event_from_exception(error, client_options={"with_locals": False})
    return [
        {
            "type": value["type"],
            "module": value["module"],
            "value": value["value"],
            "frames": [
                {"path": frame["abs_path"], "line": frame["lineno"], "function": frame["function"]}
                for frame in (value.get("stacktrace") or {}).get("frames", [])
            ],
        }
        for value in event["exception"]["values"]
    ]


def report(act):
    try:
        act()
    except BaseException as error:
        row = {"text": "".join(traceback.format_exception(type(error), error, error.__traceback__)), "tree": tree(error)}
        if event_from_exception and not hasattr(error, "exceptions"):
            row["values"] = sentry(error)
        print(json.dumps(row))


def group(depth, message, notes):
    members = [ValueError(message), KeyError("plain")]
    for member in members:
        for note in notes:
            member.add_note(note)
    if depth:
        members.append(group(depth - 1, message, notes))
    try:
        raise ExceptionGroup("level %d" % depth, members)
    except ExceptionGroup as error:
        return error


def raise_group(depth, message, notes, chained):
    error = group(depth, message, notes)
    if not chained:
        raise error
    try:
        raise error
    except ExceptionGroup as reason:
        raise RuntimeError("a task failed") from reason


def main(folder):
    write(folder, "plugin.errors", ERRORS)
    write(folder, "plugin.my cog (v2).shapes", SHAPES)
    write(folder, "plugin.__init__", "")
    sys.path[:0] = [folder, os.path.join(folder, "plugin", "my cog (v2)")]
    errors = importlib.import_module("plugin.errors")
    shapes = importlib.import_module("shapes")
    kinds = [ValueError, errors.CogError, errors.Outer.Inner, errors._Hidden, errors.error, errors.local_class(), errors.Silent, errors.Broken, KeyError, OSError]
    names = [name for name in vars(shapes) if getattr(vars(shapes)[name], "__module__", "") == "shapes" and name not in ("Cog", "awaited", "once", "eggs", "laid", "raced", "Invoked", "bottomless")]
    pairs = itertools.product(names, range(12))
    for index, (name, round_) in enumerate(pairs):
        kind = kinds[index % len(kinds)]
        message = MESSAGES[(index * 5 + round_) % len(MESSAGES)]
        if name == "unraised":  # nothing precedes it, so it must be recognised by itself
            kind, message = errors.CogError, MESSAGES[round_ % 4]
        make = (lambda: kind(message)) if message else kind
        report(lambda: getattr(shapes, name)(make))
    for code in SYNTAX:
        report(lambda: compile(code, "<input>", "exec"))
        write(folder, "plugin.broken%d" % SYNTAX.index(code), code)
        report(lambda: importlib.import_module("plugin.broken%d" % SYNTAX.index(code)))
    if sys.version_info >= (3, 11):
        for depth, message, notes, chained in itertools.product(range(3), MESSAGES[1:6], NOTES, (False, True)):
            report(lambda: raise_group(depth, message, notes, chained))


with tempfile.TemporaryDirectory() as place:
    main(place)
