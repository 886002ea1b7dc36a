"""Two cogs with a Hub each, like cogs for Red; each reports its own events and session."""
import os

import sentry_sdk

for cog in ("lamps", "eyes"):
    client = sentry_sdk.Client(dsn=os.environ["DSN_" + cog.upper()], release=cog + "@1.0.0", server_name="[EXPUNGED]")
    with sentry_sdk.Hub(client) as hub:
        hub.start_session("application")
        try:
            raise ValueError(cog + " went out")
        except ValueError as error:
            print(cog, hub.capture_exception(error))
        hub.end_session()
        client.flush(30)
