import { expect, test } from "vitest";
import { renderSampleLog } from "../../src/author/sample.ts";

const found = { kind: "cog", name: "lamps", folder: "lamps", paths: [], loggers: [], files: ["lamps.py"] } as const;
const plugin = { name: "lamps", version: "1.0.0", dsn: "", paths: ["cogs/lamps"], loggers: [] };
const error = { type: "SampleError", message: "nothing failed", time: new Date(0) };
const sampleOf = (code: string) => renderSampleLog(plugin, found, () => code.replaceAll("\t", "    "), error);

test("the sample error of a cog is in a command, if it has one", () => {
  const helper = "class Lamps:\n\tdef tell(self):\n\t\treturn 1\n";
  expect(
    sampleOf(
      `${helper}\n\t@commands.command()\n\t@commands.guild_only()\n\tasync def light(self, ctx):\n\t\tawait ctx.send(1)\n`,
    ),
  ).toMatch(/in command 'light'[\s\S]*line 8, in light\n {4}await ctx\.send\(1\)\n/);
  expect(
    sampleOf(
      `${helper}\n\t@lamps.group(name="x")\n\tasync def _set(self, ctx):\n\t\tpass\n\tdef late(self):\n\t\treturn 2\n`,
    ),
  ).toMatch(/line 3, in tell\n/);
});
