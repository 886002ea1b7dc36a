"""Captures twenty errors and prints how long the bot waited for each."""
import os
import time

import sentry_sdk

sentry_sdk.init(dsn=os.environ["DSN"], shutdown_timeout=0)
for number in range(20):
    try:
        raise ValueError("lamp %d went out" % number)
    except ValueError as error:
        began = time.perf_counter()
        sentry_sdk.capture_exception(error)
        print("took", time.perf_counter() - began)
    time.sleep(0.01)  # lets its requests begin
import sys; sys.stdout.flush(); os._exit(0)
