"""Measuring CPU milliseconds a request: sequential requests, interleaved bursts, median of rounds."""

from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count
from statistics import median

ROUNDS = 5
BURST = 200
_n = count(1)


@dataclass
class Case:
    """A kind of request to a server; `{n}` in its path is replaced by a new number each time."""

    name: str
    server: object
    path: str
    headers: dict = field(default_factory=dict)
    expect: int = 200
    burst: int = BURST
    before: Callable = bool  # called before each request; what it costs here is not counted
    body: Callable | None = None  # returns what is posted, for a request that is a POST
    costs: list = field(default_factory=list)

    def run(self, times):
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        for _ in range(times):
            self.before()
            method, body = ("POST", self.body()) if self.body else ("GET", None)
            connection.request(method, self.path.format(n=next(_n)), body, self.headers)
            response = connection.getresponse()
            response.read()
            if response.status != self.expect:
                raise SystemExit(f"{self.name}: {response.status} instead of {self.expect}")
        connection.close()

    def measure(self):
        before = self.server.cpu()
        self.run(self.burst)
        self.costs.append((self.server.cpu() - before) / self.burst * 1000)

    @property
    def milliseconds(self):
        return median(self.costs)


def measure(cases, rounds=ROUNDS):
    """Fill in the costs of each case; the cases take turns, so that noise affects all of them."""
    for case in cases:
        case.run(min(40, case.burst))
    for _ in range(rounds):
        for case in cases:
            case.measure()
    return cases
