"""A bot that uses sentry_sdk with all its default integrations, so that its events contain many private values."""
import logging
import os
import time

import sentry_sdk

sentry_sdk.init(dsn=os.environ["DSN"], release="lamps@2.0.0", traces_sample_rate=1.0)
sentry_sdk.set_user({"id": 418204137281630208, "ip_address": "203.0.113.77", "username": os.environ["OWN_SECRET"]})
logging.getLogger("lamps").info("lit for %s", 418204137281630208)


class Lamps:
    def light(self, name, token):
        table = {"dawn": 1}
        return table[name]


try:
    Lamps().light("dusk", os.environ["BOT_TOKEN"])
except KeyError as error:
    began = time.perf_counter()
    print("id", sentry_sdk.capture_exception(error))
    print("took", time.perf_counter() - began)
newer = hasattr(sentry_sdk, "get_isolation_scope")
scope = sentry_sdk.get_isolation_scope() if newer else sentry_sdk.Hub.current.scope
scope.add_attachment(bytes=os.environ["BOT_TOKEN"].encode(), filename=os.environ["OWN_SECRET"])
with sentry_sdk.start_transaction(op="task", name="sweep"):
    pass
print("id", sentry_sdk.capture_message("plain words of the lamps"))
sentry_sdk.flush(30)
