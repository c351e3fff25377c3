"""The formatter that masks keys in log lines."""

import logging
import re

# Only one-time links and sealed rows have a UUID in their address; a log must not reveal it.
KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class LineFormatter(logging.Formatter):
    """Formats a record, tracebacks included, with a dash in place of every UUID."""

    def format(self, record):
        return KEY.sub("–", super().format(record))
