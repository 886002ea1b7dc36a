import { expect, test } from "vitest";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const token = ["MTA0NTY3ODkwMTIzNDU2Nzg5", "GhTr4q", "k3Jd0s8Fh2Lm5Np7Qr9St1Uv3Wx5Yz7Ab9Cd1Ef"].join(".");

const log = `[2026-11-20 10:00:01] [ERROR] red.kiosk: <script>alert(1)</script> token: ${token}
Traceback (most recent call last):
  File "/home/keeper/cogs/kiosk/kiosk.py", line 7, in buy
    raise ValueError("no change")
ValueError: "'><img src=x onerror=alert(2)> password=hunter2-hunter2 from 203.0.113.9, key="${token}"
`;

test("the page of a hostile log holds nothing private and nothing that runs, pending and previewed", async () => {
  const home = temporaryFolder();
  await runVextel(["capture"], { home, stdin: log });
  const [event] = await runJson<{ id: string; sha256: string }[]>(["list"], { home });
  const pages = [
    await runVextel(["show", "--html", event!.id], { home }),
    await runVextel(["preview", "--html"], { home, stdin: log }),
  ];
  for (const { status, stdout } of pages) {
    expect(status).toBe(0);
    expect(stdout).not.toMatch(/<script|<img|hunter2|203\.0\.113|keeper/);
    const check = await runVextel(["scrub", "--check"], { home, stdin: stdout });
    expect(check).toMatchObject({ status: 0, stdout: "" });
  }
  expect(pages[0]!.stdout).toContain(`SHA-256 <code>${event!.sha256}</code><br><code>vextel send ${event!.id}</code>`);
  expect(pages[0]!.stdout).toContain("waiting; nothing has been sent");
});
