"""What the pages of an import ask and show: which sheets, which columns, which rows."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from branch.core.forms import ActionForm, DateField, FilterForm
from branch.rosters import layout
from branch.rosters.actions import remembered, store_book
from branch.rosters.cells import holds_identity, plain, text_of
from branch.rosters.checking import instead, tables_of
from branch.rosters.condensing import opened
from branch.rosters.guard import refuse_large
from branch.rosters.models import ImportedRow

HEADER_ROWS = 12
PREVIEW_CELLS, PREVIEW_ROWS = 6, 3
# a header may stand this far down, with blank lines before the first people under it
PREVIEW_DEPTH = 40
Verdict = ImportedRow.Verdict


class RosterForm(ActionForm):
    """One file, not larger than a roster is."""

    no_draft = "only a file"

    file = forms.FileField(
        label="名册文件",
        help_text="xlsx、xls 或 csv，不超过 5 MB、5,000 人。身份证号一列请先删去，系统也不会读取。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
        error_messages={"required": "请选择名册文件。", "empty": "文件是空的，请换一份。"},
    )

    def __init__(self, *args, importer, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.importer, self.on = importer, on

    def clean_file(self):
        file = self.cleaned_data["file"]
        refuse_large(file.size)
        # Opened before anything is stored: a file that can't be read is refused at its field.
        content = file.read()
        return file.name, content, opened(self.importer, file.name, content, on=self.on)

    def store_files(self):
        name, content, book = self.cleaned_data["file"]
        self.cleaned_data["file"] = name, content, store_book(book)


class Reading:
    """What was read from one file, and how its sheets would be understood."""

    def __init__(self, batch, *, on):
        self.on = on
        self.importer, self.book = batch.importer, batch.book
        self.choices = batch.choices

    @cached_property
    def tables(self):
        earlier = remembered(self.importer)
        return tables_of(self.importer, self.book, choices=self.choices, remembered=earlier)[0]

    @property
    def first_cells(self):
        """What the pages before the check may show of people: the first rows of each sheet."""
        return {
            plain(cell).upper()
            for sheet in self.book.sheets
            for row in sheet.rows[layout.first_filled(sheet) :][:PREVIEW_DEPTH]
            for cell in row
        } - {""}

    def found(self, sheet):
        return layout.find_table(sheet, self.importer.fields)


class LayoutForm(forms.Form):
    """Which sheets are read, and in which row or rows their titles stand."""

    def __init__(self, *args, reading, **kwargs):
        super().__init__(*args, **kwargs)
        self.reading = reading
        self.rows = []
        for number, sheet in enumerate(reading.book.sheets):
            if any(text_of(cell) for row in sheet.rows for cell in row):
                self._offer(number, sheet)

    def _offer(self, number, sheet):
        chosen, found = self.reading.choices.get(sheet.name, {}), self.reading.found(sheet)
        place = (found.top, found.height) if found else (0, 1)
        place = (chosen.get("top", place[0]), chosen.get("height", place[1]))
        name = sheet.name or "文件内容"
        self.fields[f"use-{number}"] = forms.BooleanField(
            label=f"读入“{name}”",
            required=False,
            initial=bool(found) and not chosen.get("skip"),
        )
        self.fields[f"header-{number}"] = forms.ChoiceField(
            label=f"“{name}”的列标题在哪一行",
            choices=list(_header_rows(sheet, found)),
            initial="{}-{}".format(*place),
            error_messages={"invalid_choice": "请从列出的行里选一行。"},
        )
        self.rows.append((sheet, self[f"use-{number}"], self[f"header-{number}"]))

    def clean(self):
        if not any(self.cleaned_data.get(use.name) for _, use, _ in self.rows):
            raise ValidationError("请至少选一张要读入的工作表。")

    def choices(self):
        """{sheet name: how it is read}"""
        found = {}
        for sheet, use, header in self.rows:
            top, height = map(int, self.cleaned_data[header.name].split("-"))
            chosen = {"top": top, "height": height}
            if not self.cleaned_data[use.name]:
                chosen = {"skip": True}
            # who only looked at this page again finds the columns as they were chosen
            before = self.reading.choices.get(sheet.name, {})
            found[sheet.name] = before if chosen.items() <= before.items() else chosen
        return found


def _header_rows(sheet, found):
    """The choices of a header: each of the first rows, alone and with the next one; columns never read are left out."""
    first = layout.first_filled(sheet)
    for top in range(first, min(first + HEADER_ROWS, len(sheet.rows))):
        says = _preview(
            sheet.rows[top], found.never_read if found and top >= found.first_row else ()
        )
        if says:
            yield f"{top}-1", f"第 {top + 1} 行：{says}"
            if top + 1 < len(sheet.rows):
                yield f"{top}-2", f"第 {top + 1}、{top + 2} 两行：{says}"


def _preview(row, never_read):
    shown = [cell for index, cell in enumerate(row) if index not in never_read]
    texts = [text_of(cell) for cell in shown if text_of(cell) and not holds_identity(cell)]
    return "、".join(texts[:PREVIEW_CELLS])[:40]


@dataclass
class ColumnGroup:
    """Sheets with the same titles, read alike, which are asked about once."""

    tables: list
    fields: list
    # what the sheets' names say of all their rows
    says: list
    # the question about all rows, None where the file answers it
    answer: object = None

    @property
    def name(self):
        return "、".join(table.sheet.name for table in self.tables if table.sheet.name)

    @property
    def sample(self):
        """The first rows as they will be read, under the canonical labels."""
        first = self.tables[0]
        rows = list(layout.records(first))[:PREVIEW_ROWS]
        return [[text_of(cells.get(label)) for label in first.columns] for _, cells, _ in rows]

    @property
    def labels(self):
        return list(self.tables[0].columns)


class ColumnsForm(forms.Form):
    """Which column of the file means which field."""

    def __init__(self, *args, reading, **kwargs):
        super().__init__(*args, **kwargs)
        self.reading = reading
        groups = {}
        for table in reading.tables:
            read = tuple(table.columns.items())
            groups.setdefault((tuple(table.titles), read), []).append(table)
        self.groups = [self._ask(n, tables) for n, tables in enumerate(groups.values())]

    def _ask(self, number, tables):
        titles = [own or above for above, own in tables[0].titles]
        columns = [("", "不读入")] + [
            (str(index), f"{_letter(index)} 列：{_title(pair)}")
            for index, pair in enumerate(tables[0].titles)
            if titles[index] and index not in tables[0].never_read
        ]
        bound = []
        for one in self.reading.importer.fields:
            name = f"{number}-{one.label}"
            self.fields[name] = forms.ChoiceField(
                label=one.label,
                choices=columns,
                required=one.is_required,
                initial=str(tables[0].columns.get(one.label, "")),
                help_text=self._advice(one, tables[0]),
                error_messages={"required": f"请选择“{one.label}”在哪一列。"},
            )
            bound.append(self[name])
        importer, on = self.reading.importer, self.reading.on
        says = [importer.says_of(table, on=on) for table in tables]
        answer = self._ask_of_all(number, tables)
        return ColumnGroup(tables, bound, list(filter(None, says)), answer)

    def _advice(self, one, table):
        """What is said under a field: that it was guessed; under the key that is missing, which roster it may be."""
        importer = self.reading.importer
        if one is importer.fields[0] and one.label not in table.columns:
            return instead(importer, table.sheet, known=len(table.columns))
        return "猜的，请核对。" if one.label in table.guesses else ""

    def _ask_of_all(self, number, tables):
        """The question about all rows, where the file does not say it; None where it does."""
        importer, on = self.reading.importer, self.reading.on
        if not importer.asks or all(
            importer.asks[0] not in importer.lacking(one.columns, importer.context(one, on=on))
            for one in tables
        ):
            return None
        label, question = importer.asks
        name = f"{number}-answer"
        self.fields[name] = forms.CharField(
            label=question,
            required=False,
            initial=tables[0].answer,
            help_text=f"文件里没有写清{label}。有这一列的，请在下面选“{label}”在哪一列。",
        )
        self.fields[name].is_asked = True
        return self[name]

    def clean(self):
        for group in self.groups:
            self._check_columns(group)
            self._check_answer(group)

    def _check_columns(self, group):
        taken = {}
        for field in group.fields:
            index = self.cleaned_data.get(field.name)
            if index and taken.setdefault(index, field) is not field:
                self.add_error(field.name, f"这一列已选作“{taken[index].label}”。")

    def _check_answer(self, group):
        if group.answer is None:
            return
        importer, said = self.reading.importer, self.cleaned_data.get(group.answer.name)
        label, question = importer.asks
        if said:
            try:
                importer.answered(said, on=self.reading.on)
            except ValidationError as error:
                self.add_error(group.answer.name, error)
        elif label not in self._chosen(group):
            self.add_error(group.answer.name, f"请写{question}，或者选“{label}”在哪一列。")

    def _chosen(self, group):
        return {
            field.label: int(self.cleaned_data[field.name])
            for field in group.fields
            if self.cleaned_data.get(field.name)
        }

    def choices(self):
        found = dict(self.reading.choices)
        for group in self.groups:
            columns = self._chosen(group)
            answer = self.cleaned_data[group.answer.name] if group.answer else ""
            for table in group.tables:
                found[table.sheet.name] = {
                    "top": table.top,
                    "height": table.height,
                    "columns": columns,
                    "answer": answer,
                }
        return found

    @property
    def chosen_by_hand(self):
        """(titles, {field label: index}) of each group whose columns are other ones than were found."""
        return [
            (group.tables[0].titles, self._chosen(group))
            for group in self.groups
            if self._chosen(group) != group.tables[0].columns
        ]


def _title(pair):
    above, own = pair
    return f"{above} {own}".strip()


def _letter(index):
    """A, B … Z, AA: as the spreadsheet calls it."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class RowFilter(FilterForm):
    """Which rows of a check are listed."""

    SHOWN = [
        (Verdict.ERROR, "错误"),
        ("warned", "提醒"),
        ("outcomes", "后果"),
        (Verdict.NEW, "新增"),
        (Verdict.CHANGED, "更新"),
        (Verdict.UNCHANGED, "不变"),
    ]

    ALL = "all"
    # filters by a column that holds a list
    LISTS = {"warned": "warnings", "outcomes": "outcomes"}

    show = forms.ChoiceField(required=False, choices=[(ALL, "全部"), *SHOWN])

    def __init__(self, *args, errors, **kwargs):
        """Where something is wrong, that is what one looks for first."""
        super().__init__(*args, **kwargs)
        self.first = Verdict.ERROR if errors else self.ALL

    def narrow(self, rows):
        rows = super().narrow(rows)
        return rows if self.cleaned_data.get("show") else self.narrow_show(rows, self.first)

    def narrow_show(self, rows, value):
        if value == self.ALL:
            return rows
        if value in self.LISTS:
            return rows.exclude(**{self.LISTS[value]: []})
        return rows.filter(verdict=value)

    @property
    def shown(self):
        self.is_valid()
        return self.cleaned_data.get("show") or self.first


class BeginForm(forms.Form):
    """The last word before anything is written."""

    effective_on = DateField(
        label="整班新来的学生自何日起在班",
        help_text="开学 30 天内，转入的学生也从这一天算起；以后转入的从今天算起，下面逐行写明。",
        error_messages={"required": "请选择日期。", "invalid": "请按 2026-09-01 的样子填写。"},
    )
    skip_errors = forms.BooleanField(label="跳过有错误的行，先导入其余的", required=False)

    def __init__(self, *args, error_count, has_effective_on, endings, options, **kwargs):
        """`endings` {kind: sentence} are the consequences of which each needs a tick, `options` those that may have one."""
        super().__init__(*args, **kwargs)
        for kind, label in options.items():
            self.fields[f"agree-{kind}"] = forms.BooleanField(label=label, required=False)
        for kind, says in endings.items():
            self.fields[f"agree-{kind}"] = forms.BooleanField(
                label=f"已核对：{says}",
                error_messages={"required": f"请核对“{says}”，勾选后再导入。"},
            )
        self.error_count = error_count
        if not has_effective_on:
            del self.fields["effective_on"]
        if not error_count:
            del self.fields["skip_errors"]

    @property
    def agreed(self):
        return {name.removeprefix("agree-") for name, value in self.cleaned_data.items() if value}

    def clean_skip_errors(self):
        if not self.cleaned_data["skip_errors"]:
            raise ValidationError(
                f"还有 {self.error_count} 行有错误。请改好文件重新上传，或勾选跳过这些行。"
            )
        return True
