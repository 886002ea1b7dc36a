/** Files of Node itself that versions up to 15 printed without `node:`. */
const builtIn = new RegExp(
  `^(?:_\\w+|${[
    "assert|async_hooks|bootstrap_node|buffer|child_process|cluster|console|constants|crypto|dgram|dns|domain|events|fs",
    "http|http2|https|inspector|module|net|node|os|path|perf_hooks|process|punycode|querystring|readline|repl|stream",
    "string_decoder|sys|timers|tls|trace_events|tty|url|util|v8|vm|wasi|worker_threads|zlib",
    "(?:dns|fs|stream|timers)/promises|assert/strict|path/(?:posix|win32)|util/types",
  ].join("|")})\\.js$`,
);

/** Prefixes of modules that belong to the runtime (`node:`, `ext:`, `bun:`), or that were loaded from a URL. */
const foreign =
  /^(?:node|ext|deno|bun|builtin|internal|native|wasm|blob|data|https?|npm|jsr|electron|rsc):|^\$deno\$\//;

/** Places that are not files: `native`, `<anonymous>`, `index 3` of `Promise.all`, evaluated text. */
const noFile =
  /^(?:<|\[(?:eval|stdin|worker eval|native code)|native\b|unknown\b|index \d+$|evalmachine\.<|REPL\d|repl$|repl:|eval code$)/;

/** Searched for first: most paths contain none of these, and the search for the last folder costs ten times as much. */
const mayBeLibrary = /node_modules|bower_components|jspm_packages|deno|\.bun|yarn|\/nodejs\/|\/npm\/|pnp\.|vendor\//;

/** The last folder that contains packages: installed ones, and the caches of Deno, Bun and Yarn. */
const folder = new RegExp(
  `^(?:.*/)?(?:${[
    String.raw`node_modules(?:_\d+)?|bower_components|jspm_packages|\.deno_compile_node_modules`,
    String.raw`\.?deno(?:[-_]dir)?/(?:npm|deps|remote|gen|registries)(?:/https?)?(?:/[\w-]+(?:\.[\w-]+)+)?`,
    String.raw`npm/registry\.[^/]+`,
    String.raw`\.bun/install/(?:cache|global)`,
    String.raw`\.yarn/(?:cache|unplugged|__virtual__|berry/cache|releases)`,
    `usr/(?:share|lib)/nodejs`,
    // deno vendor
    String.raw`vendor(?=/(?:deno\.land|esm\.sh|jsr\.io|unpkg\.com|cdn\.[\w.-]+|raw\.githubusercontent\.com)/)`,
  ].join("|")})/`,
);

/** What loads a program: Plug'n'Play, bundlers, packers, hosts; it belongs to no plugin. */
const loader =
  /(?:^|\/)(?:\.pnp\.(?:c?js|loader\.mjs)|\.yarn\/[^/]+\.c?js|pkg\/prelude\/\w+\.js|(?:\(webpack\)|webpack)\/(?:bootstrap|runtime|buildin)\b.*|webpack-runtime\.js|external "[^"]*")$|(?:^|\/)electron\.asar\/|(?:^|\/)\[turbopack\]\/|^(?:file:\/\/)?\/var\/runtime\/|^internal\/|^electron\/js2c\/|\/\.(?:vscode|vscode-oss|cursor|windsurf)(?:-server)?\/(?:extensions|cli|bin)\/|\/node\/corepack\/|\/\.yarn\/sdks\//;

/**
 * The path below the folder where packages are installed, which is the same on every machine. The whole path for other
 * files that are not the program's own; `undefined` for the program's own files.
 */
export function nodeLibraryPart(path: string): string | undefined {
  if (foreign.test(path) || noFile.test(path) || builtIn.test(path) || loader.test(path)) return path;
  const found = mayBeLibrary.test(path) ? folder.exec(path)?.[0] : undefined;
  return found === undefined ? undefined : path.slice(found.length);
}
