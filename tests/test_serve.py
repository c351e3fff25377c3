"""make run keeps two processes, and neither outlives the other."""

import sys

import pytest

from scripts.serve import side_by_side

FOR_EVER = [sys.executable, "-c", "import time; time.sleep(3600)"]
AT_ONCE = [sys.executable, "-c", ""]


def test_when_one_process_ends_the_other_is_stopped():
    with pytest.raises(SystemExit, match="两者都已关闭") as ended:
        side_by_side([AT_ONCE, FOR_EVER])

    assert ended.value.code
