import json
from pathlib import Path
from time import sleep

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from branch.core.locking import is_conflict
from branch.rosters import actions
from branch.rosters.checking import check, choices_of
from branch.rosters.condensing import opened
from branch.rosters.importer import Importer
from branch.rosters.models import ImportBatch
from branch.rosters.refusal import RosterError

UNREADABLE = 2
INTERRUPTED = "刚有人改动了同一条记录，导入没有做完。请再运行一次，会接着导入，已导入的不会重复。"


class Command(BaseCommand):
    help = (
        "Check a roster (staff, members or students) and, with --commit, import it. "
        "Exit status: 0 clean, 1 with rows in error, 2 where the file can't be read."
    )

    def add_arguments(self, parser):
        kinds = [one.kind for one in Importer.every() if not one.is_confidential]
        parser.add_argument("kind", choices=sorted(kinds))
        parser.add_argument("file", type=Path)
        parser.add_argument("--commit", action="store_true", help="write; else only check")
        parser.add_argument(
            "--skip-errors", action="store_true", help="write the good rows all the same"
        )
        parser.add_argument("--json", action="store_true", help="say everything as JSON")
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="学号=TITLE",
            help="which column of the file is meant, by its title; may be said several times",
        )
        parser.add_argument(
            "--class", dest="answer", default="", help="the class of all pupils whose row says none"
        )

    def handle(self, *, kind, file, commit, skip_errors, column, answer, **options):
        self.on, importer = timezone.localdate(), Importer.of(kind)
        self.effective_on = importer.effective_on(self.on)
        if answer and not importer.asks:
            raise CommandError(f"{importer.title}不用 --class。", returncode=UNREADABLE)
        try:
            content = file.read_bytes()
            book = opened(importer, file.name, content, on=self.on)
            choices = choices_of(importer, book, columns=_pairs(column), answer=answer)
            found = check(
                importer,
                book,
                on=self.on,
                effective_on=self.effective_on,
                choices=choices,
                remembered=actions.remembered(importer),
            )
        except OSError as error:
            raise CommandError(f"读不到文件：{file}", returncode=UNREADABLE) from error
        except RosterError as error:
            raise CommandError("".join(error.messages), returncode=UNREADABLE) from error
        may_write = commit and (skip_errors or not found.counts["errors"])
        digest = actions.digest_of(kind, content)
        batch = self._import(kind, file.name, digest, book, found) if may_write else None
        self._say(found, batch, as_json=options["json"])
        if found.counts["errors"]:
            raise SystemExit(1)

    def _import(self, kind, name, digest, book, found):
        """All the good rows, in chunks; a run that was killed goes on where it stopped."""
        batch = actions.interrupted(digest)
        if batch is None:
            kept = {"kind": kind, "file_name": name, "digest": digest, "by": None}
            batch = actions.keep_book(book, effective_on=self.effective_on, **kept)
            actions.keep_check(batch, found)
            batch = actions.begin_import(batch, skip_errors=True, by=None)
        while batch.state == ImportBatch.State.WRITING:
            try:
                batch = actions.advance(batch, on=self.on, at=timezone.now(), by=None)
            except ValidationError as error:
                raise CommandError("".join(error.messages)) from error
            except DatabaseError as error:
                if not is_conflict(error):
                    raise
                raise CommandError(INTERRUPTED) from error
            sleep(actions.PAUSE_BETWEEN_CHUNKS)
        return batch

    def _say(self, found, batch, *, as_json):
        if as_json:
            self.stdout.write(json.dumps(_report(found, batch), ensure_ascii=False))
            return
        for line in found.lines:
            where = f"{line.sheet} 第 {line.row} 行".strip()
            for error in line.errors:
                self.stdout.write(f"错误　{where}　{error['column']}：{error['message']}")
            for sentence in line.warnings:
                self.stdout.write(f"提醒　{where}　{sentence}")
            for one in line.outcomes:
                self.stdout.write(f"后果　{where}　{one['says']}")
        for sentence in found.remarks:
            self.stdout.write(f"提醒　{sentence}")
        self.stdout.write(_summary(found.counts, batch))


def _pairs(said):
    """{label: title} of texts like 学号=TITLE."""
    for one in said:
        if "=" not in one:
            raise RosterError(f"--column {one} 要写成 学号=列标题 的样子。")
    return dict(one.split("=", 1) for one in said)


def _report(found, batch):
    errors = [
        {"sheet": line.sheet, "row": line.row, **error}
        for line in found.lines
        for error in line.errors
    ]
    warnings = [{"sheet": "", "row": None, "message": sentence} for sentence in found.remarks]
    warnings += [
        {"sheet": line.sheet, "row": line.row, "message": sentence}
        for line in found.lines
        for sentence in line.warnings
    ]
    counts = {name: found.counts[name] for name in ("rows", "good", "new", "changed", "unchanged")}
    return counts | {
        "errors": errors,
        "warnings": warnings,
        "outcomes": [
            {"sheet": line.sheet, "row": line.row, **one}
            for line in found.lines
            for one in line.outcomes
        ],
        "batch": batch.pk if batch else None,
    }


def _summary(counts, batch):
    said = (
        f"共 {counts['rows']} 行：新增 {counts['new']}，更新 {counts['changed']}，"
        f"不变 {counts['unchanged']}，错误 {counts['errors']}。"
    )
    return said + (f"已导入，批次 {batch.pk}。" if batch else "没有写入任何数据。")
