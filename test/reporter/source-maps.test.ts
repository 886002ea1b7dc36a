import { execFile } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { SourceMap, type SourceMapPayload } from "node:module";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, onTestFinished, test } from "vitest";
import { parseEnvelope } from "../../src/seal/envelope.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { unzip } from "../support/unzip.ts";
import { createHome, libraryPath } from "./bot-process.ts";

const run = promisify(execFile);
const sentryCli = resolve(import.meta.dirname, "../../node_modules/.bin/sentry-cli");

const source = `import { createReporter } from "vextel";
interface Room { readonly name: string; readonly lamps: number }

export function light({ name, lamps }: Room): number {
  if (lamps === 0) throw new RangeError(\`no lamps in the \${name}\`);
  return lamps;
}

const plugin = { name: "lamps", version: "1.0.0", paths: ["lamps/dist/"] };
const reporter = createReporter({ publisher: "moth", plugin, dsn: "https://public@sentry.example/42" });
try {
  light({ name: "attic", lamps: 0 });
} catch (error) {
  console.log(JSON.stringify(await reporter.report(error)));
}
`;

/** A server with the parts of Sentry's API that sentry-cli needs to upload files, and what was uploaded. */
async function startUploads() {
  const uploaded: Buffer[] = [];
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const answer = (value: object) =>
      void response.setHeader("Content-Type", "application/json").end(JSON.stringify(value));
    if (request.url!.includes("assemble")) {
      const { chunks } = JSON.parse(body.toString()) as { chunks: string[] };
      return answer(
        uploaded.length > 0 ? { state: "ok", missingChunks: [] } : { state: "not_found", missingChunks: chunks },
      );
    }
    if (request.method === "POST") uploaded.push(body);
    const limits = {
      chunkSize: 2 ** 23,
      chunksPerRequest: 64,
      maxFileSize: 2 ** 31,
      maxRequestSize: 2 ** 25,
      concurrency: 1,
    };
    const accept = ["release_files", "artifact_bundles", "artifact_bundles_v2"];
    answer({ url: `${url}${request.url}`, ...limits, hashAlgorithm: "sha1", compression: ["gzip"], accept });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, uploaded };
}

/** The only part of a multipart body. */
function partOf(body: Buffer): Buffer {
  const head = body.indexOf("\r\n\r\n");
  const boundary = body.subarray(0, body.indexOf("\r\n"));
  return body.subarray(head + 4, body.indexOf(Buffer.concat([Buffer.from("\r\n"), boundary]), head));
}

test.skipIf(!existsSync(sentryCli))(
  "with the files that sentry-cli uploads, an error of a minified TypeScript plugin is mapped to its source line",
  { timeout: 240_000 },
  async () => {
    const [home, folder] = [createHome(), join(temporaryFolder(), "lamps")];
    mkdirSync(join(folder, "src"), { recursive: true });
    writeFileSync(join(folder, "src/light.ts"), source);
    const outfile = join(folder, "dist/light.js");
    await build({
      ...{ entryPoints: [join(folder, "src/light.ts")], outfile, bundle: true, minify: true, sourcemap: true },
      ...{ format: "esm", platform: "node", logLevel: "silent", plugins: [external(libraryPath())] },
    });
    const uploads = await startUploads();
    const env = {
      ...process.env,
      SENTRY_URL: uploads.url,
      SENTRY_AUTH_TOKEN: "token",
      SENTRY_ORG: "moth",
      SENTRY_PROJECT: "lamps",
    };
    await run(sentryCli, ["sourcemaps", "inject", "dist"], { cwd: folder, env });
    await run(sentryCli, ["sourcemaps", "upload", "dist"], { cwd: folder, env });
    const { stdout } = await run(process.execPath, [outfile], {
      env: { PATH: process.env.PATH, HOME: home.path, VEXTEL_HOME: home.path },
    });

    const { payload } = parseEnvelope((await home.stores.outbox.read(JSON.parse(stdout).id)).bytes);
    const { exception, debug_meta } = payload as unknown as Event;
    const frame = exception.values[0]!.stacktrace.frames.at(-1)!;
    const [image] = debug_meta.images;
    expect(image).toMatchObject({ type: "sourcemap", code_file: frame.abs_path });
    expect(frame).toMatchObject({ filename: "dist/light.js", abs_path: "app:///dist/light.js", in_app: true });

    const bundle = unzip(gunzipSync(partOf(uploads.uploaded[0]!)));
    const manifest = JSON.parse(bundle.get("manifest.json")!.toString()) as Manifest;
    const ofImage = Object.entries(manifest.files).filter(([, { headers }]) => headers["debug-id"] === image!.debug_id);
    expect(ofImage.map(([, { type }]) => type).sort()).toEqual(["minified_source", "source_map"]);
    const [path] = ofImage.find(([, { type }]) => type === "source_map")!;
    const map = JSON.parse(bundle.get(path)!.toString()) as SourceMapPayload;
    const original = new SourceMap(map).findEntry(frame.lineno - 1, frame.colno - 1);
    expect(original).toMatchObject({ originalSource: expect.stringMatching(/src\/light\.ts$/), originalLine: 4 });
    expect(map.sourcesContent[0]!.split("\n")[4]).toContain("throw new RangeError");
  },
);

/** Leaves the library out of the plugin's bundle. */
const external = (path: string) => ({
  name: "vextel is external",
  setup: ({ onResolve }: { onResolve(options: { filter: RegExp }, resolve: () => object): void }) =>
    onResolve({ filter: /^vextel$/ }, () => ({ path, external: true })),
});

interface Event {
  readonly exception: {
    readonly values: {
      readonly stacktrace: { readonly frames: { abs_path: string; lineno: number; colno: number }[] };
    }[];
  };
  readonly debug_meta: { readonly images: { readonly debug_id: string }[] };
}

interface Manifest {
  readonly files: Readonly<
    Record<string, { readonly type: string; readonly headers: Readonly<Record<string, string>> }>
  >;
}
