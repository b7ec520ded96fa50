"""The floors of the house hold, and doors are used as doors."""

from __future__ import annotations

import ast
from pathlib import Path

import grimp
import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "workbench"

# One home for each library: nobody else imports it.
HOMES = {
    "jieba": {"workbench.address"},
    "rapidfuzz": {"workbench.matching"},
    "folium": {"workbench.maps"},
    "branca": {"workbench.maps"},
    "ipywidgets": {"workbench.widgets"},
    "anywidget": {"workbench.widgets"},
    "pyvrp": {"workbench.dispatch"},
    "ahocorasick_rs": {"workbench.matching"},
    "sklearn": {"workbench.delivery", "workbench.matching", "workbench.experiments"},
    "cryptography": {"workbench.cases"},
    "matplotlib": {"workbench.maps", "workbench.report"},
    "click": {"workbench.cli"},
}
SOCKETS = {"socket", "urllib.request", "http.client", "requests", "httpx", "aiohttp", "ftplib", "smtplib"}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Return the graph of all imports of the package."""
    return grimp.build_graph(
        "workbench", include_external_packages=True, exclude_type_checking_imports=True, cache_dir=None
    )


def _package(module: str) -> str:
    return ".".join(module.split(".")[:2])


def test_import_contracts_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every layer imports only layers below it; import-linter says so."""
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == 0


def test_a_package_is_entered_by_its_front_door(graph: grimp.ImportGraph) -> None:
    """Across packages nobody imports a file: only a package's ``__init__``, nested ones included."""
    wrong = [
        f"{importer} -> {imported}"
        for importer in graph.modules
        if importer.startswith("workbench")
        for imported in graph.find_modules_directly_imported_by(importer)
        if imported.count(".") > 1
        and imported.startswith("workbench.")
        and _package(importer) != _package(imported)
        and not (PACKAGE.parent / imported.replace(".", "/")).is_dir()
    ]
    assert not wrong


def test_no_file_imports_its_own_front_door(graph: grimp.ImportGraph) -> None:
    """Inside a package files import files, never the package itself."""
    wrong = [
        importer
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
        if imported.startswith("workbench.") and importer.startswith(imported + ".")
    ]
    assert not wrong


@pytest.mark.parametrize("library", sorted(HOMES))
def test_a_library_has_one_home(graph: grimp.ImportGraph, library: str) -> None:
    """A third-party library is imported only where it is at home."""
    if library not in graph.modules:
        return
    importers = {_package(name) for name in graph.find_modules_that_directly_import(library)}
    assert importers <= HOMES[library]


def test_no_module_opens_a_socket(graph: grimp.ImportGraph) -> None:
    """No module imports a network library."""
    found = SOCKETS & set(graph.modules)
    assert not found


def _files() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def test_files_are_short() -> None:
    """No file has more than 400 lines."""
    long = {
        str(path.relative_to(ROOT)): n
        for path in _files()
        if (n := len(path.read_text("utf-8").splitlines())) > 400
    }
    assert not long


def _functions() -> list[tuple[str, int]]:
    found = []
    for path in _files():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
                found.append((f"{path.relative_to(ROOT)}:{node.name}", lines))
    return found


def test_functions_are_short() -> None:
    """Nine functions in ten are under 30 lines, none is over 60 (docstring not counted)."""
    functions = _functions()
    assert not [each for each in functions if each[1] > 60]
    assert sum(lines > 30 for _, lines in functions) <= 0.1 * len(functions)


def test_front_doors_are_sorted() -> None:
    """Each package lists what it offers, sorted, and has it all."""
    for path in PACKAGE.rglob("__init__.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
                names = ast.literal_eval(node.value)
                assert len(names) == len(set(names)), path
                assert (
                    sorted(names, key=lambda name: (not name.isupper(), not name[0].isupper(), name)) == names
                ), path
