"""Whether a sentence, or a part of it, is in some text, however it is spelled there."""

import json
from base64 import b64encode
from urllib.parse import quote

PART = 6  # characters, which no other text has in this order


def holds(text, sentence):
    """Whether the text has a part of the sentence: as it is, in JSON, in an address, in base64."""
    parts = {sentence[at : at + PART] for at in range(len(sentence) - PART + 1)}
    spelled = {one for part in parts for one in (part, json.dumps(part)[1:-1], quote(part))}
    # three bytes a character: the text in base64 holds that of any part that stands at its beginning
    spelled |= {b64encode(part.encode()).decode() for part in parts}
    return any(one in text for one in spelled)
