"""The formatter that masks keys in log lines."""

import copy
import logging
import re

# Only one-time links and sealed rows have a UUID in their address; a log must not reveal it.
KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class LineFormatter(logging.Formatter):
    """Formats a record, tracebacks included, with a dash in place of every UUID.

    A refused request (4xx) is no failure of the portal, so its record has no traceback.
    """

    def format(self, record):
        if getattr(record, "status_code", 500) < 500:
            record = copy.copy(record)
            record.exc_info = record.exc_text = None
        return KEY.sub("–", super().format(record))
