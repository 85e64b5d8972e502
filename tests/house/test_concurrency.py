"""One thread for Qt and asyncio, tasks in one place, nothing that blocks: CONTRIBUTING.md, concurrency."""

import ast
import re

import pytest

from tests.house.source import Module, modules

# A name anywhere in the package, and why it must not be there.
BANNED_NAMES = {
    "processEvents": "re-enters the event loop",
    "asyncSlot": "makes tasks nobody awaits",
    "asyncClose": "re-enters the event loop",
    "aboutToQuit": "shutdown has one order, in app.lifecycle",
    "QThread": "one thread for Qt and asyncio",
    "QThreadPool": "one thread for Qt and asyncio",
    "to_thread": "sqlite, the keyring and long arithmetic have homes of their own",
}
BANNED_CALLS = {
    r"\.exec_?$": "re-enters the event loop; dialogs use open()",
    r"QMessageBox\.(question|warning|information|critical|about)$": "re-enters the event loop",
    r"(^|\.)(app|application|Q\w*Application|qApp|instance\(\))\.quit$": "use the quit event",
    r"^time\.sleep$": "blocks the only thread",
}
TASK_CALLS = r"(\.|^)(create_task|ensure_future|TaskGroup|run_coroutine_threadsafe)$"


def test_rules_are_read_from_real_code() -> None:
    assert {"domain/", "services/"} <= {module.path.split("/")[0] + "/" for module in modules()}


def test_no_async_def_under_ui() -> None:
    found = [
        f"{module.path}:{node.lineno}"
        for module in modules()
        if module.is_in("ui/")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.AsyncFunctionDef)
    ]
    assert not found


@pytest.mark.parametrize("name", BANNED_NAMES)
def test_name_is_never_used(name: str) -> None:
    found = [f"{module.path}:{line}" for module in modules() for line, used in module.names() if used == name]
    assert not found, BANNED_NAMES[name]


@pytest.mark.parametrize("pattern", BANNED_CALLS)
def test_call_is_never_made(pattern: str) -> None:
    assert not _calls(pattern, ()), BANNED_CALLS[pattern]


def test_only_the_supervisor_creates_tasks() -> None:
    # The loop itself makes the first one. The simulator stands on its own: a server that happens to ship with us.
    assert not _calls(TASK_CALLS, ("services/supervisor.py", "app/loop.py", "simulator/"))


def test_only_the_clock_reads_the_time_below_the_app() -> None:
    found = [
        f"{module.path}:{line} {call}"
        for module in modules()
        if module.is_in("domain/", "ui/", "services/") and not module.is_in("services/clock.py")
        for line, call in module.calls()
        if re.search(r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.time|time\.monotonic)$", call)
        or re.search(r"QDate(Time)?\.current", call)
    ]
    assert not found


def _calls(pattern: str, allowed: tuple[str, ...]) -> list[str]:
    return [
        f"{module.path}:{line} {call}"
        for module in modules()
        if not module.is_in(*allowed)
        for line, call in module.calls()
        if re.search(pattern, call)
    ]


@pytest.mark.parametrize(
    "source",
    ["dialog.exec()", "QMessageBox.question(self, '', '')", "self.app.quit()", "QCoreApplication.instance().quit()"],
)
def test_patterns_find_what_they_ban(source: str) -> None:
    module = Module("ui/page.py", source, ast.parse(source))
    assert any(re.search(pattern, call) for pattern in BANNED_CALLS for _, call in module.calls())
