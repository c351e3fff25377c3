from django import forms

from .actions import ActionForm

LONGEST = 2000  # characters


class SealedForm(ActionForm):
    """A form with one confidential text: no draft, no comparison, no digest of the text, nothing in the browser.

    Filled from a record it opens its text: the view that shows it notes a reading.
    """

    no_draft = "a sealed text is kept nowhere else"

    sealed = ("text",)

    text = forms.CharField(
        label="记录",
        max_length=LONGEST,
        help_text="不写测评分数，不猜原因，写听到和看到的。",
        # a browser's spelling service may send what is typed to its maker
        widget=forms.Textarea(
            attrs={"rows": 9, "autocomplete": "off", "spellcheck": "false", "data-sealed": True}
        ),
    )

    def initial_of(self, record):
        return {"text": record.open()}

    def compared_with(self, record):
        """Nothing: the page of a conflict says who saved when, and shows no text but the one just sent."""
        return []
