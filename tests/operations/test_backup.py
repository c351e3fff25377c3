"""A backup is only good if what comes back is what was there."""

import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.utils import ConnectionHandler
from django.test import override_settings

from branch.operations import backup

AT = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
FILES = {
    "private/photos/家访 1.jpg": b"\xff\xd8 a photo only the visitors may see",
    "private/empty": b"",
    "public/news/标志.png": b"\x89PNG one for everybody",
}


def lay_rows():
    Group.objects.create(name="支委会 '; DROP TABLE \\ \n 心育")
    Session.objects.create(session_key="k", session_data="x" * 9000, expire_date=AT)


def stores_in(data):
    """Settings of a school that keeps its files there."""
    return {"DATA_DIR": data, "PRIVATE_ROOT": data / "private", "MEDIA_ROOT": data / "public"}


@pytest.fixture
def school(transactional_db, tmp_path):
    """A school with rows in the database and files in both stores."""
    lay_rows()
    write_files(tmp_path / "school", FILES)
    with override_settings(**stores_in(tmp_path / "school")):
        yield


@dataclass(frozen=True)
class Kept:
    """A backup, and the rows and files of the school once it was written."""

    file: Path
    rows: dict
    files: dict


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker, tmp_path_factory):
    """One backup of such a school, for all tests that only read it."""
    directory = tmp_path_factory.mktemp("kept")
    write_files(directory / "school", FILES)
    with django_db_blocker.unblock(), override_settings(**stores_in(directory / "school")):
        django_db_setup.put_back()
        lay_rows()
        file = backup.write(directory / "backups", at=AT, keep=14)
        kept = Kept(file, rows(connection), files_below(directory / "school"))
        django_db_setup.put_back()
    return kept


@pytest.fixture
def made(kept, tmp_path):
    """A copy of that backup, for one test to spoil."""
    (tmp_path / "backups").mkdir()
    return Path(shutil.copy(kept.file, tmp_path / "backups"))


@pytest.fixture
def elsewhere(django_db_setup, django_db_blocker, tmp_path):
    """An empty machine: its own data directory and, on PostgreSQL, its own database."""
    machine = Machine(tmp_path / "new machine+1")
    with django_db_blocker.unblock():
        machine.open()
        yield machine
        machine.close()


class Machine:
    """Another installation of the portal, reached through its command line only."""

    def __init__(self, data):
        self.data = data
        self.settings = connection.settings_dict | {"NAME": str(data / "guangqin.sqlite3")}
        if connection.vendor == "postgresql":
            self.settings["NAME"] = f"{connection.settings_dict['NAME']}_restored"
        self.connection = ConnectionHandler({"default": self.settings})["default"]

    def open(self):
        if connection.vendor == "postgresql":
            self.close()
            with connection.cursor() as cursor:
                cursor.execute(f'CREATE DATABASE "{self.settings["NAME"]}"')

    def close(self):
        self.connection.close()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{self.settings["NAME"]}"')

    def restore(self, file, *options):
        return self.run("restore", str(file), *options)

    def run(self, *command):
        self.connection.close()
        url = f"sqlite:///{quote(self.settings['NAME'])}"
        if connection.vendor == "postgresql":
            user, host = self.settings["USER"], self.settings["HOST"]
            url = f"postgres://{user}@{host}/{self.settings['NAME']}"
            if host.startswith("/"):
                url = f"postgres://{user}@/{host}/{self.settings['NAME']}"
        environment = {"GUANGQIN_DATA_DIR": str(self.data), "DATABASE_URL": url}
        environment["DJANGO_SETTINGS_MODULE"] = "guangqin.settings"
        return subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=settings.BASE_DIR,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            check=False,
        )


def write_files(data, files):
    for name, content in files.items():
        path = data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def files_below(data):
    return {
        path.relative_to(data).as_posix(): path.read_bytes()
        for root in ("private", "public")
        for path in (data / root).rglob("*")
        if path.is_file()
    }


def rows(database):
    """Every row of every table."""
    with database.cursor() as cursor:
        tables = {}
        for table in sorted(database.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {database.ops.quote_name(table)}")
            tables[table] = sorted(cursor.fetchall(), key=repr)
        return tables


def test_what_comes_back_is_what_was_there(kept, elsewhere):
    restored = elsewhere.restore(kept.file)

    assert restored.returncode == 0, restored.stderr
    assert "数据库和 3 个文件" in restored.stdout
    assert rows(elsewhere.connection) == kept.rows
    assert files_below(elsewhere.data) == kept.files == FILES


def test_restoring_over_a_school_needs_force_and_keeps_the_old_one(made, school, elsewhere):
    elsewhere.restore(made)
    Group.objects.create(name="later")
    later = backup.write(made.parent, at=AT + timedelta(days=1), keep=14)

    refused = elsewhere.restore(later)
    forced = elsewhere.restore(later, "--force")

    assert refused.returncode == 1
    assert "--force" in refused.stderr
    assert forced.returncode == 0, forced.stderr
    assert rows(elsewhere.connection)["auth_group"] == rows(connection)["auth_group"]
    (aside,) = elsewhere.data.glob("before-restore-*")
    assert files_below(aside) == FILES


def test_a_database_in_use_is_not_replaced_and_no_file_either(made, elsewhere):
    elsewhere.restore(made)
    write_files(elsewhere.data, {"private/later.txt": b"later"})
    portal = ConnectionHandler({"default": elsewhere.settings})["default"]
    rows(portal)

    refused = elsewhere.restore(made, "--force")
    portal.close()

    assert refused.returncode == 1
    assert "请先停止门户服务" in refused.stderr
    assert files_below(elsewhere.data) == FILES | {"private/later.txt": b"later"}


def whole(made):
    """The bytes of a backup without the empty blocks that fill up a tar."""
    content = bytearray(made.read_bytes())
    return content[: content.rindex(b"manifest.sha256") + 512 + 64]


SERVE = """
from wsgiref.simple_server import make_server
from guangqin.wsgi import application
server = make_server("127.0.0.1", 0, application)
print(server.server_port, flush=True)
server.serve_forever()
"""


@contextmanager
def served(machine):
    """The port of a portal that serves the machine's data."""
    environment = os.environ | {"GUANGQIN_DATA_DIR": str(machine.data)}
    environment["DJANGO_SETTINGS_MODULE"] = "guangqin.settings"
    command = [sys.executable, "-W", "ignore", "-c", SERVE]
    process = subprocess.Popen(
        command,
        env=environment,
        cwd=settings.BASE_DIR,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_a_service_that_answers_at_all_refuses_a_restore(made, elsewhere):
    with served(elsewhere) as port:
        asked = HTTPConnection("127.0.0.1", port)
        asked.request("GET", "/about/", headers={"Host": "evil.example"})
        status = asked.getresponse().status
        asked.close()
        refused = elsewhere.restore(made)

    assert (status, refused.returncode) == (400, 1)
    assert "请先停止门户服务" in refused.stderr
    assert files_below(elsewhere.data) == {}
    assert elsewhere.restore(made).returncode == 0


def test_a_refused_restore_leaves_nothing_behind(made, elsewhere):
    made.write_bytes(made.read_bytes()[: made.stat().st_size // 2])

    refused = elsewhere.restore(made)

    assert refused.returncode == 1
    assert list(elsewhere.data.iterdir()) == []


def test_what_a_killed_restore_left_goes_with_the_next(made, elsewhere):
    left = elsewhere.data / ".restore-killed" / "private"
    left.mkdir(parents=True)
    (left / "photo.jpg").write_bytes(b"somebody")

    assert elsewhere.restore(made).returncode == 0

    assert list(elsewhere.data.glob(".restore-*")) == []


@pytest.mark.parametrize("place", [0.02, 0.4, 0.9, 0.97])
def test_one_changed_byte_is_noticed(made, elsewhere, place):
    content = whole(made)
    content[int(len(content) * place)] ^= 1
    made.write_bytes(content)

    restored = elsewhere.restore(made)

    assert restored.returncode == 1
    assert "请改用另一份备份" in restored.stderr
    assert not files_below(elsewhere.data)
    assert rows(elsewhere.connection) == {}


@pytest.mark.parametrize("share", [0, 0.3, 0.95])
def test_a_cut_file_is_noticed(made, share):
    content = whole(made)
    made.write_bytes(content[: int(len(content) * share)])

    with pytest.raises(backup.BackupError, match="请改用另一份备份"):
        backup.read(made)


@pytest.mark.parametrize(
    "name", ["../evil", "/tmp/evil", "private/../../evil", "private//evil", "evil", "private"]
)
def test_no_file_leaves_the_directory(tmp_path, name):
    file = tmp_path / "crafted.tar"
    with tarfile.open(file, "w") as tar:
        member = tarfile.TarInfo(name)
        member.size = 4
        tar.addfile(member, io.BytesIO(b"evil"))

    with pytest.raises(backup.BackupError, match="不该有的内容"):
        backup.read(file, into=tmp_path / "into")

    assert list(tmp_path.rglob("evil")) == []


def test_a_link_is_not_followed(tmp_path):
    file = tmp_path / "crafted.tar"
    with tarfile.open(file, "w") as tar:
        member = tarfile.TarInfo("private/link")
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(member)

    with pytest.raises(backup.BackupError, match="不该有的内容"):
        backup.read(file, into=tmp_path / "into")


def test_a_backup_from_newer_code_is_refused(school, elsewhere, tmp_path, monkeypatch):
    monkeypatch.setattr(backup, "describe", described_by_newer_code(backup.describe))
    newer = backup.write(tmp_path / "backups", at=AT + timedelta(days=1), keep=14)

    restored = elsewhere.restore(newer)

    assert restored.returncode == 1
    assert "请先升级程序" in restored.stderr


def described_by_newer_code(describe):
    def newer(at):
        description = describe(at)
        return description | {"migrations": [*description["migrations"], ["core", "9999_later"]]}

    return newer


def test_only_the_newest_are_kept(school, tmp_path):
    for day in range(4):
        backup.write(tmp_path / "backups", at=AT + timedelta(days=day), keep=2)

    names = sorted(path.name for path in (tmp_path / "backups").iterdir())
    assert names == ["guangqin-20261125-140500.tar", "guangqin-20261126-140500.tar"]


def test_nobody_else_reads_a_backup(kept):
    assert kept.file.stat().st_mode & 0o777 == 0o600


def test_a_failed_backup_leaves_nothing_behind(school, tmp_path, monkeypatch):
    monkeypatch.setattr(backup, "read", refuse)

    with pytest.raises(CommandError, match="试一试"):
        call_command("backup", tmp_path / "backups")

    assert list((tmp_path / "backups").iterdir()) == []


def refuse(file):
    raise backup.BackupError("试一试")


def test_the_command_says_how_to_restore(school, tmp_path, capsys):
    call_command("backup", tmp_path / "backups")

    (file,) = (tmp_path / "backups").iterdir()
    assert f"python manage.py restore {file}" in capsys.readouterr().out


def test_the_manifest_tells_what_it_was_made_of(kept):
    with tarfile.open(kept.file) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))

    assert manifest["engine"] == connection.vendor
    assert manifest["made_at"] == AT.isoformat()
    assert sorted(manifest["files"]) == sorted(["database", *FILES])
    assert kept.file.name == "guangqin-20261123-140500.tar"
