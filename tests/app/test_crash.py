"""What a run that died tells the next one."""

import signal
import subprocess
import sys
from pathlib import Path

HOOKED = """
import sys, pathlib
from kraken_desktop.app.crash import CrashHooks
from kraken_desktop.app.redaction import Redaction
hooks = CrashHooks(pathlib.Path(sys.argv[1]), Redaction())
hooks.install()
"""
DIES_AFTER_ITS_END = f"""
class Last:
    def __del__(self, kill=os.kill, process=os.getpid()):
        kill(process, {signal.SIGSEGV.value})
{HOOKED}
last = Last()
hooks.close()
"""


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", script, str(folder)], capture_output=True, text=True)


def test_a_crash_after_the_end_of_the_run_is_told_at_the_next_start(tmp_path: Path) -> None:
    assert run("import os" + DIES_AFTER_ITS_END, tmp_path).returncode == -signal.SIGSEGV
    told = run(HOOKED + "hooks.show_with(print)", tmp_path)
    assert "Segmentation fault" in told.stdout, told.stderr


def test_a_run_that_ended_well_has_nothing_to_tell(tmp_path: Path) -> None:
    assert run(HOOKED + "hooks.close()", tmp_path).returncode == 0
    assert run(HOOKED + "hooks.show_with(print)", tmp_path).stdout == ""
