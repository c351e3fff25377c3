"""Import an article that was published elsewhere, from a text file."""

import getpass
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from branch.news import actions, manuscript
from branch.news.models import Article, Column

DID = {
    "published": "已发布",
    "drafted": "已存为草稿",
    "corrected": "已按新文本更正，原文留痕",
    "": "与已有文章相同，没有改动",
}


class Command(BaseCommand):
    help = (
        "导入一篇已发表的文章（题目、作者、来源、发布日期、正文的纯文本）。"
        "直接发布，运行命令的人代第二人核对签发；--draft 只存草稿。"
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="文本文件，UTF-8 或 GB18030")
        parser.add_argument("--column", help="栏目名称；不写时按题前【】里的类别，没有则放支部要闻")
        parser.add_argument(
            "--replace",
            action="append",
            default=[],
            metavar="OLD=NEW",
            help="先把文中的 OLD 换成 NEW，可写多次",
        )
        parser.add_argument("--draft", action="store_true", help="只存草稿，不发布")

    def handle(self, *, file, column, replace, draft, **options):
        text = replaced(decoded(file), replace)
        try:
            at = timezone.now()
            read = manuscript.read(text, on=timezone.localdate(at))
            article, did = actions.import_manuscript(
                read,
                column=column_for(column, read),
                is_draft=draft,
                at=at,
                runner=getpass.getuser(),
            )
        except manuscript.ManuscriptError as error:
            raise CommandError(str(error)) from error
        except ValidationError as refusal:
            raise CommandError(advice(refusal)) from refusal
        self.stdout.write(f"{DID[did]}：{article.headline}")
        self.stdout.write(article.public_url if did != "drafted" else article.get_absolute_url())
        for doubt in actions.doubts_about(article) if did else []:
            self.stderr.write(f"请核对：{doubt}")


def decoded(file):
    """The text of the file, in UTF-8, UTF-16 or GB18030; `CommandError` if it is none of them."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise CommandError(f"读不到文件 {file}：{error.strerror}。") from error
    is_wide = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    for encoding in ["utf-16"] if is_wide else ["utf-8-sig", "gb18030"]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CommandError("文件不是 UTF-8 或 GB18030 文本，请另存为 UTF-8 后再导入。")


def replaced(text, pairs):
    """The text after every OLD=NEW; `CommandError` for an OLD that does not occur."""
    for pair in pairs:
        old, sign, new = pair.partition("=")
        if not (old and sign):
            raise CommandError(f"--replace “{pair}”应写成 OLD=NEW。")
        if old not in text:
            raise CommandError(f"文中没有“{old}”，请照原文写（标点的全角半角也要一样）。")
        text = text.replace(old, new)
    return text


def column_for(name, read):
    """The column with the name; without a name, the one named like the kicker, else 支部要闻."""
    if name:
        column = Column.objects.filter(name=name).order_by("-parent").first()
        if column is None:
            names = "、".join(Column.objects.values_list("name", flat=True))
            raise CommandError(f"没有栏目“{name}”。现有栏目：{names}。")
        return column
    if read.kicker in Article.Kind.labels:
        column = Column.objects.filter(name=read.kicker).first()
    else:
        column = None
    return column or Column.objects.get(name="支部要闻")


def advice(refusal):
    """The refusal as one text, each field of the article named, with a hint about `--replace` for blocked words."""
    text = "".join(map(str, _named(refusal)))
    if "禁用词" in text:
        text += "要替换原文里的字句，请加 --replace 原文=改文。"
    return text


def _named(refusal):
    """Yield the messages, once each, behind the title of the field they are about."""
    if not hasattr(refusal, "error_dict"):
        yield from refusal.messages
        return
    titles = {field.name: f"{field.verbose_name}：" for field in Article._meta.fields}
    for name, messages in refusal.message_dict.items():
        yield from (titles.get(name, "") + message for message in dict.fromkeys(messages))
