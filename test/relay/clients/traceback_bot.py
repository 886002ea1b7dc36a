"""Raises errors in a cog, prints their tracebacks, and reports them with all default integrations."""
import os
import sys
import traceback

import sentry_sdk

sys.path.insert(0, os.environ["COGS"])
from lamps.lamps import fail

sentry_sdk.init(dsn=os.environ["DSN"], release="lamps@1.2.3")
for kind in os.environ["KINDS"].split():
    try:
        fail(kind)
    except Exception as error:
        traceback.print_exc()
        print("id", sentry_sdk.capture_exception(error))
sentry_sdk.flush(30)
