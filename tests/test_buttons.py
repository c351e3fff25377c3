"""Every button that changes something at once says what follows first, can be undone, or does no harm."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.doors import DOORS

ASKS, UNDO, HARMLESS = "asks", "undo", "harmless"
BUTTONS = {
    "accounts:role-confirm": (HARMLESS, "结束任命 takes it back"),
    "accounts:role-drop": (ASKS, "a proposal is deleted"),
    "accounts:sessions-end": (ASKS, "others have to sign in again"),
    "activities:activity-close": (HARMLESS, "what was recorded can be corrected"),
    "activities:colleague-drop": (HARMLESS, "the organiser enters them again"),
    "activities:proposal-confirm": (HARMLESS, "确认服务时长 corrects the hours"),
    "activities:proposal-refuse": (HARMLESS, "it can be entered again"),
    "activities:pupil-leave": (HARMLESS, "the pupil can be entered again"),
    "activities:registration-create": (HARMLESS, "取消报名 beside it takes it back"),
    "activities:registration-withdraw": (HARMLESS, "one signs up again"),
    "coverage:address-again": (HARMLESS, "another link to one's own address"),
    "coverage:address-drop": (ASKS, "one's own address is deleted"),
    "coverage:excuse-end": (UNDO, ""),
    "coverage:mail-switch": (HARMLESS, "a choice beside its button; the other one takes it back"),
    "coverage:message-again": (HARMLESS, "a message that nobody took waits again"),
    "coverage:message-settle": (UNDO, ""),
    "coverage:notice-open": (HARMLESS, "marks one's own notice as read, which stays in the list"),
    "coverage:notices-read": (HARMLESS, "marks one's own notices as read, which stay in the list"),
    "logout": (HARMLESS, "a script names what is unsent first"),
    "members:honour-remove": (ASKS, "an honour is deleted"),
    "activities:photo-add": (HARMLESS, "a photo is removed again by 修改"),
    "harm:report-seen": (HARMLESS, "the report stays in the list, and another can be made"),
    "members:member-back": (UNDO, ""),
    "members:mine-carry": (HARMLESS, "撤下 takes it back"),
    "members:mine-withdraw": (UNDO, ""),
    "members:mine-portrait-remove": (
        HARMLESS,
        "the member has the picture and may choose it again",
    ),
    "news:article-correct": (HARMLESS, "begins a draft, which can be deleted"),
    "news:article-discard": (ASKS, "a draft is deleted"),
    "news:article-publish": (HARMLESS, "a card says who will see it; 撤稿 takes it back"),
    "news:article-return": (HARMLESS, "the writer submits it again"),
    "news:article-submit": (HARMLESS, "退回 takes it back"),
    "news:article-withdraw": (
        HARMLESS,
        "a card says what readers will see; it can be submitted again",
    ),
    "news:file-remove": (ASKS, "a document is deleted"),
    "news:photo-check": (HARMLESS, "the picture is deleted, or the article returned"),
    "news:photo-remove": (ASKS, "a picture is deleted"),
    "portal:draft-discard": (UNDO, "by a button of its own, 我的草稿"),
    "portal:draft-restore": (HARMLESS, "undoes 丢弃"),
    "portal:held-remove": (HARMLESS, "takes a chosen file out; the person still has it"),
    "portal:report-begin": (UNDO, ""),
    "portal:step-undo": (HARMLESS, "is itself the undo"),
    "rosters:import-advance": (HARMLESS, "goes on with what was confirmed, which can be undone"),
    "rosters:import-discard": (ASKS, "a file is deleted"),
    "school:day-remove": (UNDO, ""),
    "school:phone-reveal": (HARMLESS, "changes nothing; the reading is recorded"),
    "school:signin-unlock": (HARMLESS, "lets a person try again"),
    "school:slips-print": (HARMLESS, "a slip replaces one that was not used"),
    "school:staff-return": (HARMLESS, "离校 takes it back"),
    "service:agreement-withdraw": (UNDO, ""),
    "service:branchreport-withdraw": (UNDO, ""),
    "service:book-back": (HARMLESS, "公开 releases it again"),
    "service:book-release": (HARMLESS, "撤回 beside it takes it back"),
    "service:feedback-open": (HARMLESS, "makes a QR; nothing is asked before the event"),
    "service:flag-back": (HARMLESS, "公开 releases it again"),
    "service:flag-release": (HARMLESS, "撤回 beside it takes it back"),
    "service:line-drop": (ASKS, "a sentence of somebody is deleted"),
    "service:material-back": (HARMLESS, "公开 releases it again"),
    "service:material-release": (HARMLESS, "撤回 beside it takes it back"),
    "service:material-remove": (ASKS, "a file is deleted"),
    "service:community-end": (UNDO, ""),
    "service:content-end": (UNDO, ""),
    "service:deed-withdraw": (UNDO, ""),
    "service:entry-end": (UNDO, ""),
    "service:entry-step": (HARMLESS, "another state of the same day replaces it"),
    "service:evaluation-withdraw": (UNDO, ""),
    "service:item-end": (UNDO, ""),
    "service:person-drop": (UNDO, ""),
    "service:register-items": (HARMLESS, "ticks that their member takes back"),
    "service:register-remind": (HARMLESS, "a notice, which stays one however often it is sent"),
    "service:registration-withdraw": (UNDO, ""),
    "service:arrival-tick": (HARMLESS, "撤销 beside it takes it back"),
    "service:arrival-undo": (HARMLESS, "到了 beside it does it again"),
    "service:signup-cancel": (ASKS, "name and telephone of a family are deleted"),
    "service:signup-ring": (HARMLESS, "says that a family was told"),
    "service:source-decide": (ASKS, "sign-ups of a network are seated or deleted"),
    "service:team-end": (UNDO, ""),
    "service:taps-join": (HARMLESS, "撤销 takes a tap back"),
    "service:topic-end": (UNDO, ""),
    "service:unannounced-add": (HARMLESS, "减 1 人 takes it back"),
    "service:unannounced-undo": (HARMLESS, "加上 does it again"),
    "walkins:goal-drop": (UNDO, ""),
    "walkins:goal-step": (UNDO, ""),
    "walkins:aid-withdraw": (UNDO, ""),
    "walkins:note-delete": (ASKS, "a sealed note is deleted"),
    "walkins:familypairing-phone": (HARMLESS, "changes nothing; the reading is recorded"),
    "walkins:familyproposal-accept": (HARMLESS, "nothing begins before the family agreed"),
    "walkins:familyproposal-decline": (
        HARMLESS,
        "a reason is chosen first; another can be proposed",
    ),
    "walkins:familyproposal-stop": (ASKS, "nobody is asked any more"),
    "walkins:proposal-accept": (HARMLESS, "nothing begins before guardian and student agreed"),
    "walkins:proposal-agree": (HARMLESS, "says that the head teacher has no objection"),
    "walkins:proposal-decline": (HARMLESS, "a reason is chosen first; another can be proposed"),
    "walkins:proposal-stop": (ASKS, "nobody is asked any more"),
    "walkins:session-photo-add": (HARMLESS, "a photo is removed again by 更正"),
    "walkins:phone-reveal": (HARMLESS, "changes nothing; the reading is recorded"),
    "walkins:visit-photo-add": (HARMLESS, "a photo is removed again by 更正"),
    "walkins:visitnote-delete": (ASKS, "a sealed note is deleted"),
}
STATED = {name: stated for name, (stated, _) in BUTTONS.items()}
TEXTS = {path: path.read_text() for path in Path(settings.BASE_DIR, "templates").rglob("*.html")}
# the template of the steps of an article, whose addresses its view states
STEP = "news/step_button.html"


def test_every_address_that_only_takes_a_post_is_stated():
    assert set(BUTTONS) == {name for name, door in DOORS.items() if door.post and not door.get}


@pytest.mark.parametrize("name", [name for name in BUTTONS if STATED[name] == ASKS])
def test_what_cannot_be_undone_is_behind_what_follows(name):
    named = [text for text in TEXTS.values() if f"url '{name}'" in text]
    asked = [text for text in named if re.search(rf"url '{name}'[^%]* as (\w+) %.{{0,60}}", text)]
    bare = [text for text in named if re.search(rf"action=\"{{% url '{name}'", text)]

    if name.startswith("news:article-"):
        step = TEXTS[next(path for path in TEXTS if str(path).endswith(STEP))]
        named = asked = [step] if "components/ask.html" in step else []
    assert named
    assert (len(asked), bare) == (len(named), [])
    assert all("components/ask.html" in text for text in named)


def test_no_page_asks_by_a_script():
    scripts = Path(settings.BASE_DIR, "static", "js").glob("*.js")

    assert [path.name for path in scripts if "confirm(" in path.read_text()] == []
