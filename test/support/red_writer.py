"""Logs errors with Python's logging like Red-DiscordBot: a handler that numbers the parts of its log, renumbers all of them
once there are ten, and starts new logs at each start of the bot.

Arguments: log folder, number of errors, bytes of a part, errors between two starts, folder whose envelopes are counted.
"""

import logging
import logging.handlers
import pathlib
import re
import sys
import time

folder, errors, part_bytes, restart_every, waiting = (
    pathlib.Path(sys.argv[1]),
    int(sys.argv[2]),
    int(sys.argv[3]),
    int(sys.argv[4]),
    pathlib.Path(sys.argv[5]),
)
PARTS = 9
AHEAD = 100


class PartHandler(logging.handlers.RotatingFileHandler):
    """`stem.log`, then `stem-part2.log` and so on; the first is renamed to `stem-part1.log`."""

    def __init__(self, stem: str) -> None:
        self.stem = stem
        self.part = 0
        super().__init__(folder / f"{stem}.log", maxBytes=part_bytes, backupCount=PARTS, encoding="utf-8")

    def path(self, part: int) -> pathlib.Path:
        return folder / (f"{self.stem}-part{part}.log" if part else f"{self.stem}.log")

    def doRollover(self) -> None:
        self.stream.close()
        if self.path(0).exists():
            self.path(0).rename(self.path(1))
            self.part = 1
        if self.part > PARTS:
            for part in range(1, PARTS + 1):
                self.path(part + 1).replace(self.path(part))
        else:
            self.part += 1
        self.baseFilename = str(self.path(self.part))
        self.stream = self._open()


def start() -> tuple[logging.Handler, logging.Handler]:
    """Renames the logs of the previous run, and opens new ones."""
    for old in folder.glob("previous*.log"):
        old.unlink()
    for old in folder.glob("latest*.log"):
        old.rename(folder / re.sub("^latest", "previous", old.name))
    handlers = (PartHandler("latest"), PartHandler("red"))
    form = logging.Formatter("[{asctime}] [{levelname}] {name}: {message}", datefmt="%Y-%m-%d %H:%M:%S", style="{")
    for handler in handlers:
        handler.setFormatter(form)
        logging.getLogger().addHandler(handler)
    logging.getLogger("red").info("Welcome to Red - Discord Bot")
    return handlers


def in_letters(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


def wait_for_reader(written: int) -> None:
    """Waits for a slow reader on a busy machine, because Red keeps only ten parts."""
    while waiting.is_dir() and written - len(list(waiting.glob("*.envelope"))) > AHEAD:
        time.sleep(0.02)
    while written > AHEAD and not waiting.is_dir():
        time.sleep(0.02)


logging.getLogger().setLevel(logging.INFO)
handlers = start()
for number in range(errors):
    if number and number % restart_every == 0:
        for handler in handlers:
            logging.getLogger().removeHandler(handler)
            handler.close()
        wait_for_reader(number)
        handlers = start()
    try:
        {}[f"dish {in_letters(number)}"]
    except KeyError:
        logging.getLogger("red.menu").exception("Exception in command 'menu'")
    logging.getLogger("red.menu").info("goes on")
    wait_for_reader(number)
