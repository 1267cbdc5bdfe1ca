"""Fetch one pinned wheel with nothing but the standard library, for a Python that has neither pip nor ensurepip.

Usage: fetch_wheel.py REQUIREMENTS FOLDER. Takes the first wheel of the index (named by the environment, as for uv and pip) that has one of
the pinned hashes and fits this machine.
"""

import hashlib
import io
import json
import os
import platform
import re
import sys
import sysconfig
import urllib.request
import zipfile
from pathlib import Path
from urllib.parse import urljoin

INDEX = os.environ.get("UV_DEFAULT_INDEX") or os.environ.get("UV_INDEX_URL") or os.environ.get("PIP_INDEX_URL")


def main(requirements: Path, folder: Path) -> None:
    text = requirements.read_text()
    pinned = re.search(r"^([\w.-]+)==", text, re.MULTILINE)
    if pinned is None:
        sys.exit(f"nothing pinned in {requirements}")
    if not INDEX:
        sys.exit(
            "This Python has neither pip nor ensurepip. Install one (Debian, Ubuntu: python3-venv), or name your package index in UV_DEFAULT_INDEX."
        )
    hashes = set(re.findall(r"sha256:([0-9a-f]{64})", text))
    page = urljoin(INDEX.rstrip("/") + "/", f"{pinned[1]}/")
    request = urllib.request.Request(page, headers={"Accept": "application/vnd.pypi.simple.v1+json"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        files = json.load(answer)["files"]
    for file in files:
        if file["hashes"].get("sha256") in hashes and fits(file["filename"]):
            unpack(urljoin(page, file["url"]), file["hashes"]["sha256"], folder)
            return
    sys.exit(f"no wheel of {pinned[1]} for this machine ({sysconfig.get_platform()})")


def fits(name: str) -> bool:
    musl = platform.libc_ver()[0] != "glibc"
    system = {"linux": "musllinux" if musl else "manylinux", "darwin": "macosx"}.get(sys.platform, sys.platform)
    machine = {"amd64": "x86_64", "arm64": "(arm64|aarch64)", "aarch64": "(arm64|aarch64)"}
    return bool(re.search(rf"{system}.*{machine.get(platform.machine().lower(), platform.machine())}", name))


def unpack(url: str, sha256: str, folder: Path) -> None:
    with urllib.request.urlopen(url, timeout=300) as answer:  # noqa: S310
        content = answer.read()
    if hashlib.sha256(content).hexdigest() != sha256:
        sys.exit(f"{url} is not what the lock file says")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.namelist():
            target = folder / ("bin/" + Path(member).name if ".data/scripts/" in member else member)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(member))
            if ".data/scripts/" in member:
                target.chmod(0o755)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
