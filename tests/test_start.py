"""What the portal loads before it answers."""

import subprocess
import sys

SEEN = """
import sys
import guangqin.wsgi, guangqin.urls
import branch.walkins.planning
print(*sorted({"docx", "numpy", "openpyxl", "pikepdf", "PIL", "scipy"} & set(sys.modules)))
"""


def test_what_only_some_requests_use_is_not_loaded_at_start():
    said = subprocess.run([sys.executable, "-c", SEEN], capture_output=True, text=True, check=True)

    assert said.stdout.split() == []
