"""What a file does not say is asked; what somebody chose by hand is remembered for the next file of that shape."""

import pytest
from django.core.management import CommandError, call_command

from branch.rosters.models import ChosenColumns
from branch.school.models import Guardian, Staff
from tests.rosters.wizard import address, as_found, batch, imported, upload
from tests.spreadsheets import csv_file, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
PUPILS = [("学号", "姓名"), ("26000101", "廖平"), ("26000102", "廖安")]
STAFF = [("工号", "姓名", "内线"), ("T1", "汤可", "13800000001")]


@pytest.fixture
def client(client, administrator):
    client.force_login(administrator, "branch.accounts.backends.RoleBackend")
    return client


@pytest.fixture
def run(tmp_path, capsys):
    """Check a file by the command; what it prints."""

    def _run(kind, content, *options, name="名单.csv"):
        path = tmp_path / name
        path.write_bytes(content)
        call_command("import_roster", kind, str(path), *options)
        return capsys.readouterr().out

    return _run


def at_columns(client, kind, content, **chosen):
    upload(client, kind, "名单.csv", content)
    client.post(address("layout"), as_found(client, "layout"))
    said = {f"0-{name}": value for name, value in chosen.items()}
    return client.post(address("columns"), as_found(client, "columns") | said)


def classes():
    return {tuple(row.values["school_class"]) for row in batch().lines.all()}


def test_where_the_file_says_no_class_the_wizard_asks(client):
    answer = at_columns(client, "students", csv_file(PUPILS))

    assert answer.context["form"].errors == {
        "0-answer": ["请写这些学生都在哪个班，或者选“班级”在哪一列。"]
    }
    assert "这些学生都在哪个班" in answer.text


def test_a_class_outside_the_school_is_refused_at_the_question(client):
    answer = at_columns(client, "students", csv_file(PUPILS), answer="高一1班")

    assert list(answer.context["form"].errors) == ["0-answer"]
    assert "高一1班" in answer.text


def test_the_answer_is_the_class_of_all(client):
    at_columns(client, "students", csv_file(PUPILS), answer="初二3班")

    assert classes() == {(2025, 3)}


def test_where_the_file_says_it_nothing_is_asked(client):
    upload(client, "students", "名单.xlsx", xlsx({"初一1班": PUPILS, "初一2班": PUPILS[:1]}))
    client.post(address("layout"), as_found(client, "layout"))

    assert client.get(address("columns")).context["form"].groups[0].answer is None


def test_the_answer_leaves_the_sheet_that_says_its_class_alone(client):
    other = [("学号", "姓名"), ("26000103", "廖宁")]
    upload(client, "students", "名单.xlsx", xlsx({"初一1班": PUPILS, "转入": other}))
    client.post(address("layout"), as_found(client, "layout"))
    client.post(address("columns"), as_found(client, "columns") | {"0-answer": "初一9班"})

    assert [tuple(row.values["school_class"])[1] for row in batch().lines.all()] == [1, 1, 9]


def test_columns_chosen_by_hand_are_found_in_the_next_file_of_that_shape(client, run):
    at_columns(client, "staff", csv_file(STAFF), 手机="2")
    upload(client, "staff", "又一份.csv", csv_file([STAFF[0], ("T2", "汤行", "13800000002")]))
    client.post(address("layout"), as_found(client, "layout"))

    assert as_found(client, "columns")["0-手机"] == "2"
    run("staff", csv_file([STAFF[0], ("T3", "汤知", "13800000003")]), "--commit")
    assert Staff.objects.get(number="T3").phone == "13800000003"


def test_what_was_found_by_itself_is_not_remembered_and_no_title_is_kept(client):
    at_columns(client, "staff", csv_file(STAFF))
    assert not ChosenColumns.objects.exists()

    at_columns(client, "staff", csv_file(STAFF), 手机="2")
    assert "内线" not in str(ChosenColumns.objects.values().get())


def test_another_choice_takes_the_place_of_the_first(client):
    at_columns(client, "staff", csv_file(STAFF), 手机="2")
    at_columns(client, "staff", csv_file(STAFF), 手机="", 备注="2")

    assert ChosenColumns.objects.get().columns == {"工号": 0, "姓名": 1, "备注": 2}


def test_a_guess_is_shown_as_a_guess(client):
    upload(
        client, "staff", "a.csv", csv_file([("工号", "真实姓名"), ("T1", "汤可"), ("T2", "汤行")])
    )
    client.post(address("layout"), as_found(client, "layout"))

    fields = client.get(address("columns")).context["form"].fields

    assert (fields["0-姓名"].help_text, fields["0-工号"].help_text) == ("猜的，请核对。", "")


def test_the_command_takes_the_class_and_the_columns(run):
    rows = [("代号", "称谓"), ("26000101", "X1"), ("26000102", "X2")]

    said = run(
        "students",
        csv_file(rows),
        "--column=学号=代号",
        "--column=姓名=称谓",
        "--class=初一1班",
        "--json",
    )

    assert '"good": 2' in said


@pytest.mark.parametrize(
    ("kind", "options", "says"),
    [
        ("students", ["--column=学号=没有的"], "没有叫“没有的”的一列"),
        ("students", ["--column=身高=学号"], "没有“身高”这一列"),
        ("students", ["--column=学号"], "要写成 学号=列标题"),
        ("students", ["--class=高一1班"], "不是本校初一到初三的班级"),
        ("students", [], "缺少“班级”一列"),
        ("staff", ["--class=初一1班"], "不用 --class"),
    ],
)
def test_what_the_command_cannot_do_is_said(run, kind, options, says):
    with pytest.raises(CommandError, match=says) as refusal:
        run(kind, csv_file(PUPILS), *options)

    assert refusal.value.returncode == 2


def test_what_is_said_in_the_place_of_a_parent_is_nowhere_afterwards(client):
    rows = [
        ("学号", "姓名", "班级", "父亲姓名", "父亲电话", "母亲姓名"),
        ("26000101", "廖平", "703", "离异", "13800138000", "袁瑶（再婚）"),
    ]
    imported(client, "students", "a.csv", csv_file(rows))

    row = batch().lines.get()
    assert [one.name for one in Guardian.objects.all()] == ["袁瑶"]
    assert not any(word in f"{row.cells}{row.values}{row.warnings}" for word in ("离异", "再婚"))


def test_who_looks_at_the_sheets_again_finds_the_columns_as_they_were_chosen(client):
    at_columns(client, "students", csv_file(PUPILS), answer="初二3班")
    client.post(address("layout"), as_found(client, "layout"))

    assert as_found(client, "columns")["0-answer"] == "初二3班"


def test_the_command_says_which_columns_it_read_as_they_were_chosen_before(client, run):
    at_columns(client, "staff", csv_file(STAFF), 手机="2")

    assert "“内线”一列当作“手机”读入，请核对。" in run("staff", csv_file(STAFF))
