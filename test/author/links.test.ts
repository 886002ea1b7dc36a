import { expect, test } from "vitest";
import { helpOf, pageOf, toWebAddress } from "../../src/author/repository/links.ts";
import { readLoggers } from "../../src/author/repository/loggers.ts";

const wanted = "https://github.com/wren/cogs";
test.each([
  ["git@github.com:wren/cogs.git", wanted],
  ["https://wren:t0ken@github.com/wren/cogs.git", wanted],
  ["git+https://github.com/wren/cogs.git", wanted],
  ["git+ssh://git@github.com/wren/cogs.git", wanted],
  ["ssh://git@github.com:22/wren/cogs/", wanted],
  ["git://github.com/wren/cogs", wanted],
  ["github:wren/cogs", wanted],
  ["wren/cogs", wanted],
  ["gitlab:wren/cogs", "https://gitlab.com/wren/cogs"],
  ["github.com:wren/cogs", wanted],
  ["http://git.wren.example/cogs", "https://git.wren.example/cogs"],
  ["/srv/git/cogs.git", undefined],
  ["C:\\git\\cogs", undefined],
  ["file:///srv/git/cogs", undefined],
  ["", undefined],
  [7, undefined],
])("the web address of %j is %s", (spelling, address) => {
  expect(toWebAddress(spelling)).toBe(address);
});

test("links to pages and help are guessed only for known hosts", () => {
  expect([helpOf(wanted), pageOf(wanted, "X.md")]).toEqual([`${wanted}/issues`, `${wanted}/blob/HEAD/X.md`]);
  expect([helpOf("https://git.wren.example/cogs"), pageOf(undefined, "X.md")]).toEqual([undefined, undefined]);
});

test("loggers are found as literals in code, except for children, the bot's own, and those in comments", () => {
  const code = `
log = logging.getLogger("red.wren.tide")
child = getLogger('red.wren.tide.loop')
own = logging.getLogger(name=__name__)
# log = logging.getLogger("red.old")
root = logging.getLogger()
host = logging.getLogger("discord")
made = logging.getLogger(f"red.{name}")`;
  expect(readLoggers(code, "tide")).toEqual(["red.wren.tide", "tide"]);
});
