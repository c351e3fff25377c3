"""Backup and restore of the whole school, the database and all stored files, in one file.

A tar with, in this order: `database` (SQLite: a copy by the online backup API; PostgreSQL: pg_dump's
custom format), `private/…` and `public/…` (the stored files), `manifest.json` (size and sha256 of each
of them, versions, time) and `manifest.sha256`. The manifest comes last, so a truncated file has none.
"""

import hashlib
import json
import os
import platform
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing, contextmanager, suppress
from pathlib import Path, PurePosixPath

import django
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from branch.core.models.held import HELD

from .serving import nobody_serving

# Files of forms that nobody has saved, kept for a day, are in no backup, and neither are their rows.
NOT_KEPT = f"private/{HELD}/"
NOT_KEPT_ROWS = "core_heldfile"
DATABASE, MANIFEST, CHECKSUM = "database", "manifest.json", "manifest.sha256"
WORK = ".restore-"  # the beginning of the name of a directory to restore into
CHUNK = 1024 * 1024
IN_USE = "门户还在使用数据库。请先停止门户服务，再恢复。"


class BackupError(Exception):
    """A backup or restore was refused and nothing was changed; the message names cause and remedy."""


def stored_roots():
    """{name in the backup: directory} of the stored files."""
    return {"private": Path(settings.PRIVATE_ROOT), "public": Path(settings.MEDIA_ROOT)}


# ---- writing -------------------------------------------------------------------------------


def write(directory, *, at, keep):
    """Write and verify a backup in the directory, delete all but the `keep` newest, return its path."""
    directory = Path(directory)
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    final = directory / f"guangqin-{at:%Y%m%d-%H%M%S}.tar"
    with tempfile.TemporaryDirectory(prefix=".guangqin-", dir=directory) as work:
        part = Path(work, final.name)
        with part.open("xb") as file:
            part.chmod(0o600)
            _fill(file, Path(work), at)
            file.flush()
            os.fsync(file.fileno())
        read(part)
        part.replace(final)
    _sync(directory)
    for old in sorted(directory.glob("guangqin-*.tar"))[:-keep]:
        old.unlink()
    return final


def _fill(file, work, at):
    """Write the tar. The database comes first: a file that its rows name was stored before them."""
    dump = work / "dump"
    ENGINES[connection.vendor].dump(dump)
    files = {}
    with tarfile.open(fileobj=file, mode="w") as tar:
        _add(tar, files, DATABASE, dump)
        for name, path in _stored_files():
            with suppress(FileNotFoundError):  # deleted since the directory was read
                _add(tar, files, name, path)
        manifest = json.dumps(describe(at) | {"files": files}, ensure_ascii=False, indent=1)
        (work / MANIFEST).write_text(manifest, encoding="utf-8")
        (work / CHECKSUM).write_text(
            hashlib.sha256(manifest.encode()).hexdigest(), encoding="ascii"
        )
        _add(tar, {}, MANIFEST, work / MANIFEST)
        _add(tar, {}, CHECKSUM, work / CHECKSUM)


def _stored_files():
    for name, root in stored_roots().items():
        for path in sorted(root.rglob("*")):
            place = f"{name}/{path.relative_to(root).as_posix()}"
            if path.is_file() and not path.is_symlink() and not place.startswith(NOT_KEPT):
                yield place, path


def _add(tar, files, name, path):
    with path.open("rb") as source:
        member = tarfile.TarInfo(name)
        member.size = os.fstat(source.fileno()).st_size
        member.mode = 0o600
        hashing = _Hashing(source)
        tar.addfile(member, hashing)
    files[name] = {"size": member.size, "sha256": hashing.hexdigest()}


def describe(at):
    return {
        "made_at": at.isoformat(),
        "engine": connection.vendor,
        "django": django.get_version(),
        "python": platform.python_version(),
        "migrations": sorted(map(list, MigrationLoader(connection).applied_migrations)),
    }


def _sync(directory):
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class _Hashing:
    """A file that computes the checksum of what is read from it."""

    def __init__(self, source):
        self._source = source
        self._digest = hashlib.sha256()

    def read(self, size=-1):
        data = self._source.read(size)
        self._digest.update(data)
        return data

    def hexdigest(self):
        return self._digest.hexdigest()


# ---- reading -------------------------------------------------------------------------------


def read(file, into=None):
    """Verify every byte of a backup and return its manifest; unpack it if `into` is given."""
    found, small = {}, {}
    try:
        with tarfile.open(file, "r:") as tar:
            for member in tar:
                if member.name in found or not _is_expected(member):
                    raise BackupError(
                        f"备份文件里有不该有的内容：{member.name}。请改用另一份备份。"
                    )
                found[member.name] = _read_member(tar, member, into, small)
    except (tarfile.TarError, EOFError) as broken:
        raise BackupError(f"备份文件已损坏，读不出来（{broken}）。请改用另一份备份。") from broken
    except FileNotFoundError as missing:
        raise BackupError(f"找不到备份文件 {file}。") from missing
    manifest = _manifest(small)
    if {name: found[name] for name in found if name not in (MANIFEST, CHECKSUM)} != manifest[
        "files"
    ]:
        raise BackupError("备份文件与其清单不符，可能被改动过。请改用另一份备份。")
    return manifest


def _is_expected(member):
    parts = PurePosixPath(member.name).parts
    plain = member.isreg() and ".." not in parts and "/".join(parts) == member.name
    if len(parts) == 1:
        return plain and member.name in (DATABASE, MANIFEST, CHECKSUM)
    return plain and parts[0] in stored_roots()


def _read_member(tar, member, into, small):
    source = _Hashing(tar.extractfile(member))
    if member.name in (MANIFEST, CHECKSUM):
        small[member.name] = source.read()
    elif into is None:
        while source.read(CHUNK):
            pass
    else:
        target = Path(into, member.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as copy:
            shutil.copyfileobj(source, copy, CHUNK)
        target.chmod(0o644 if member.name.startswith("public/") else 0o600)
    return {"size": member.size, "sha256": source.hexdigest()}


def _manifest(small):
    if CHECKSUM not in small or MANIFEST not in small:
        raise BackupError("备份文件不完整，缺少清单。请改用另一份备份。")
    if hashlib.sha256(small[MANIFEST]).hexdigest().encode() != small[CHECKSUM]:
        raise BackupError("备份文件的清单被改动过。请改用另一份备份。")
    return json.loads(small[MANIFEST])


# ---- restoring -----------------------------------------------------------------------------


def restore(file, *, at, force):
    """Replace the school's data by a backup and return its manifest; the old data is moved aside."""
    data = Path(settings.DATA_DIR)
    data.mkdir(mode=0o750, parents=True, exist_ok=True)
    aside = data / f"before-restore-{at:%Y%m%d-%H%M%S}"
    try:
        with nobody_serving(), _nothing_left_behind(data, aside):
            return _restore(file, data, aside, force=force)
    except BlockingIOError as busy:
        raise BackupError(IN_USE) from busy


def _restore(file, data, aside, *, force):
    if not force and _has_data():
        raise BackupError("这里已经有数据。要换成备份里的，请加上 --force；现有数据会另存。")
    with tempfile.TemporaryDirectory(prefix=WORK, dir=data) as work:
        manifest = read(file, into=work)
        _refuse_foreign(manifest)
        _replace_data(Path(work), aside)
    return manifest


@contextmanager
def _nothing_left_behind(data, aside):
    """Remove what a restore that was killed left, and what this one has made if it fails."""
    for left in data.glob(f"{WORK}*"):
        shutil.rmtree(left)
    database = Path(connection.settings_dict["NAME"])
    had_database = connection.vendor != "sqlite" or database.exists()
    try:
        yield
    except BaseException:
        if not had_database:
            connection.close()
            database.unlink(missing_ok=True)
        if aside.exists() and not any(aside.iterdir()):
            aside.rmdir()
        raise


def _replace_data(work, aside):
    """Replace the files, then the database; if that fails, put the files back."""
    roots = stored_roots()
    existed = {name for name, place in roots.items() if place.exists()}
    try:
        for name, place in roots.items():
            _swap(work / name, place, aside / name)
        ENGINES[connection.vendor].load(work / DATABASE, aside)
    except BaseException:  # a signal too
        for name, place in roots.items():
            if (aside / name).exists() or name not in existed:
                _put_back(place, aside / name, work / f"undone-{name}")
        raise


def _has_data():
    files = any(True for _ in _stored_files())
    return files or bool(connection.introspection.table_names())


def _refuse_foreign(manifest):
    if manifest["engine"] != connection.vendor:
        raise BackupError(
            f"这份备份来自 {manifest['engine']}，现在的数据库是 {connection.vendor}。"
        )
    known = set(MigrationLoader(None).disk_migrations)
    if unknown := {tuple(key) for key in manifest["migrations"]} - known:
        newest = ".".join(max(unknown))
        raise BackupError(f"这份备份来自更新的版本（{newest}）。请先升级程序，再恢复。")


def _put_back(place, old, undone):
    """Undo `_swap`: move the new directory to `undone` and the old one back."""
    if place.exists():
        place.rename(undone)
    if old.exists():
        old.rename(place)


def _swap(new, place, aside):
    """Move `place` to `aside` and `new` to `place`, each if it exists."""
    if place.exists():
        aside.parent.mkdir(mode=0o700, exist_ok=True)
        place.rename(aside)
    if new.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(new, place)


# ---- the two engines -----------------------------------------------------------------------


class _Sqlite:
    @staticmethod
    def dump(target):
        """Write a consistent copy in one file, without a WAL, even while others write."""
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            copy.execute("PRAGMA secure_delete=ON")
            # an older database, backed up before it is migrated, has no such table
            if NOT_KEPT_ROWS in connection.introspection.table_names():
                copy.execute("DELETE FROM core_heldfile")
                copy.commit()
            if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise BackupError("数据库自检没有通过，备份没有写成。请联系维护人员。")

    @staticmethod
    def load(dump, aside):
        """Replace the database file; leaving WAL mode needs exclusive access, so it fails while in use."""
        place = Path(connection.settings_dict["NAME"])
        was_empty = not connection.introspection.table_names()
        connection.close()
        with closing(sqlite3.connect(place, timeout=1)) as old:
            try:
                old.execute("PRAGMA journal_mode=DELETE")
            except sqlite3.OperationalError as busy:
                raise BackupError(IN_USE) from busy
        if was_empty:
            place.unlink()
        try:
            _swap(dump, place, aside / place.name)
        except BaseException:
            _put_back(place, aside / place.name, dump.with_name("undone"))
            raise


class _Postgres:
    @staticmethod
    def dump(target):
        options = ("--format=custom", "--no-owner", "--no-privileges")
        _run("pg_dump", *options, f"--exclude-table-data={NOT_KEPT_ROWS}", f"--file={target}")

    @classmethod
    def load(cls, dump, aside):
        """Load into an empty schema; the old one is renamed, and comes back if loading fails."""
        if not connection.introspection.table_names():
            cls.load_into_public(dump)
            return
        cls.refuse_if_in_use()
        old = connection.ops.quote_name(aside.name.replace("-", "_"))
        cls.execute(f"ALTER SCHEMA public RENAME TO {old}", "CREATE SCHEMA public")
        try:
            cls.load_into_public(dump)
        except BackupError:
            cls.execute("DROP SCHEMA public CASCADE", f"ALTER SCHEMA {old} RENAME TO public")
            raise

    @staticmethod
    def load_into_public(dump):
        options = ("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
        database = connection.settings_dict["NAME"]
        _run("pg_restore", *options, "--schema=public", f"--dbname={database}", str(dump))

    @staticmethod
    def refuse_if_in_use():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone()[0]:
                raise BackupError(IN_USE)

    @staticmethod
    def execute(*statements):
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


ENGINES = {"sqlite": _Sqlite, "postgresql": _Postgres}


def _run(tool, *arguments):
    """Run a PostgreSQL tool, with the connection's parameters in its environment."""
    if (program := shutil.which(tool)) is None:
        raise BackupError(f"找不到 {tool}。请先安装，例如：apt install postgresql-client")
    wanted = {"dbname": "PGDATABASE", "user": "PGUSER", "password": "PGPASSWORD", "host": "PGHOST"}
    wanted |= {"port": "PGPORT", "sslmode": "PGSSLMODE"}
    given = connection.get_connection_params()
    environment = {wanted[name]: str(given[name]) for name in wanted if given.get(name)}
    done = subprocess.run(
        [program, *arguments], env=os.environ | environment, capture_output=True, text=True
    )
    if done.returncode:
        raise BackupError(f"{tool} 没有成功：{done.stderr.strip()[:500]}")
