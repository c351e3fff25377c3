import json
from pathlib import Path
from time import sleep

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from branch.core.locking import is_conflict
from branch.rosters import actions
from branch.rosters.book import open_book
from branch.rosters.checking import check
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

    def handle(self, *, kind, file, commit, skip_errors, **options):
        self.on = timezone.localdate()
        self.effective_on = Importer.of(kind).effective_on(self.on)
        try:
            content = file.read_bytes()
            book = open_book(file.name, content)
            found = check(Importer.of(kind), book, on=self.on, effective_on=self.effective_on)
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
