"""Forms of books, materials, feedback, questions and speakers."""

from .books import BookForm, MaterialForm
from .feedback import FeedbackForm, QuestionForm
from .speakers import InviteForm, SpeakerFilter, SpeakerForm

__all__ = [
    "BookForm",
    "FeedbackForm",
    "InviteForm",
    "MaterialForm",
    "QuestionForm",
    "SpeakerFilter",
    "SpeakerForm",
]
