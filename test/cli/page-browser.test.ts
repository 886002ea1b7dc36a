import { execFile, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { runVextel } from "../support/run-vextel.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const browser = ["chromium", "chromium-browser", "google-chrome"].find(
  (name) => spawnSync(name, ["--version"]).status === 0,
);

/** The page's HTML in a browser, after its scripts had the chance to run. */
async function open(file: string): Promise<string> {
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", `--user-data-dir=${temporaryFolder()}`];
  const words = [...flags, "--virtual-time-budget=3000", "--dump-dom", `file://${file}`];
  return (await promisify(execFile)(browser!, words, { timeout: 100_000 })).stdout;
}

test.skipIf(!browser)(
  "in a browser, the page with raw text runs no script of a hostile log and fetches nothing",
  async () => {
    let fetched = 0;
    const server = createServer((_request, response) => {
      fetched += 1;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const away = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const hostile = `<script>document.title="CAUGHT"</script><img src=${away}/a onerror='document.title="CAUGHT"'>`;
    const styled = `</pre></code><style>@import url(${away}/b);body{display:none}</style><link rel=stylesheet href=${away}/c>`;
    const home = temporaryFolder();
    const log = join(home, "red.log");
    writeFileSync(
      log,
      `[2026-11-20 10:00:01] [ERROR] red.kiosk: ${hostile}
Traceback (most recent call last):
  File "/home/keeper/cogs/kiosk/kiosk.py", line 7, in buy
    raise ValueError("${styled}")
ValueError: ${styled} ${hostile} password=hunter2-hunter2
`,
    );
    const { stdout } = await runVextel(["preview", "--html", "--with-raw", log], { home });
    const page = join(home, "page.html");
    writeFileSync(page, stdout);
    const seen = await open(page);
    expect(seen).toContain("hunter2-hunter2");
    expect(seen).toContain("What would be sent");
    expect(seen).not.toContain("<title>CAUGHT");
    expect(fetched).toBe(0);
    // without escaping: the page's policy alone must stop it
    const unescaped = stdout.replace("<body>", `<body>${hostile}${styled}`);
    expect(unescaped).not.toBe(stdout);
    writeFileSync(page, unescaped);
    expect(await open(page)).not.toContain("<title>CAUGHT");
    expect(fetched).toBe(0);
    // and without the policy, which proves that the script would run
    writeFileSync(page, unescaped.replace(/<meta http-equiv="?Content-Security-Policy"?[^>]*>/i, ""));
    expect(await open(page)).toContain("<title>CAUGHT");
    expect(fetched).toBeGreaterThan(0);
  },
  300_000,
);

test.skipIf(!browser)(
  "on a narrow screen, the page is not wider than the screen, whatever an event contains",
  async () => {
    const home = temporaryFolder();
    const long = "long".repeat(500);
    const log = `[2026-11-20 10:00:01] [ERROR] red.kiosk: Exception in command '${long}'
Traceback (most recent call last):
  File "/home/keeper/cogs/${long.slice(0, 200)}.py", line 7, in buy
    return "${long}"
ValueError: ${long} \u05e9\u05dc\u05d5\u05dd
`;
    const { stdout } = await runVextel(["preview", "--html"], { home, stdin: log });
    const page = join(home, "page.html");
    const narrow = 'document.body.style.maxWidth = "340px"';
    const measure = 'document.title = document.body.scrollWidth + " of " + document.body.clientWidth';
    writeFileSync(
      page,
      stdout
        .replace(/<meta http-equiv="?Content-Security-Policy"?[^>]*>/i, "")
        .replace("</body>", `<script>${narrow};${measure}</script></body>`),
    );
    const [, needed, given] = /<title>(\d+) of (\d+)<\/title>/.exec(await open(page))!;
    expect(needed).toBe(given);
  },
  300_000,
);
