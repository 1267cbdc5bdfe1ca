"""What only the comparison needs (Channels, websockets) lives in an environment of its own below var/."""

import functools
import hashlib
import subprocess
import sys
from pathlib import Path

from bench.live.lines import ROOT
from werkstatt.config.home import home_folder

LOCK = ROOT / "bench" / "requirements.lock"


def bench_folder() -> Path:
    folder = home_folder() / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@functools.cache
def bench_python() -> str:
    """The Python of that environment, which is made or renewed when the lock has changed."""
    folder = bench_folder() / "venv"
    python, stamp = folder / "bin" / "python", folder / "installed"
    mark = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    if not (python.exists() and stamp.exists() and stamp.read_text() == mark):
        uv = subprocess.run(["bin/tools/find-uv"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
        make = [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(folder)]
        fill = [uv, "pip", "sync", "--quiet", "--compile-bytecode", "--require-hashes", "--python", str(python)]
        subprocess.run(make, cwd=ROOT, check=True)
        subprocess.run([*fill, str(LOCK)], cwd=ROOT, check=True)
        stamp.write_text(mark)
    return str(python)
