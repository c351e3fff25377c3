"""The form field and widget of an article's body, with the rich-text editor."""

from django import forms
from django.forms.widgets import Script
from django.templatetags.static import static
from django_prose_editor.widgets import ProseEditorWidget, prose_editor_media
from js_asset import Media

from .clean import LOST, clean, from_plain, to_typed
from .paste_rules import RULES, SIGNS

# Every node the editor may hold. If one is missing it fails at its start, so a browser test types into it.
EXTENSIONS = {
    "Document": True,
    "Paragraph": True,
    "Text": True,
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "Blockquote": True,
    "HardBreak": True,
    "HorizontalRule": True,
    "Link": {"enableTarget": False, "openOnClick": False},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "History": True,
    "Gapcursor": True,
    "NoSpellCheck": True,
    "Strike": True,
    "Subscript": True,
    "Superscript": True,
    "Photo": True,
    "Paste": {"rules": RULES, "signs": SIGNS, "lost": LOST},
    "Menu": {
        "groups": [
            {"group": group}
            for group in (
                "headings",
                "marks",
                "lists",
                "nodes -blockType -lists",
                "link",
                "table",
                "history",
            )
        ]
    },
}


class BodyWidget(ProseEditorWidget):
    """A text area of plain paragraphs, which a script turns into the editor that sends HTML.

    `<name>_format` tells which of the two was sent.
    """

    template_name = "news/body_widget.html"
    # the pictures that may be put into the body
    photos = ()

    def __init__(self, attrs=None):
        super().__init__({"rows": 18, **(attrs or {})}, preset="configurable")

    @property
    def media(self):
        before = Media(
            css={"all": ["css/editor.css", "css/uploads.css"]},
            js=[Script("js/editor.js", defer=True)],
        )
        return before + prose_editor_media(preset=self.preset)

    def get_config(self):
        return {
            "extensions": EXTENSIONS,
            "js_modules": [static(f"js/editor-{name}.js") for name in ("paste", "photo")],
        }

    def get_context(self, name, value, attrs):
        context = super().get_context(name, to_typed(value or ""), attrs)
        context["widget"]["attrs"]["data-html"] = clean(value or "")
        return context | {"photos": self.photos}

    def format_value(self, value):
        return value

    def value_from_datadict(self, data, files, name):
        """The body as HTML, whether it was sent as HTML or as plain text."""
        sent = data.get(name)
        if sent is None:
            return None
        return sent if data.get(f"{name}_format") == "html" else from_plain(sent)


class BodyField(forms.CharField):
    """An article's body as sanitised HTML."""

    widget = BodyWidget

    def clean(self, value):
        return super().clean(clean(value or ""))
