"""Errors of a cog, to be printed by Python and reported by sentry_sdk."""
import asyncio
import json


class Lamps:
    def __init__(self):
        self.table = {"dawn": 40}

    def watts(self, name):
        return self.table[name]

    def read(self, text):
        try:
            return json.loads(text)
        except ValueError as error:
            raise RuntimeError("no lamps in it") from error

    def replace(self, name):
        try:
            self.watts(name)
        except KeyError:
            self.table.missing = name

    async def light(self, name):
        await asyncio.sleep(0)
        return [self.watts(one) for one in (name, "dawn")]


def fail(kind):
    lamps = Lamps()
    if kind == "plain":
        lamps.watts("dusk")
    if kind == "cause":
        lamps.read("dusk")
    if kind == "context":
        lamps.replace("dusk")
    if kind == "task":
        asyncio.run(lamps.light("dusk"))
    if kind == "library":
        json.dumps({"lamp": lamps})
