"""Programs that read uploads end, whatever the upload makes them do."""

import pytest

from branch.core.files import apart


@pytest.fixture
def program(tmp_path):
    """Write a program; return its path."""

    def written(text):
        path = tmp_path / "program.py"
        path.write_text(text)
        return path

    return written


def test_a_program_that_hangs_without_working_is_killed(program, monkeypatch):
    monkeypatch.setattr(apart, "SECONDS", 0.5)

    status, _ = apart.run(program("import time; time.sleep(8)"), [])

    assert status == -9


def test_a_program_that_asks_for_too_much_memory_fails_alone(program):
    status, output = apart.run(program("bytearray(700 * 1024 * 1024)"), [])

    assert (status, output) == (1, b"")
