"""Forms and fields that every app shares."""

from branch.core.keys import KeyField, RowsField

from .actions import ActionForm, VersionForm, token_in, words_sent
from .bound import TOO_OLD
from .choices import (
    GONE,
    MOST,
    ChipSelect,
    ChipSelectMultiple,
    ComboSelect,
    ComboSelectMultiple,
    Offer,
    SearchedField,
    SearchedRowsField,
    chips_field,
)
from .fields import (
    AddressField,
    DateField,
    DateTimeField,
    MoneyField,
    day_field,
    phone_field,
    text_field,
    within_years,
)
from .filters import BackForm, FilterForm, ListQuery, PageForm
from .grid import MOST_ROWS, GridForm, RowForm
from .layout import layout_helper
from .sealed import SealedForm
from .uploads import ManyFilesField, UploadField

__all__ = [
    "GONE",
    "MOST",
    "MOST_ROWS",
    "TOO_OLD",
    "ActionForm",
    "AddressField",
    "BackForm",
    "ChipSelect",
    "ChipSelectMultiple",
    "ComboSelect",
    "ComboSelectMultiple",
    "DateField",
    "DateTimeField",
    "FilterForm",
    "GridForm",
    "KeyField",
    "ListQuery",
    "ManyFilesField",
    "MoneyField",
    "Offer",
    "PageForm",
    "RowForm",
    "RowsField",
    "SealedForm",
    "SearchedField",
    "SearchedRowsField",
    "UploadField",
    "VersionForm",
    "chips_field",
    "day_field",
    "layout_helper",
    "phone_field",
    "text_field",
    "token_in",
    "within_years",
    "words_sent",
]
