"""The rich-text editor in a real browser: typing, pasting, tables, saving, opening again."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from branch.news.clean import NO_PICTURE, clean
from branch.news.models import Article
from tests.news.factories import add_picture, make_draft, make_editor
from tests.news.pastes import PASTES

WORD = (
    "<html><body><p class=MsoNormal style='text-indent:32pt'><span style='font-family:仿宋;color:red'>"
    "　　党支部组织<b>学习</b>,读后交流。<o:p></o:p></span></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
    "<table class=MsoTableGrid border=1 width=500><tr><td width=200 style='border:solid'>"
    "<p class=MsoNormal>姓名</p></td><td><p class=MsoNormal>学时</p></td></tr></table></body></html>"
)
WECHAT = (
    "<section style='margin:0'><section><p style='letter-spacing:1px'><span>走进社区</span></p>"
    "<img data-src='https://mmbiz.qpic.cn/x.jpg' src='https://mmbiz.qpic.cn/x.jpg'></section></section>"
)
# what the editor adds to an empty place and to each cell
EMPTY = re.compile('<p></p>| (?:col|row)span="1"')
SAVED = re.compile(r"/desk/news/\d+/$")
PASTE = """([target, html]) => {
  const data = new DataTransfer();
  data.setData('text/html', html);
  target.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""

# Paste into the empty editor; what it holds then.
HELD = f"""([target, html]) => {{
  target.editor.commands.clearContent();
  ({PASTE})([target, html]);
  return target.editor.getHTML();
}}"""
SCREENSHOT = """target => {
  const data = new DataTransfer();
  data.items.add(new File(['x'], '截图.png', {type: 'image/png'}));
  target.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def writer(sign_in):
    return sign_in(make_editor())


def paste(page, html):
    editor = page.locator(".ProseMirror").element_handle()
    page.evaluate(PASTE, [editor, html])


def open_form(page, live_server, name="article-create", **kwargs):
    page.goto(live_server.url + reverse(f"news:{name}", kwargs=kwargs))
    page.locator(".ProseMirror").wait_for()


def save(page):
    page.get_by_role("button", name="保存草稿").click()
    expect(page).to_have_url(SAVED)


def fill(page):
    page.get_by_label("标题", exact=True).fill("支部开展读书交流")
    page.get_by_label("栏目").select_option(label="学习园地 › 读书荐书")


def test_what_is_typed_and_pasted_from_word_is_stored_clean_and_opens_again(
    page, live_server, writer
):
    open_form(page, live_server)
    fill(page)
    page.locator(".ProseMirror").click()
    page.keyboard.type("十一月,支部开展交流。")
    page.keyboard.press("Enter")
    paste(page, WORD)
    save(page)

    article = Article.objects.get()
    assert article.body.replace("<p></p>", "") == (
        "<p>十一月，支部开展交流。</p><p>党支部组织<strong>学习</strong>，读后交流。</p>"
        "<table><tbody><tr><td><p>姓名</p></td><td><p>学时</p></td></tr></tbody></table>"
    )
    page.goto(live_server.url + reverse("news:article-update", args=[article.pk]))
    page.locator(".ProseMirror td", has_text="学时").wait_for()
    save(page)
    body = article.body
    article.refresh_from_db()
    assert article.body == body


def test_a_paste_from_wechat_marks_the_missing_picture_and_requests_no_other_site(
    page, live_server, writer
):
    open_form(page, live_server)
    fill(page)
    paste(page, WECHAT)
    save(page)

    assert Article.objects.get().body == f"<p>走进社区</p><p>{NO_PICTURE}</p>"


def test_a_paste_is_held_as_it_reads(page, live_server, writer):
    open_form(page, live_server)
    editor = page.locator(".ProseMirror").element_handle()

    held = {name: page.evaluate(HELD, [editor, html]) for name, (html, _) in PASTES.items()}

    assert "密" not in "".join(held.values())
    assert {name: EMPTY.sub("", clean(body)) for name, body in held.items()} == {
        name: stored for name, (_, stored) in PASTES.items()
    }


def test_a_list_powers_and_struck_words_open_again_as_they_were_stored(page, live_server, writer):
    body = '<ol start="3"><li><p>10<sup>5</sup>人，H<sub>2</sub>O，<s>周三</s></p></li></ol>'
    article = make_draft(body=body, by=writer)
    open_form(page, live_server, "article-update", pk=article.pk)
    page.locator(".ProseMirror s", has_text="周三").wait_for()
    page.get_by_label("标题", exact=True).fill("只改标题")
    save(page)

    article.refresh_from_db()
    assert (article.title, article.body) == ("只改标题", body)


def test_a_pasted_screenshot_leaves_a_note(page, live_server, writer):
    open_form(page, live_server)
    page.evaluate(SCREENSHOT, page.locator(".ProseMirror").element_handle())

    expect(page.locator(".ProseMirror")).to_have_text(NO_PICTURE)


def test_the_buttons_are_chinese_and_make_headings_lists_and_tables(page, live_server, writer):
    open_form(page, live_server)
    fill(page)
    page.locator(".ProseMirror").click()
    page.get_by_role("button", name="大标题").click()
    page.keyboard.type("小标题一")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="项目列表").click()
    page.keyboard.type("第一项")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="插入表格").click()
    page.get_by_role("button", name="插入", exact=True).click()
    page.keyboard.type("甲")
    save(page)

    body = Article.objects.get().body
    assert body.startswith("<h2>小标题一</h2><ul><li><p>第一项</p></li></ul>")
    assert body.count("<tr>") == 3
    assert "<td><p>甲</p></td>" in body


def test_the_second_of_two_writers_sees_both_texts_and_keeps_the_editor(page, live_server, writer):
    article = make_draft(body="<h2>题</h2><p>原文。</p>")
    open_form(page, live_server, "article-update", pk=article.pk)
    Article.objects.filter(pk=article.pk).update(version=9, body="<p>先存的。</p>")
    page.locator(".ProseMirror p").click()
    page.keyboard.press("End")
    page.keyboard.type("后写的。")
    page.get_by_role("button", name="保存草稿").click()

    page.get_by_role("heading", name="刚有人改过这条记录").wait_for()
    page.locator(".ProseMirror h2", has_text="题").wait_for()
    page.get_by_role("button", name="按我写的保存").click()
    expect(page).to_have_url(SAVED)

    article.refresh_from_db()
    assert article.body == "<h2>题</h2><p>原文。后写的。</p>"


def test_a_refused_form_keeps_what_was_pasted(page, live_server, writer):
    open_form(page, live_server)
    page.locator(".ProseMirror").click()
    paste(page, WORD)
    page.get_by_role("button", name="保存草稿").click()

    page.locator(".gq-err").wait_for()
    page.locator(".ProseMirror td", has_text="姓名").wait_for()
    fill(page)
    save(page)

    assert "<td><p>姓名</p></td>" in Article.objects.get().body


def test_without_scripts_the_textarea_takes_plain_paragraphs(
    browser, live_server, sign_in, context
):
    editor = make_editor()
    sign_in(editor)
    plain = browser.new_context(java_script_enabled=False, locale="zh-CN")
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto(live_server.url + reverse("news:article-create"))
    fill(page)
    page.get_by_label("正文").fill("第一段\n\n第二段")
    save(page)
    plain.close()

    assert Article.objects.get().body == "<p>第一段</p><p>第二段</p>"


@pytest.fixture
def author(sign_in):
    """A signed-in editor, as the user who writes."""
    user = make_editor()
    sign_in(user)
    return user


@pytest.mark.parametrize("width", [390, 1280])
def test_pictures_of_the_gallery_are_placed_moved_out_and_put_back(
    page, live_server, author, width
):
    article = make_draft(by=author, body="<p>第一段。</p><p>第二段。</p>")
    one, other = (add_picture(article, author, alt=alt, caption="围坐") for alt in ("甲", "乙"))
    page.set_viewport_size({"width": width, "height": 800})
    open_form(page, live_server, "article-update", pk=article.pk)
    body = page.locator(".ProseMirror")

    page.locator("[data-place]", has_text="乙").click()
    body.get_by_text("第一段。").click()
    page.keyboard.press("End")
    page.locator("[data-place]", has_text="甲").click()
    expect(body.locator("figure img")).to_have_count(2)
    body.get_by_role("button", name="从正文拿掉：乙").click()
    expect(body.get_by_alt_text("乙")).to_have_count(0)
    page.get_by_role("button", name="撤销", exact=True).click()
    expect(body.get_by_alt_text("乙")).to_be_visible()
    save(page)

    figures = [f'<figure data-photo="{photo.pk}"></figure>' for photo in (one, other)]
    assert Article.objects.get().body == f"<p>第一段。</p>{figures[0]}<p>第二段。</p>{figures[1]}"
    expect(page.locator(".gq-body figure img")).to_have_count(2)


def test_without_its_modules_the_editor_leaves_the_plain_box(page, live_server, author):
    article = make_draft(by=author, body="<p>第一段。</p>")
    photo = add_picture(article, author)
    figure = f'<figure data-photo="{photo.pk}"></figure>'
    Article.objects.update(body=f"<p>第一段。</p>{figure}")
    empty = {"body": "export {}", "content_type": "text/javascript"}
    page.route("**/editor-photo*.js", lambda route: route.fulfill(**empty))

    page.goto(live_server.url + reverse("news:article-update", args=[article.pk]))
    expect(page.get_by_role("alert").get_by_text("编辑器没有载全")).to_be_visible()
    box = page.get_by_label("正文")
    expect(box).to_have_value(f"第一段。\n\n【图片{photo.pk}】")
    box.press("End")
    page.keyboard.type("\n\n后写的。")
    save(page)

    assert Article.objects.get().body == f"<p>第一段。</p>{figure}<p>后写的。</p>"
