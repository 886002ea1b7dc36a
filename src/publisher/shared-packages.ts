/**
 * Frameworks of bots, and libraries that many bots share: names of packages, and of the loggers below which they log.
 */
const shared = new Set([
  ...[
    "discord",
    "disnake",
    "nextcord",
    "hikari",
    "lightbulb",
    "pycord",
    "py-cord",
    "redbot",
    "crescent",
    "interactions",
  ],
  ...["aiohttp", "urllib3", "requests", "httpx", "httpcore", "websocket", "websockets", "werkzeug", "flask", "uvicorn"],
  ...["sqlalchemy", "alembic", "aiosqlite", "asyncpg", "motor", "pymongo", "redis", "apscheduler", "lavalink"],
  ...["wavelink", "yt_dlp", "pil", "matplotlib", "asyncio", "concurrent", "anyio", "uvloop", "pydantic", "numpy"],
  ...["sentry_sdk", "click", "jishaku", "pip", "setuptools", "fastapi", "starlette", "tortoise", "peewee", "aioredis"],
  ...["discord.js", "@discordjs", "@sapphire", "@sentry", "eris", "oceanic.js", "discordx", "discord-api-types"],
  ...["discord-akairo", "undici", "ws", "axios", "node-fetch", "express", "mongoose", "mongodb", "sequelize", "prisma"],
  ...["@prisma", "typeorm", "knex", "pg", "mysql2", "ioredis", "better-sqlite3", "sqlite3", "tslib", "tsx", "ts-node"],
  ...["winston", "pino", "lodash", "erela.js", "lavalink-client", "shoukaku", "kazagumo", "distube", "bullmq"],
]);

export const isSharedPackage = (name: string): boolean => shared.has(name.toLowerCase());

/** Parts of the frameworks for Python, which bundles put beside the program's own files. */
export const frameworkPart =
  /^(?:discord|disnake|nextcord)\/(?:(?:app_commands|ext\/(?:commands|tasks)|ui|webhook)(?:\/|$)|(?:abc|bot|channel|client|cog|gateway|guild|http|interactions?|member|message|shard|state|user|utils|voice_client)\.py$)/i;
