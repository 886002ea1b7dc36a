import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "./temporary-folder.ts";

/** The cogs of {@link makeCogRepository}: name, version, logger. */
export const madeUpCogs = [
  ["anchor", "1.2.0", "red.harbour.anchor"],
  ["bilge", "0.3.1", "red.harbour.bilge"],
  ["compass", "2.0.0", "compass"],
  ["dinghy", "1.0.0", undefined],
  ["ebb", "4.1.7", "red.harbour.ebb"],
  ["fathom", "0.9.0", "red.harbour.fathom"],
  ["galley", "3.3.3", "red.harbour.galley"],
  ["halyard", "1.1.1", undefined],
  ["islet", "0.0.9", "red.harbour.islet"],
  ["jetty", undefined, "red.harbour.jetty"],
] as const;

/** A repository of ten cogs for Red, with the files that such repositories usually have. */
export function makeCogRepository(): string {
  const root = join(temporaryFolder(), "Harbour-Cogs");
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const info = (more: object) => JSON.stringify({ author: ["Wren"], short: "Made up.", ...more }, null, 2);
  write(".git/config", '[core]\n\tbare = false\n[remote "origin"]\n\turl = git@github.com:wren/Harbour-Cogs.git\n');
  write("info.json", info({ name: "Wren's harbour" }));
  write("README.md", "# Cogs\n");
  write("requirements.txt", "aiohttp\n");
  write("tests/info.json", info({}));
  write("tests/__init__.py", "");
  write("docs/anchor/info.json", info({}));
  write("docs/anchor/__init__.py", "");
  write("ropes/info.json", info({ type: "SHARED_LIBRARY" }));
  write("ropes/__init__.py", "");
  for (const [name, version, logger] of madeUpCogs) {
    write(`${name}/info.json`, info({ name, end_user_data_statement: "None is kept." }));
    write(
      `${name}/__init__.py`,
      `from .${name} import ${titled(name)}\n\n\nasync def setup(bot):\n    await bot.add_cog(${titled(name)}(bot))\n`,
    );
    write(`${name}/${name}.py`, cogCode(name, version, logger));
    write(`${name}/vexutils/helper.py`, 'import logging\n\nlog = logging.getLogger("red.harbour.utils")\n');
    write(`${name}/locales/de.po`, "");
  }
  return root;
}

const titled = (name: string) => name[0]!.toUpperCase() + name.slice(1);

const cogCode = (name: string, version: string | undefined, logger: string | undefined) => `import logging

from redbot.core import commands

${logger === undefined ? "" : `log = logging.getLogger(${logger === name ? "__name__" : `"${logger}"`})`}
# log = logging.getLogger("red.old.${name}")


class ${titled(name)}(commands.Cog):
${version === undefined ? '    """No version."""' : `    __version__ = "${version}"`}

    def __init__(self, bot):
        self.bot = bot

    @commands.command()
    async def ${name}(self, ctx, word: str):
        """Looks a word up."""
        table = await self.load(ctx.guild)
        return await ctx.send(table[word])

    async def load(self, guild):
        return {}
`;
