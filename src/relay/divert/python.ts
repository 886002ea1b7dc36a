/**
 * `sitecustomize.py`: Python imports it at its start from `PYTHONPATH`. Every DSN that Sentry's SDK reads from then on
 * leads to the relay, with the real one in its path; nothing else changes.
 */
export const pythonDiversion = `"""Made by \`vextel relay run\`: what Sentry's SDK sends goes to vextel's relay on this machine."""
import importlib.machinery
import importlib.util
import os
import re
import sys

_relay = os.environ.get("VEXTEL_RELAY", "")


def _diverted(dsn):
    port = "" if dsn.port in (80, 443) else "~%s" % dsn.port
    parts = [re.sub(r"[^\\w.-]", "-", dsn.host or "") + port, *dsn.path.split("/"), dsn.public_key, dsn.project_id]
    return "/".join([_relay, *(str(part) for part in parts if part)])


def _wrap(utils):
    read = utils.Dsn.__init__

    def __init__(self, value, *args, **kwargs):
        read(self, value, *args, **kwargs)
        is_relay = _relay.endswith("@%s:%s" % (self.host, self.port))
        if isinstance(value, str) and not is_relay:
            read(self, _diverted(self), *args, **kwargs)

    utils.Dsn.__init__ = __init__


class _Finder:
    """Sees the SDK when it is imported, wherever it is installed."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name != "sentry_sdk.utils":
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is None or spec.loader is None:
            return spec
        run = spec.loader.exec_module

        def exec_module(module):
            run(module)
            _wrap(module)

        spec.loader.exec_module = exec_module
        return spec


def _run_shadowed():
    """The sitecustomize that would have been imported without this one."""
    here = os.path.dirname(os.path.abspath(__file__))
    others = [path for path in sys.path if os.path.abspath(path or ".") != here]
    spec = importlib.machinery.PathFinder.find_spec("sitecustomize", others)
    if spec is not None and spec.loader is not None:
        spec.loader.exec_module(importlib.util.module_from_spec(spec))


if _relay:
    sys.meta_path.insert(0, _Finder)
_run_shadowed()
`;
