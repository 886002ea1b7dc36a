import { expect, test } from "vitest";
import type { Platform } from "../../src/report/report.ts";
import { toSentryFrame } from "../../src/seal/stack/frame.ts";

const frameOf = (path: string, platform: Platform, ownPaths: readonly string[] = []) =>
  toSentryFrame({ path, line: 1 }, platform, ownPaths);

/** One path a line, as in tracebacks; blank lines, and comments after `  #`, are ignored. */
const pathsOf = (table: string) =>
  table
    .split("\n")
    .map((line) => line.replace(/ {2}#.*$/, "").trim())
    .filter(Boolean);

const python = {
  library: String.raw`
    /usr/lib/python3.11/asyncio/base_events.py                                        # Debian, Ubuntu
    /usr/lib/python3/dist-packages/aiohttp/client.py
    /usr/local/lib/python3.9/dist-packages/discord/client.py
    /home/rook/.vscode/extensions/ms-python.debugpy-2024.0.0/bundled/libs/debugpy/__main__.py
    /Applications/PyCharm.app/Contents/plugins/python/helpers/pydev/pydevd.py
    /usr/lib64/python3.12/json/decoder.py                                             # Fedora, openSUSE
    /usr/lib64/python3.12/site-packages/yarl/_url.py
    /usr/local/lib/python3.12/site-packages/discord/ext/commands/core.py              # Docker
    /usr/local/lib/python3.13t/threading.py
    /root/.pyenv/versions/3.11.4/lib/python3.11/concurrent/futures/thread.py          # pyenv
    C:\Users\rook\.pyenv\pyenv-win\versions\3.11.4\Lib\asyncio\runners.py
    C:\Users\rook\.pyenv\pyenv-win\versions\3.9.13\lib\json\decoder.py
    /opt/miniconda3/envs/jay/lib/python3.10/ssl.py                                    # conda
    /home/rook/micromamba/envs/jay/lib/python3.10/site-packages/motor/core.py
    C:\Users\rook\miniconda3\Lib\asyncio\events.py
    C:\Users\rook\anaconda3\envs\jay\Lib\http\client.py
    C:\ProgramData\Miniforge3\envs\jay\lib\site-packages\discord\gateway.py
    C:\Users\rook\AppData\Local\Programs\Python\Python312\Lib\asyncio\tasks.py        # python.org
    C:\Users\rook\AppData\Local\Programs\Python\Python310-32\lib\threading.py
    C:\Program Files\Python311\Lib\concurrent\futures\_base.py
    C:\Python39\lib\socket.py
    C:\Users\rook\miniconda3\envs\jay\lib\asyncio\base_events.py
    C:\ProgramData\Anaconda3\lib\concurrent\futures\thread.py
    D:\mambaforge\envs\jay\lib\logging\__init__.py
    C:\Users\rook\.conda\envs\jay\lib\runpy.py
    C:\tools\envs\jay\lib\json\decoder.py
    C:\Users\rook\Envs\jay\lib\encodings\utf_8.py
    C:\hostedtoolcache\windows\Python\3.11.9\x64\lib\asyncio\base_events.py
    E:\portable\lib\importlib\__init__.py
    /usr/share/pyshared/twisted/internet/defer.py                                     # Debian of old
    /usr/lib/pymodules/python2.6/twisted/internet/defer.py
    /opt/python/discord/client.py                                                     # a layer of AWS Lambda
    /srv/jay/main.dist/discord/client.py                                              # Nuitka
    C:\jay\MAIN~1.DIS\discord\client.py
    C:\jay\lib\cx_Freeze\initscripts\console.py                                       # cx_Freeze
    C:\jay\lib\discord\client.py
    /opt/jay/lib/aiohttp/client.py
    C:\Users\rook\AppData\Roaming\Python\Python312\site-packages\discord\http.py
    C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.11_3.11.2544.0_x64__qbz5n2kfra8p0\Lib\asyncio\base_events.py
    C:\Users\rook\AppData\Local\Packages\PythonSoftwareFoundation.Python.3.11_qbz5n2kfra8p0\LocalCache\local-packages\Python311\site-packages\discord\client.py
    C:\Users\rook\AppData\Local\Python\pythoncore-3.14-64\Lib\asyncio\tasks.py        # the install manager
    C:\Users\rook\AppData\Roaming\uv\python\cpython-3.12.3-windows-x86_64-none\Lib\ssl.py
    /home/rook/.local/share/uv/python/cpython-3.12.3-linux-x86_64-gnu/lib/python3.12/logging/__init__.py
    C:\Users\rook\scoop\apps\python\current\Lib\json\__init__.py
    C:\tools\jay\tools\Lib\importlib\__init__.py
    C:\Users\rook\AppData\Local\mise\installs\python\3.12.1\lib\ssl.py
    /root/.cache/uv/archive-v0/Ab3dE9xQ/discord/client.py
    C:\hostedtoolcache\windows\Python\3.11.4\x64\Lib\unittest\case.py
    /opt/hostedtoolcache/Python/3.11.4/x64/lib/python3.11/unittest/case.py
    /Library/Frameworks/Python.framework/Versions/3.12/lib/python3.12/asyncio/runners.py  # macOS
    /opt/homebrew/Cellar/python@3.12/3.12.1/Frameworks/Python.framework/Versions/3.12/lib/python3.12/ssl.py
    /System/Library/Frameworks/Python.framework/Versions/2.7/lib/python2.7/threading.py
    /Users/rook/Library/Python/3.9/lib/python/site-packages/aiohttp/connector.py
    /usr/lib/pypy3.9/asyncio/base_events.py                                           # PyPy
    /opt/pypy3.10-v7.3.12-linux64/lib/pypy3.10/threading.py
    /usr/lib/pypy3/lib-python/3/asyncio/tasks.py
    /usr/lib/pypy3/lib_pypy/_ssl.py
    C:\pypy3.9-v7.3.11-win64\Lib\asyncio\events.py
    /nix/store/3vkq0ysl-python3-3.11.6/lib/python3.11/asyncio/events.py
    /data/data/com.termux/files/usr/lib/python3.12/ssl.py
    /srv/jay/venv/lib/python3.11/site-packages/discord/client.py                      # environments
    /srv/jay/.venv/lib64/python3.11/site-packages/discord/client.py
    C:\jay\venv\Lib\site-packages\discord\client.py
    C:\jay\venv\Scripts\redbot.exe\__main__.py
    /srv/jay/__pypackages__/3.11/lib/discord/client.py
    /home/rook/.shiv/jay_5c1b/site-packages/aiohttp/client.py                         # zipapps
    /home/rook/.pex/installed_wheels/2f0a/aiohttp-3.9.1-cp311-cp311-linux_x86_64.whl/aiohttp/client.py
    /home/rook/.pex/unzipped_pexes/77aa/.bootstrap/pex/pex.py
    /srv/jay/eggs/discord.py-1.7.3-py3.8.egg/discord/client.py
    /srv/jay.pyz/discord/client.py
    /srv/jay.pyz/asyncio/tasks.py
    jay.pyz/discord/client.py
    C:\jay\python\python311.zip\json\decoder.py                                       # embedded, Pyodide
    /lib/python314.zip/json/decoder.py
    PyInstaller\loader\pyimod02_importers.py                                          # PyInstaller, cx_Freeze, Nuitka
    PyInstaller/loader/pyimod03_importers.py
    pyi_rth_multiprocessing.py
    C:\jay\dist\jay\_internal\discord\client.py
    /opt/jay/dist/main/discord/client.py
    /opt/jay/dist/main/asyncio/events.py
    /opt/jay/_internal/base_library.zip/threading.py
    /Applications/Jay.app/Contents/Frameworks/discord/client.py
    C:\Users\rook\AppData\Local\Temp\ONEFIL~1\discord\client.py
    /opt/jay/lib/asyncio/events.py
    discord\client.py
    asyncio\base_events.py
    threading.py
    aiohttp/connector.py
    C:\Users\rook\AppData\Local\Temp\_MEI41162\base_library.zip\asyncio\tasks.py
    /tmp/_MEIf0b31c/discord/gateway.py
    /tmp/onefile_3123_1700/discord/gateway.py
    C:\jay\lib\library.zip\asyncio\tasks.py
    aiohttp/_http_parser.pyx                                                          # Cython
    uvloop/loop.pyx
    /var/runtime/bootstrap.py                                                         # AWS Lambda
    /var/lang/lib/python3.11/importlib/__init__.py
    /opt/python/lib/python3.11/site-packages/discord/client.py
    /opt/python/nacl/secret.py
    /opt/python/typing_extensions.py
    /var/task/discord/client.py
    /home/rook/.local/share/Red-DiscordBot/data/marsh/cogs/Downloader/lib/tabulate/core.py  # Red
    C:\Users\rook\AppData\Local\Red-DiscordBot\Red-DiscordBot\data\marsh\cogs\Downloader\lib\pytz\tzinfo.py
    /home/rook/redenv/lib/python3.11/site-packages/redbot/core/bot.py
    /home/rook/Red-DiscordBot/redbot/core/commands/commands.py
    /home/rook/Red-DiscordBot/redbot/cogs/audio/core/tasks/lavalink.py
    /home/rook/redenv/bin/redbot                                                      # what installers generate
    /home/rook/.local/bin/redbot
    /home/rook/.pyenv/versions/3.11.4/bin/redbot
    /usr/local/bin/redbot
    <frozen importlib._bootstrap>
    <frozen runpy>
    <string>
    <attrs generated init jay.Nest>
    `,
  own: String.raw`
    /srv/jay/main.py
    /usr/src/app/jay/cogs/calendar.py
    /app/lib/storage.py
    C:\bots\jay\lib\helpers.py
    C:\bots\jay\Lib\nest.py
    C:\bots\jay\jay.py
    C:\envs\jay\lib\greetings.py
    C:\bots\jay\lib\types.py
    C:\Users\rook\Documents\python\jay\main.py
    /home/rook/python3.11/jay/main.py
    /opt/render/project/src/jay.py
    /home/container/jay.py
    /var/task/jay.py
    /var/task/nest/egg.py
    /srv/jay.pyz/jay/main.py
    jay.py
    cogs\nest.py
    ./jay.py
    nest/egg.py
    /tmp/_MEIf0b31c/nest/egg.py
    C:\jay\dist\jay\_internal\nest\egg.py
    /opt/jay/dist/main/nest/egg.py
    /Applications/Jay.app/Contents/Resources/nest/egg.py
    /opt/jay/lib/nest/egg.py
    /home/rook/bin/jay
    /srv/jay/bin/jay.py
    /home/rook/.local/share/Red-DiscordBot/data/marsh/cogs/CogManager/cogs/nest/nest.py
    /srv/marsh/cogs/RepoManager/repos/rook/nest/nest.py
    /home/rook/redbot/cogs/nest.py
    /tmp/ipykernel_2071/1718313871.py
    <ipython-input-3-1a2b3c4d>
    `,
};

const node = {
  library: String.raw`
    node:internal/process/task_queues                                                 # Node
    node:events
    node:internal/modules/cjs/loader
    internal/process/task_queues.js
    internal/timers.js
    events.js
    net.js
    _stream_readable.js
    _http_client.js
    fs.js
    timers/promises.js
    module.js
    bootstrap_node.js
    timers.js
    native
    <anonymous>
    index 3
    evalmachine.<anonymous>
    [eval]
    [stdin]
    unknown location
    wasm://wasm/0015a8ba
    node:electron/js2c/browser_init
    electron/js2c/asar_bundle.js
    C:\Users\rook\AppData\Local\Programs\jay\resources\electron.asar\browser\init.js
    C:\Users\rook\AppData\Local\Programs\jay\resources\app.asar\node_modules\ws\lib\websocket.js
    /srv/jay/node_modules/discord.js/src/client/Client.js                             # npm, pnpm, Yarn
    C:\bots\jay\node_modules\@discordjs\rest\dist\index.js
    file:///srv/jay/node_modules/tsx/dist/esm/index.mjs?1726062721000
    /usr/lib/node_modules/pm2/lib/ProcessContainerFork.js
    /home/rook/.nvm/versions/node/v20.1.0/lib/node_modules/npm/bin/npm-cli.js
    /srv/jay/node_modules/.pnpm/discord.js@14.14.1/node_modules/discord.js/src/index.js
    /home/rook/.local/share/pnpm/global/5/.pnpm/pm2@5.3.0/node_modules/pm2/lib/God.js
    /srv/jay/.yarn/cache/discord.js-npm-14.14.1-7d0b2bf0c7-10c0.zip/node_modules/discord.js/src/index.js
    /srv/jay/.yarn/unplugged/zlib-sync-npm-0.1.9/node_modules/zlib-sync/index.js
    /srv/jay/.yarn/__virtual__/erlpack-virtual-11/0/cache/erlpack-npm-0.1.4.zip/node_modules/erlpack/js/index.js
    /srv/jay/.yarn/releases/yarn-4.1.0.cjs
    /srv/jay/.yarn/sdks/typescript/lib/tsc.js
    /home/rook/.cache/node/corepack/v1/pnpm/9.1.0/dist/pnpm.cjs
    /home/rook/.vscode-server/cli/servers/Stable-5c1b/server/out/vs/workbench/api/node/extensionHostProcess.js
    /srv/jay/.pnp.cjs
    /srv/jay/.pnp.loader.mjs
    /usr/share/nodejs/ws/lib/websocket.js                                             # Debian
    /snapshot/jay/node_modules/discord.js/src/index.js                                # pkg
    pkg/prelude/bootstrap.js
    webpack:///./node_modules/discord.js/src/index.js
    webpack://jay/webpack/bootstrap
    /var/runtime/index.mjs                                                            # AWS Lambda
    file:///var/runtime/index.mjs
    /opt/nodejs/node_modules/ws/index.js
    ext:core/01_core.js                                                               # Deno
    ext:deno_web/02_event.js
    ext:runtime_main/js/99_main.js
    deno:core/core.js
    $deno$/web/workers.ts
    https://deno.land/x/discordeno@18.0.1/gateway/manager.ts
    https://deno.land/std@0.208.0/async/delay.ts
    https://esm.sh/v135/discord.js@14.14.1/denonext/discord.js
    https://jsr.io/@std/async/1.0.0/delay.ts
    https://cdn.jsdelivr.net/npm/ws@8/index.js
    file:///home/rook/.cache/deno/npm/registry.example/ws/8.14.2/lib/websocket.js
    file:///deno-dir/npm/registry.example/ws/8.14.2/lib/websocket.js
    file:///C:/Users/rook/AppData/Local/deno/npm/registry.example/ws/8.14.2/lib/websocket.js
    file:///Users/rook/Library/Caches/deno/npm/registry.example/ws/8.14.2/lib/websocket.js
    file:///home/rook/.cache/deno/deps/https/deno.land/5f2c
    file:///srv/jay/node_modules/.deno/ws@8.14.2/node_modules/ws/lib/websocket.js
    file:///srv/jay/vendor/deno.land/x/oak@v12.6.1/application.ts
    file:///tmp/deno-compile-jay/.deno_compile_node_modules/localhost/ws/8.14.2/lib/websocket.js
    repl
    bun:main                                                                          # Bun
    bun:wrap
    node:net
    native:1:11
    /home/rook/.bun/install/cache/discord.js@14.14.1@@@1/src/index.js
    /home/rook/.bun/install/global/node_modules/discord.js/src/index.js
    `,
  own: String.raw`
    /srv/jay/index.js
    C:\bots\jay\src\commands\ping.js
    file:///srv/jay/src/index.ts
    file:///C:/bots/jay/src/index.mjs
    D:\jay\dist\nest.cjs
    /app/events/message.js
    /app/lib/util.js
    /srv/jay/deno/main.ts
    /srv/jay/npm/publish.js
    /usr/src/app/index.js
    /var/task/index.js
    /snapshot/jay/index.js
    /$bunfs/root/jay
    B:/~BUN/root/jay.exe
    src/nest.mjs
    ./src/nest.ts
    webpack:///./src/nest.ts
    webpack://jay/./src/nest.ts
    app:///src/nest.js
    /home/container/index.js
    /srv/jay/node/events.js
    /srv/jay/bundle.js
    /srv/jay/vendor/nest.js
    C:\Users\rook\AppData\Local\Programs\jay\resources\app.asar\main.js
    `,
};

for (const [platform, { library, own }] of Object.entries({ python, node }) as [Platform, typeof python][]) {
  test.each(pathsOf(library))(`${platform}: %s is not a file of the program`, (path) => {
    expect(frameOf(path, platform).in_app).toBe(false);
    expect(frameOf(path, platform, ["nest"]).in_app).toBe(false);
  });
  test.each(pathsOf(own))(`${platform}: %s is the program's own`, (path) => {
    expect(frameOf(path, platform).in_app).toBe(true);
  });
}

test("libraries inside a plugin's folder are not part of it, unless the plugin is itself such a package", () => {
  expect(frameOf("/srv/jay/plugins/nest/node_modules/ws/index.js", "node", ["plugins/nest"]).in_app).toBe(false);
  expect(frameOf("/srv/jay/node_modules/jay-nest/dist/index.js", "node", ["jay-nest"])).toMatchObject({
    ...{ in_app: true, filename: "jay-nest/dist/index.js", module: "jay-nest.dist:index" },
  });
  expect(frameOf("/v/lib/python3.11/site-packages/nest/egg.py", "python", ["nest"]).in_app).toBe(true);
});

test("a plugin whose path is a single file consists of that file", () => {
  const frame = frameOf("C:\\bots\\jay\\cogs\\nest.py", "python", ["cogs/nest.py"]);
  expect(frame).toEqual({ filename: "nest.py", module: "nest", lineno: 1, in_app: true });
});

test("a plugin with the name of a Python module is still the plugin's own code", () => {
  expect(frameOf("/srv/jay/cogs/calendar/calendar.py", "python", ["cogs/calendar"]).in_app).toBe(true);
});

test("neither the path before a plugin's folder nor the name of a Red instance is sent", () => {
  const inRed = (rest: string) => `/home/rook/.local/share/Red-DiscordBot/data/marsh/cogs/${rest}`;
  const frames = [
    frameOf(inRed("CogManager/cogs/nest/egg.py"), "python", ["nest"]),
    frameOf(inRed("CogManager/cogs/nest/egg.py"), "python"),
    frameOf(inRed("Downloader/lib/tabulate/core.py"), "python", ["nest"]),
    frameOf("D:\\red\\marsh\\cogs\\CogManager\\cogs\\nest\\egg.py", "python"),
  ];
  expect(JSON.stringify(frames)).not.toMatch(/marsh|rook/);
  expect(frames.map(({ filename, module }) => `${filename} ${module}`)).toEqual([
    ...["nest/egg.py nest.egg", "nest/egg.py nest.egg", "tabulate/core.py tabulate.core", "nest/egg.py nest.egg"],
  ]);
});

test("a user or a Red instance with the name of a plugin does not make the files of others the plugin's", () => {
  const inRed = (instance: string) =>
    `/home/rook/.local/share/Red-DiscordBot/data/${instance}/cogs/CogManager/cogs/egg`;
  for (const path of [`${inRed("nest")}/egg.py`, "/home/nest/jay.py", "/Users/nest/jay.py", "C:\\Users\\nest\\jay.py"])
    expect(frameOf(path, "python", ["nest"]).in_app, path).toBe(false);
  expect(frameOf(`${inRed("nest")}/nest/nest.py`, "python", ["nest"])).toMatchObject({ filename: "nest/nest.py" });
});

test("a file has its plain path, without the URL and query of a loader", () => {
  expect(frameOf("file:///C:/jay/src/nest.mjs?17260", "node")).toMatchObject({ filename: "C:/jay/src/nest.mjs" });
  expect(frameOf("file:///srv/jay/src/nest.ts", "node")).toMatchObject({ filename: "/srv/jay/src/nest.ts" });
  expect(frameOf("file:///srv/a%20jay/caf%C3%A9.ts", "node")).toMatchObject({ filename: "/srv/a jay/café.ts" });
  expect(frameOf("file:///srv/jay/100%.ts", "node")).toMatchObject({ filename: "/srv/jay/100%.ts" });
  expect(frameOf("file://nas/jay/nest.ts", "node")).toMatchObject({ filename: "//nas/jay/nest.ts" });
  expect(frameOf("file:///srv/my%20nest/egg.ts", "node", ["my nest"])).toMatchObject({
    ...{ filename: "my nest/egg.ts", module: "my nest:egg", in_app: true },
  });
});

test("a library's file has the same name on every machine", () => {
  const names = [
    "/usr/lib/python3/dist-packages/discord/client.py",
    "C:\\Python311\\Lib\\site-packages\\discord\\client.py",
    "/srv/jay/__pypackages__/3.11/lib/discord/client.py",
  ].map((path) => frameOf(path, "python").filename);
  expect(new Set(names)).toEqual(new Set(["discord/client.py"]));
});
