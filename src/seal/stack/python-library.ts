/** Modules of Python's standard library, 2.7 to 3.14, for paths whose folder does not say so. */
const modules = words(`abc aifc annotationlib antigravity argparse ast asynchat asyncore base64 bdb binhex bisect bz2
  cProfile calendar cgi cgitb chunk cmd code codecs codeop colorsys compileall configparser contextlib contextvars copy
  copyreg crypt csv dataclasses datetime decimal difflib dis doctest enum filecmp fileinput fnmatch formatter fractions
  ftplib functools genericpath getopt getpass gettext glob graphlib gzip hashlib heapq hmac imaplib imghdr imp inspect io
  ipaddress keyword linecache locale lzma mailbox mailcap mimetypes modulefinder netrc nntplib ntpath nturl2path numbers
  opcode operator optparse os pathlib pdb pickle pickletools pipes pkgutil platform plistlib poplib posixpath pprint
  profile pstats pty py_compile pyclbr pydoc queue quopri random re reprlib rlcompleter runpy sched secrets selectors
  shelve shlex shutil signal site smtpd smtplib sndhdr socket socketserver sre_compile sre_constants sre_parse ssl stat
  statistics string stringprep struct subprocess sunau symbol symtable sysconfig tabnanny tarfile telnetlib tempfile
  textwrap this threading timeit token tokenize trace traceback tracemalloc tty turtle types typing uu uuid warnings wave
  weakref webbrowser xdrlib zipapp zipfile zipimport _bootlocale _collections_abc _compat_pickle _compression _markupbase
  _osx_support _py_abc _pydecimal _pyio _sitebuiltins _strptime _threading_local _weakrefset`);
const packages = words(`asyncio collections compression concurrent ctypes curses dbm distutils email encodings ensurepip
  html http idlelib importlib json lib2to3 logging msilib multiprocessing pathlib pydoc_data re sqlite3 string sysconfig
  tkinter tomllib unittest urllib venv wsgiref xml xmlrpc zipfile zoneinfo _pyrepl`);

/** Libraries that bots consist of: bundles put them beside the program's own files. */
const dependencies = words(`PIL PyInstaller aiofiles aiohappyeyeballs aiohttp aiohttp_socks aiolimiter aiomysql
  aioredis aiosignal aiosqlite alembic anyio apscheduler async_timeout asyncpg attr attrs beanie bs4 cachetools
  certifi cffi chardet charset_normalizer click colorama colorlog crescent cryptography cx_Freeze dateutil discord
  disnake discord_slash dotenv fastapi flask frozenlist fuzzywuzzy googleapiclient h11 h2 hikari httpcore httplib2
  httpx idna interactions jinja2 jishaku kiwisolver lavalink lightbulb loguru lxml mafic markupsafe matplotlib miru
  motor msgpack multidict nacl nextcord numpy openai orjson pandas peewee pip pkg_resources playwright pomice
  prometheus_client propcache psutil psycopg psycopg2 pycord pydantic pydantic_core pydantic_settings pygments pymongo
  pymysql pytz rapidfuzz redbot redis requests rich scipy sentry_sdk setuptools sniffio socketio soupsieve spotipy
  sqlalchemy sqlmodel starlette structlog telethon tenacity tortoise tqdm twitchio tweepy tzlocal ujson urllib3
  uvicorn uvloop watchfiles wavelink websocket websockets werkzeug wrapt yaml yarl youtube_dl yt_dlp zmq`);
const singleFiles = words("six typing_extensions");

/** Searched for first: most paths contain none of these, and the search for the last folder costs ten times as much. */
const mayBeLibrary =
  /-packages|[Ll]ib\/|lib(?:32|64)\/|lib[-_]py|__pypackages__|\.(?:zip|egg|whl)\/|\.bootstrap\/|\/py(?:shared|modules)\/|\/archive-v/;

/** The last folder that contains files of libraries, or of Python itself. */
const folder = new RegExp(
  `^(?:.*/)?(?:${[
    "(?:site|dist)-packages",
    // Linux, macOS, pyenv, uv, PyPy
    String.raw`lib(?:32|64)?/(?:python|pypy)\d?(?:\.\d+)?t?`,
    String.raw`lib-python/\d[\d.]*`,
    "lib_pypy",
    // Debian of old
    String.raw`pyshared|pymodules/python\d\.\d`,
    // PEP 582; eggs and wheels that are run as they are; pex
    String.raw`__pypackages__/[\d.]+/lib`,
    String.raw`[^/]+\.(?:egg|whl)`,
    String.raw`\.bootstrap`,
    // embedded Python, Pyodide, PyInstaller
    String.raw`python\d{2,3}\.zip`,
    String.raw`base_library\.zip`,
    // what Red's Downloader installs for cogs
    "Downloader/lib",
    // uv's cache of wheels
    String.raw`archive-v\d+/[^/]+`,
  ].join("|")})/`,
);

/** Windows keeps the standard library in `Lib` or `lib`, names that a program may use as well. */
const libFolder = new RegExp(
  `^(?:.*/)?(?:Lib|(?:${[
    String.raw`(?:[Pp]ython|PYTHON|pypy)[^/]*(?:/\d[\d.]*(?:/x(?:64|86))?)?`,
    "[^/]*(?:[Cc]onda|[Mm]amba|[Ff]orge)[^/]*",
    "[Ee]nvs/[^/]+",
    String.raw`versions/\d[\d.]*`,
  ].join("|")})/lib)/`,
);

/** The `lib` of a program does not contain these. */
const unmistakable =
  /^(?:[A-Za-z]:)?\/(?:.*\/)?lib\/(?=(?:asyncio|concurrent\/futures|importlib|multiprocessing|unittest|ctypes|tkinter|wsgiref|xmlrpc)\/)/;

/** Where cx_Freeze puts the program's packages beside those of others. */
const frozenLib = /^(?:.*\/)?lib\//;

/** Where a bundle puts the program, its libraries and the standard library side by side. */
const bundle =
  /^(?:(?:.*\/)?(?:_MEI\w+|_internal|onefile_\w+|ONEFIL~\d|library\.zip|[^/]+\.app\/Contents\/(?:Frameworks|Resources|MacOS)|[^/]+\.(?:pyz|pex|dist|DIS)|dist\/[^/]+|var\/task)\/|\/var\/task\/|\/opt\/python\/|(?![A-Za-z]:\/|\/|\.|<|cogs\/))/;

/**
 * Names that are neither a file nor part of the program: `<frozen importlib._bootstrap>`, `<string>`; a cell of IPython
 * is part of it.
 */
const noFile = /^<(?!ipython-input-|doctest )/;

/** Parts of Python's installation, of Red, of editors and of hosts outside of library folders. */
const runtime =
  /\/\.(?:vscode|vscode-oss|cursor|windsurf)(?:-server)?\/(?:extensions|cli|bin)\/|\/helpers\/pydev\/|^\/var\/runtime\/|\/Scripts\/[^/]+\.exe\/__main__\.py$|\/(?:redbot\/core|Red-DiscordBot\/redbot)\/[^/].*\.py$|\/lib-dynload\/|(?:^|\/)(?:PyInstaller\/loader\/|pyimod\d\d_|pyi_rth_)\w+\.py$|\/(?:usr|local|\.local|[^/]*env|(?:envs|versions)\/[^/]+)\/bin\/[^/.]+$/;

/**
 * The path below the folder where libraries are installed, which is the same on every machine. The whole path for other
 * files that are not the program's own; `undefined` for the program's own files.
 */
export function pythonLibraryPart(path: string): string | undefined {
  if (noFile.test(path)) return path;
  if (mayBeLibrary.test(path)) {
    const found = folder.exec(path)?.[0];
    if (found !== undefined) return path.slice(found.length);
    const lib = (libFolder.exec(path) ?? unmistakable.exec(path))?.[0];
    if (lib !== undefined && isStandard(path.slice(lib.length))) return path.slice(lib.length);
    const frozen = path.slice(frozenLib.exec(path)?.[0].length ?? path.length);
    if (isDependency(frozen)) return frozen;
  }
  if (runtime.test(path) || path.endsWith(".pyx")) return path;
  const inner = bundle.exec(path)?.[0];
  if (inner === undefined) return undefined;
  const part = path.slice(inner.length);
  return isStandard(part) || isDependency(part) ? part : undefined;
}

/** Whether a relative path is in one of the libraries that bots consist of. */
function isDependency(part: string): boolean {
  const end = part.search(/[/.]/);
  return end > 0 && (part[end] === "/" ? dependencies : singleFiles).has(part.slice(0, end));
}

/** Whether a relative path is that of a module of the standard library. */
function isStandard(part: string): boolean {
  const end = part.search(/[/.]/);
  if (end <= 0) return false;
  return part[end] === "/" ? packages.has(part.slice(0, end)) : modules.has(part.slice(0, end)) && /\.pyc?$/.test(part);
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}
