"""The steps an article may take from where it stands, and who may take them."""

from dataclasses import dataclass

from django.urls import reverse

from .forms import PublishForm, RemarkForm, VersionForm
from .models import Article

State = Article.State


@dataclass(frozen=True)
class Step:
    """One button below an article: what it says, from which states, for whom, with which form."""

    name: str
    button: str
    says: str
    permission: str
    states: tuple
    form_class: type = VersionForm
    is_main: bool = False

    @property
    def is_spoken(self):
        """It asks for words or a tick, so it stands on a card of its own."""
        return self.form_class is not VersionForm

    def is_open(self, article, user):
        return article.state in self.states and user.has_perm(self.permission)


@dataclass(frozen=True)
class OpenStep:
    step: Step
    form: object
    url: str


SUBMIT = Step("article-submit", "送审", "", "news.change_article", Article.EDITABLE, is_main=True)
PUBLISH = Step(
    "article-publish",
    "发布",
    "发布后所有人可以看到。",
    "news.publish_article",
    (State.SUBMITTED,),
    PublishForm,
    is_main=True,
)
RETURN = Step(
    "article-return",
    "退回",
    "退回后变为草稿，撰稿人可以修改。",
    "news.change_article",
    (State.SUBMITTED,),
    RemarkForm,
)
CORRECT = Step("article-correct", "做更正稿", "", "news.change_article", (State.PUBLISHED,))
WITHDRAW = Step(
    "article-withdraw",
    "撤稿",
    "撤稿后公开页只显示“已撤稿”，网址不再用于别的文章。",
    "news.withdraw_article",
    (State.PUBLISHED,),
    RemarkForm,
)
DISCARD = Step("article-discard", "删除草稿", "", "news.change_article", (State.DRAFT,))
ALL = (SUBMIT, PUBLISH, RETURN, CORRECT, WITHDRAW, DISCARD)


def open_steps(article, user, *, tried=None, form=None):
    """The steps open to this person; the one just tried keeps its form, so nothing typed is lost."""
    return [
        OpenStep(
            step,
            form if step is tried else step.form_class(current=article, auto_id=f"{step.name}_%s"),
            reverse(f"news:{step.name}", args=[article.pk]),
        )
        for step in ALL
        if step.is_open(article, user)
    ]
