"""Where everything may be caught: CONTRIBUTING.md, errors."""

import ast

from tests.house.source import modules

# The poller's boundary, the notice ladder, the crash hooks, shutdown.
CATCH_ALL = ("services/poller.py", "services/notifier.py", "app/crash.py", "app/lifecycle.py")


def test_only_four_places_catch_everything() -> None:
    found = [
        f"{module.path}:{node.lineno}"
        for module in modules()
        if not module.is_in(*CATCH_ALL, "simulator/")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or {"Exception", "BaseException"} & _names(node.type))
    ]
    assert not found


def _names(node: ast.expr) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
