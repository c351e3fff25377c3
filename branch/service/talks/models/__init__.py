"""What stays of a talk and who gives them.

`EventMaterial` is a file of an event, `BookRecommendation` a book for parents; both are public once a second person
has released them (`Released`). A `FeedbackBox` takes what people say of an event, each a `Feedback` without person,
time and order. A `SpeakerCard` says what somebody can talk about.
"""

from .books import BookRecommendation
from .feedback import Feedback, FeedbackBox, FeedbackSource, new_token
from .materials import EventMaterial
from .released import Released
from .speakers import SpeakerCard, talks_given_by

__all__ = [
    "BookRecommendation",
    "EventMaterial",
    "Feedback",
    "FeedbackBox",
    "FeedbackSource",
    "Released",
    "SpeakerCard",
    "new_token",
    "talks_given_by",
]
