/** The output of a run of this program. */
export interface SelfRun {
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** A run of this program that continues until it is stopped. */
export interface SelfService {
  /** Resolves when something matching was printed on standard error; rejects if it ends before that. */
  said(pattern: RegExp): Promise<void>;
  end(): Promise<SelfRun>;
}

/** Runs this program again, as it was started, in a separate environment. */
export async function runSelf(words: readonly string[], env: NodeJS.ProcessEnv, stdin = ""): Promise<SelfRun> {
  const { child, ended } = start(words, env);
  child.stdin.on("error", () => {}); // it may end without reading its input
  child.stdin.end(stdin);
  return ended;
}

/** The same, in the background. */
export function startSelf(words: readonly string[], env: NodeJS.ProcessEnv): SelfService {
  const { child, ended } = start(words, env);
  child.stdin.end();
  let text = "";
  return {
    said: (pattern) =>
      new Promise((resolve, reject) => {
        child.stderr.on("data", (chunk) => {
          text += chunk;
          if (pattern.test(text)) resolve();
        });
        void ended.then(({ status }) => reject(new Error(`it ended with status ${status}`)));
      }),
    async end() {
      child.kill("SIGTERM");
      return ended;
    },
  };
}

function start(words: readonly string[], env: NodeJS.ProcessEnv) {
  const { spawn } = process.getBuiltinModule("node:child_process");
  const child = spawn(process.execPath, [process.argv[1]!, ...words], { env, stdio: "pipe", windowsHide: true });
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  const ended = new Promise<SelfRun>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => resolve({ status, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr) }));
  });
  return { child, ended };
}
