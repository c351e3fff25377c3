"""The steps an article may take from each state, and the permission for each."""

from dataclasses import dataclass

from django.urls import reverse

from branch.core.consequences import digest_of, follows

from . import actions
from .forms import PublishForm, RemarkForm, VersionForm
from .models import Article

State = Article.State


@dataclass(frozen=True)
class Step:
    """A step: its button and sentence, the states it starts from, its permission and its form."""

    name: str
    button: str
    says: str
    permission: str
    states: tuple
    form_class: type = VersionForm
    is_main: bool = False
    # the key of what it does, for a step that cannot be undone
    consequence: str = ""

    @property
    def needs_input(self):
        """Whether its form has fields; it is then shown on a card of its own."""
        return self.form_class is not VersionForm

    def is_open(self, article, user):
        return article.state in self.states and user.has_perm(self.permission)


@dataclass(frozen=True)
class OpenStep:
    step: Step
    form: object
    url: str
    # what follows, shown before the step is taken
    follows: tuple = ()
    # why the user may not take it, said in place of its form
    refused: str = ""

    @property
    def seen(self):
        return digest_of(self.follows)


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
DISCARD = Step(
    "article-discard",
    "删除草稿",
    "",
    "news.change_article",
    (State.DRAFT,),
    consequence="news.discard",
)
ALL = (SUBMIT, PUBLISH, RETURN, CORRECT, WITHDRAW, DISCARD)


def open_steps(article, user, *, on, doubts, tried=None, form=None):
    """The steps the user may take; the one just tried keeps its form with what was typed."""
    return [
        OpenStep(
            step,
            form if step is tried else _form(step, article, doubts),
            reverse(f"news:{step.name}", args=[article.pk]),
            tuple(follows(step.consequence, article, on=on, by=user)),
            actions.own_says(article, user) if step is PUBLISH else "",
        )
        for step in ALL
        if step.is_open(article, user)
    ]


def _form(step, article, doubts):
    """An empty form of the step, with a tick only where there are doubts to consider."""
    form = step.form_class(current=article, auto_id=f"{step.name}_%s")
    if not doubts:
        form.fields.pop("is_checked", None)
    return form
