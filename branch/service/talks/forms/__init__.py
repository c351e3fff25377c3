"""Forms of books, materials, feedback, questions and speakers."""

from .books import BookForm, MaterialForm, TalkNamed
from .feedback import FeedbackForm, QuestionForm
from .flags import FlagSpeechForm, TermOfDay
from .speakers import InviteForm, SpeakerFilter, SpeakerForm

__all__ = [
    "BookForm",
    "FeedbackForm",
    "FlagSpeechForm",
    "InviteForm",
    "MaterialForm",
    "QuestionForm",
    "SpeakerFilter",
    "SpeakerForm",
    "TalkNamed",
    "TermOfDay",
]
