from branch.service.registers.forms.wordings import WordingForm


class TopicForm(WordingForm):
    """A topic of consultations: its name and its place among the keys."""

    draft_name = "咨询话题"
