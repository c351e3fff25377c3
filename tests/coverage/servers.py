"""A real SMTP server and a real HTTP endpoint, which take what they are sent, refuse it or cut the line."""

import json
import socket
from contextlib import closing, contextmanager
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from aiosmtpd.controller import Controller

TAKE, CUT_BEFORE, CUT_AFTER, REFUSE, HOLD = "take", "cut before", "cut after", "refuse", "hold"


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Post:
    """Behaves as each entry of `plan` says, once; afterwards it takes everything. `taken` has the letters."""

    def __init__(self):
        self.plan, self.taken, self.tries, self.holds = [], [], 0, Event()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 (aiosmtpd's name)
        self.tries += 1
        self.mode = self.plan.pop(0) if self.plan else TAKE
        if self.mode == CUT_BEFORE:
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (aiosmtpd's name)
        if self.mode == REFUSE:
            return "451 later"
        letter = message_from_bytes(envelope.content, policy=policy.default)
        self.taken.append((envelope.rcpt_tos[0], letter, envelope.content))
        if self.mode == CUT_AFTER:
            server.transport.abort()
        if self.mode == HOLD:
            # the sender is killed now, which ends the session
            self.holds.set()
            await server.loop.create_future()
        return "250 taken"

    def ids(self):
        return [letter["Message-ID"] for _, letter, _ in self.taken]


@contextmanager
def post_office(port):
    post = Post()
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield post
    finally:
        controller.stop()


class Group(BaseHTTPRequestHandler):
    """The robot's address; the server has its `plan`, what it has `taken`, and what it `says` whatever it was sent."""

    def do_POST(self):
        mode = self.server.plan.pop(0) if self.server.plan else TAKE
        self.server.tries += 1
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if mode == REFUSE:
            self._answer(200, {"errcode": 45009, "errmsg": "api freq out of limit"})
            return
        self.server.taken.append((self.path, json.loads(body)))
        if mode == CUT_AFTER:
            self.connection.shutdown(socket.SHUT_RDWR)
        elif mode == HOLD:
            self._answer(502, {})
        else:
            self._answer(200, {"errcode": 0, "errmsg": "ok"})

    def _answer(self, status, body):
        content = (self.server.says or json.dumps(body)).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        """It says nothing on the terminal."""


@contextmanager
def group_of_the_robot():
    with ThreadingHTTPServer(("127.0.0.1", 0), Group) as server:
        server.plan, server.taken, server.tries, server.says = [], [], 0, ""
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
