"""A small bot like Red: loads the cog `lamps` from its data folder, and runs the commands on standard input."""
import asyncio
import os
import sys

import redbot_core

redbot_core.install()
sys.path.insert(0, os.path.join(os.environ["DATA_PATH"], "cogs/CogManager/cogs"))
from lamps.lamps import Lamps  # noqa: E402

tokens = {"dsn": os.environ["DSN"]} if os.environ.get("DSN") else {}
bot = redbot_core.Bot(tokens)
asyncio.run(bot.run(Lamps(bot), sys.stdin.read().splitlines()))
