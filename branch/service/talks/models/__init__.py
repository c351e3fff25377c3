"""What stays of a talk and who gives them.

`EventMaterial` is a file of an event, `BookRecommendation` a book for parents; both are public once a second person
has released them (`Released`). A `FeedbackBox` takes what people say of an event, each a `Feedback` without person,
time and order. A `FlagSpeech` is the text of what is said under the flag in a week. A `SpeakerCard` says what somebody can talk about.
"""

from .books import BookRecommendation
from .feedback import Feedback, FeedbackBox, FeedbackSource, new_token
from .flags import PUPIL, FlagSpeech, flag_speeches, quoted, speaker_of
from .materials import EventMaterial
from .released import Released
from .speakers import SpeakerCard, talks_given_by

__all__ = [
    "PUPIL",
    "BookRecommendation",
    "EventMaterial",
    "Feedback",
    "FeedbackBox",
    "FeedbackSource",
    "FlagSpeech",
    "Released",
    "SpeakerCard",
    "flag_speeches",
    "new_token",
    "quoted",
    "speaker_of",
    "talks_given_by",
]
