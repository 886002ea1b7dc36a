"""The parts of Red and discord.py that the example cog needs, and a bot that reads commands from standard input."""
import asyncio
import sys
import types


class CommandInvokeError(Exception):
    def __init__(self, original):
        super().__init__("Command raised an exception: %s: %s" % (type(original).__name__, original))
        self.original = original


class Command:
    def __init__(self, callback):
        self.callback, self.qualified_name = callback, callback.__name__


class Cog:
    pass


class Loop:
    def __init__(self, run):
        self.run, self.failed, self.cog, self.task = run, None, None, None

    def __get__(self, cog, owner):
        self.cog = cog or self.cog
        return self

    def error(self, failed):
        self.failed = failed
        return failed

    def start(self):
        self.task = asyncio.ensure_future(self._once())

    async def _once(self):
        try:
            await self.run(self.cog)
        except Exception as error:
            await self.failed(self.cog, error)

    def cancel(self):
        self.task.cancel()


class Context:
    def __init__(self, command):
        self.command = command

    async def send(self, text):
        print("[reply]", text)


class Bot:
    def __init__(self, tokens):
        self.tokens = tokens

    async def get_shared_api_tokens(self, service):
        return self.tokens

    async def send_to_owners(self, text):
        print("[owner]", text)

    async def on_command_error(self, ctx, error, unhandled_by_cog=False):
        print("[reply] Error in command '%s'." % ctx.command.qualified_name)

    async def run(self, cog, lines):
        await cog.cog_load()
        for line in lines:
            name, *words = line.split()
            command = getattr(type(cog), name)
            ctx = Context(command)
            try:
                await command.callback(cog, ctx, *words)
            except Exception as error:
                await cog.cog_command_error(ctx, CommandInvokeError(error))
        await asyncio.sleep(0.05)
        await cog.cog_unload()


def install():
    """Installs the modules that the cog imports."""
    commands = types.SimpleNamespace(Cog=Cog, command=lambda: Command, CommandInvokeError=CommandInvokeError)
    tasks = types.SimpleNamespace(loop=lambda **when: Loop)
    for name, parts in {
        "redbot": {},
        "redbot.core": {"commands": commands},
        "discord": {},
        "discord.ext": {"tasks": tasks},
    }.items():
        module = types.ModuleType(name)
        module.__dict__.update(parts)
        sys.modules[name] = module
