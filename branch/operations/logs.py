"""What a line of the log must not carry, whoever writes it."""

import logging
import re

# Only one-time links and sealed rows have such an address: whoever reads it could walk in.
KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class LineFormatter(logging.Formatter):
    """One line, tracebacks included, with a dash wherever the key of a one-time link stood."""

    def format(self, record):
        return KEY.sub("–", super().format(record))
