"""What bin/setup does, with the standard library alone: each step runs only when its inputs have changed."""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = Path(os.environ.get("WERKSTATT_HOME") or ROOT / "var").expanduser().resolve()
STAMPS = HOME / "stamps"
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
TOOLS = ROOT / "var" / "tools"
OLDEST_NODE = 20
SETTINGS = "werkstatt.config.settings"


class StepFailed(Exception):
    """A step did not work; the second argument says what to do about it."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Prepare this checkout.")
    parser.add_argument("--dev", action="store_true", help="also what tests and checks need")
    options = parser.parse_args()
    STAMPS.mkdir(parents=True, exist_ok=True)
    try:
        python_packages(dev=options.dev)
        assets()
        texts_and_files()
    except StepFailed as failure:
        sys.exit(f"\nSetup stopped: {failure.args[0]}\n{failure.args[1]}")


# -- steps ------------------------------------------------------------------------------------------------------------
def python_packages(*, dev: bool) -> None:
    if VENV.is_symlink():
        return  # a shared environment is looked after by its owner
    mark = fingerprint([ROOT / "requirements.lock"]) + sys.version.split()[0]
    dev_mark = fingerprint([ROOT / "requirements-dev.lock"]) + sys.version.split()[0]
    stamp = VENV / "installed"
    installed = stamp.read_text().split() if stamp.exists() and PYTHON.exists() else []
    if installed == ([mark, dev_mark] if dev else [mark]) or (installed and installed[0] == mark and not dev):
        return
    advice = "Is the package index within reach? Behind a proxy set HTTPS_PROXY; with an index of your own, UV_DEFAULT_INDEX."
    with step("Python packages"):
        uv = run([ROOT / "bin/tools/find-uv"], advice=advice).strip()
        uv = str(ROOT / uv) if not Path(uv).is_absolute() else uv
        if not PYTHON.exists():
            run(
                [uv, "venv", "--quiet", "--python", sys.executable, "--clear", VENV],
                advice="Is the disk full or .venv locked?",
            )
        stamp.unlink(missing_ok=True)
        lock = ROOT / ("requirements-dev.lock" if dev else "requirements.lock")
        run(
            [uv, "pip", "sync", "--quiet", "--compile-bytecode", "--require-hashes", "--python", PYTHON, lock],
            advice=advice,
        )
        stamp.write_text(" ".join([mark, dev_mark] if dev else [mark]))


def assets() -> None:
    if not (ROOT / "package.json").exists():
        return
    sources = [*ROOT.glob("package*.json"), *ROOT.glob("*.config.*"), ROOT / "tsconfig.json"]
    sources += files_below(ROOT / "werkstatt", {".ts", ".css", ".scss", ".mjs", ".svg", ".woff2"}, leave_out={"dist"})
    output = ROOT / "werkstatt/foundation/look/static/look/dist"
    with changed("assets", sources, needs=output) as is_stale:
        if not is_stale:
            return
        node_packages()
        with step("Styles and scripts"):
            run_npm(
                "run", "build", advice="The message above is from Vite or TypeScript; `npm run build` shows it in full."
            )


def node_packages() -> None:
    with changed("node", [ROOT / "package-lock.json"], needs=ROOT / "node_modules/.package-lock.json") as is_stale:
        if not is_stale or (ROOT / "node_modules").is_symlink():
            return
        with step("Node packages"):
            advice = "Is the npm registry within reach? Behind a proxy set HTTPS_PROXY."
            # Not `npm ci`: it refuses when a registry lacks a package that only other platforms need.
            run_npm(
                "install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", advice=advice
            )


def texts_and_files() -> None:
    """English texts compiled; every file we serve gathered, named by its hash and compressed."""
    sources = [ROOT / "requirements.lock", *files_below(ROOT / "werkstatt", {".po"}, leave_out={"dist"})]
    catalogues = [path.with_suffix(".mo") for path in sources if path.suffix == ".po"]
    with changed("texts", sources, needs=catalogues) as is_stale:
        if is_stale and len(sources) > 1:
            with step("Texts"):
                manage("texts", "--compile")
    served = [path for folder in (ROOT / "werkstatt").rglob("static") for path in folder.rglob("*") if path.is_file()]
    with changed(
        "static", [ROOT / "requirements.lock", *served], needs=HOME / "static" / "staticfiles.json"
    ) as is_stale:
        if is_stale:
            with step("Files to serve"):
                manage("collectstatic", "--noinput", "--clear", "--verbosity", "0")


# -- means ------------------------------------------------------------------------------------------------------------
@contextmanager
def step(name: str) -> Iterator[None]:
    print(f"  {name} ...", end="\r" if sys.stdout.isatty() else "\n", flush=True)
    started = time.monotonic()
    yield
    print(f"  {name:<24} {time.monotonic() - started:5.1f} s", flush=True)


@contextmanager
def changed(name: str, sources: Iterable[Path], *, needs: Path | list[Path]) -> Iterator[bool]:
    """Whether `sources` differ from the last time this block went well, or what it makes is gone."""
    stamp = STAMPS / name
    mark = fingerprint(sources)
    made = [needs] if isinstance(needs, Path) else needs
    is_stale = not (stamp.exists() and stamp.read_text() == mark and all(path.exists() for path in made))
    yield is_stale
    if is_stale:
        if lacking := [path for path in made if not path.exists()]:
            raise StepFailed(f"{name} did not make {lacking[0]}.", "This is a fault of ours; please report it.")
        stamp.write_text(mark)


def fingerprint(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in paths if path.exists()):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()[:32]


def files_below(folder: Path, suffixes: set[str], *, leave_out: set[str]) -> list[Path]:
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in leave_out]
        found += [Path(place, name) for name in names if Path(name).suffix in suffixes]
    return found


def run(command: list[str | Path], *, advice: str, environment: dict[str, str] | None = None) -> str:
    words = [str(word) for word in command]
    result = subprocess.run(
        words,
        check=False,
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if result.returncode:
        said = (result.stdout + result.stderr).strip()
        said = said if len(said) < 3000 else f"{said[:1500]}\n[...]\n{said[-1500:]}"
        raise StepFailed(f"{Path(words[0]).name} {' '.join(words[1:4])} failed.\n{said}\n", advice)
    return result.stdout


def manage(*words: str) -> None:
    command: list[str | Path] = [PYTHON, "-c", "from werkstatt.config.manage import run; run()", *words]
    run(
        command,
        advice="Is the working copy complete? `git status` shows it.",
        environment={"DEBUG": "0", "DJANGO_SETTINGS_MODULE": SETTINGS},
    )


def run_npm(*words: str, advice: str) -> None:
    folder = node_folder()
    npm = shutil.which("npm", path=str(folder)) if folder else shutil.which("npm")
    environment = {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"} if folder else {}
    run([npm or "npm", *words], advice=advice, environment={**environment, "CI": "1"})


def node_folder() -> Path | None:
    """None when the machine's own Node and npm will do; else the folder of ours, installed from a wheel."""
    bin_folder = TOOLS / "node" / "bin"
    if is_usable(shutil.which("node")) and shutil.which("npm"):
        return None
    if not is_usable(shutil.which("node", path=str(bin_folder))):
        advice = f"Or install Node {OLDEST_NODE} or newer yourself."
        with step("Node"):
            uv = run([ROOT / "bin/tools/find-uv"], advice=advice).strip()
            uv = str(ROOT / uv) if not Path(uv).is_absolute() else uv
            run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, TOOLS / "node"], advice=advice)
            pins = ROOT / "bin/tools/node.txt"
            run(
                [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", bin_folder / "python", pins],
                advice=advice,
            )
    return bin_folder


def is_usable(node: str | None) -> bool:
    if node is None:
        return False
    result = subprocess.run([node, "--version"], check=False, capture_output=True, text=True)
    version = result.stdout.strip().removeprefix("v").split(".")[0]
    return result.returncode == 0 and version.isdigit() and int(version) >= OLDEST_NODE


if __name__ == "__main__":
    main()
