"""The package as a whole: import time, types, doctests, examples."""

import os
import pathlib
import subprocess
import sys

import pytest

import headwater

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKAGE = pathlib.Path(headwater.__file__).parent
EXAMPLES = sorted((ROOT / "examples" / "python").glob("*.py"))
MODULES = sorted(path.stem for path in PACKAGE.glob("*.py") if path.stem not in ("spark", "airflow"))


def run(*command, **environment):
    path = os.pathsep.join([str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, *command], capture_output=True, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": path, **environment}
    )


def test_import_takes_less_than_50_ms(tmp_path):
    """The processor's time, the least of ten, as the machine may be busy; with compiled modules, as an installation has."""
    code = "import time; t = time.process_time(); import headwater; print(time.process_time() - t)"
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(tmp_path)}
    done = [run("-c", code, **compiled) for _ in range(10)]
    assert all(result.returncode == 0 for result in done), done[0].stderr
    least = min(float(result.stdout) for result in done)
    if "asan" in os.environ.get("LD_PRELOAD", ""):
        pytest.skip("the address sanitizer takes its time")
    assert least < 0.05


def test_import_leaves_the_heavy_packages_alone():
    code = "import sys, headwater; print([m for m in ('pandas', 'networkx', 'pyspark', 'numpy', 'asyncio') if m in sys.modules])"
    assert run("-c", code).stdout.strip() == "[]"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_examples_run(example):
    result = run(str(example))
    assert result.returncode == 0, result.stderr
    assert result.stdout == example.with_suffix(".txt").read_text(encoding="utf-8")


def test_types_of_the_package_and_the_examples():
    pytest.importorskip("mypy")
    result = run("-m", "mypy", "--strict", str(ROOT / "bindings" / "python" / "headwater"))
    assert result.returncode == 0, result.stdout
    result = run("-m", "mypy", "--strict", *map(str, EXAMPLES), MYPYPATH=str(ROOT / "bindings" / "python"))
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("name", MODULES)
def test_doctests(name, doctest_namespace):
    import doctest
    import importlib

    module = headwater if name == "__init__" else importlib.import_module(f"headwater.{name}")
    names = {**vars(module), **doctest_namespace}
    failed = 0
    for test in doctest.DocTestFinder(exclude_empty=True).find(module, module.__name__, globs=names):
        failed += doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test).failed
    assert failed == 0


def test_everything_public_has_a_docstring():
    for name in headwater.__all__:
        if name in ("airflow", "doris", "hive", "spark"):
            continue
        thing = getattr(headwater, name)
        assert thing.__doc__, name
        for member, value in vars(thing).items() if isinstance(thing, type) else ():
            if not member.startswith("_") and (callable(value) or isinstance(value, property)):
                assert value.__doc__, f"{name}.{member}"


def test_version():
    assert headwater.__version__ in (ROOT / "CMakeLists.txt").read_text()
    with pytest.raises(AttributeError):
        headwater.nothing
