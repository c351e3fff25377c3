"""Starting gunicorn as `make run` does, on a free port, with temporary data."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from base64 import b64encode
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(data):
    """The environment of a demo portal that stores its data below `data`, or in SCRATCH_DATABASE_URL."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "guangqin.settings",
        "GUANGQIN_MODE": "demo",
        "GUANGQIN_SECRET_KEY": secrets.token_urlsafe(50),
        "GUANGQIN_SEAL_KEYS": f"k1:{b64encode(secrets.token_bytes(32)).decode()}",
        "GUANGQIN_DATA_DIR": str(data),
        # Never the given DATABASE_URL, which may be a school's own.
        "DATABASE_URL": os.environ.get(
            "SCRATCH_DATABASE_URL", f"sqlite:///{data}/guangqin.sqlite3"
        ),
    }


def manage(env, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)


class Server:
    """A gunicorn with its workers, as a context manager; `application` is a WSGI path below `folder`."""

    def __init__(
        self, application, env, *, options=(), ready="/healthz", python=sys.executable, folder=ROOT
    ):
        self.application, self.env, self.options, self.ready = application, env, options, ready
        self.python, self.folder = python, folder
        self.port = free_port()
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *problem):
        self.stop()

    def start(self):
        command = [self.python, "-m", "gunicorn", self.application]
        command += ["--config", ROOT / "deploy/gunicorn.conf.py"]
        command += ["--bind", f"127.0.0.1:{self.port}"]
        command += ["--log-level", "warning", *self.options]
        self.process = subprocess.Popen(
            command,
            cwd=self.folder,
            env=self.env,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
        )
        self._wait()

    def _wait(self):
        for _ in range(600):
            with suppress(OSError):
                if get(self.port, self.ready).status < 500:
                    return
            time.sleep(0.05)
        raise SystemExit(f"{self.application} did not answer within 30 seconds.")

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=40)

    def kill(self):
        """Kill master and workers at once, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=10)

    def cpu(self):
        """The CPU seconds of all threads of all its processes so far."""
        return cpu_of_tree(self.process.pid)

    def descendants(self):
        """The process numbers of its workers and of what these have started."""
        return set(_tree(self.process.pid)) - {self.process.pid}


def cpu_of_tree(pid):
    """The CPU seconds of all threads of a process and its descendants so far."""
    return sum(map(_cpu_of, _tree(pid))) / 1e9


def _tree(pid):
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # the thread has ended meanwhile
            for child in children.read_text().split():
                yield from _tree(int(child))


def _cpu_of(pid):
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads)


def get(port, path, headers=None):
    """The response to a GET, with its content in `.body`."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers=headers or {})
        response = connection.getresponse()
        response.body = response.read()
        return response
    finally:
        connection.close()
