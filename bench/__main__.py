"""bin/bench NAME [--json]"""

import argparse
import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

import psycopg

FOLDER = Path(__file__).parent


def benches() -> dict[str, Path]:
    """Every module or package beside this one that has a `main`, by name."""
    found = {path.stem: path for path in FOLDER.glob("*.py") if path.stem != "__main__"}
    found |= {path.parent.name: path for path in FOLDER.glob("*/__init__.py")}
    return {name: path for name, path in sorted(found.items()) if "def main(" in path.read_text()}


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench", description="Measure on a fresh database with the demo edition.")
    parser.add_argument("name", nargs="?", choices=benches())
    parser.add_argument("--json", action="store_true", help="figures for a machine")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter runs, to see that it works")
    parser.add_argument("--scenes", metavar="NAME,…", help="a part of the bench, where it has scenes (live)")
    options = parser.parse_args()
    os.environ |= {"BENCH_QUICK": "1"} if options.quick else {}
    os.environ |= {"BENCH_SCENES": options.scenes} if options.scenes else {}
    if options.name is None:
        print("\n".join(f"{name:<12} {_purpose(path)}" for name, path in benches().items()))
        return
    admin, url = _fresh_database(options.name)
    try:
        os.environ |= {"DATABASE_URL": url, "DEMO": "1", "DJANGO_SETTINGS_MODULE": "werkstatt.config.settings"}
        result = _measure(options.name)
    finally:
        _drop(admin, options.name)
    if options.json:
        print(json.dumps(result, indent=2, default=str))
    else:
        _show(result)


def _purpose(path: Path) -> str:
    for line in path.read_text().splitlines():
        if line.startswith('"""'):
            return line.strip('"')
    return ""


def _fresh_database(name: str) -> tuple[str, str]:
    from werkstatt.config.database import embedded_server, ensure_database
    from werkstatt.config.home import home_folder

    ensure_database()
    server = embedded_server(home_folder())
    if server is None:
        base, _, _ = os.environ["DATABASE_URL"].rpartition("/")
        admin, url = f"{base}/postgres", f"{base}/bench_{name}"
    else:
        admin, url = server.dsn("postgres"), server.url(f"bench_{name}")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS bench_{name} WITH (FORCE)".encode())
        connection.execute(f"CREATE DATABASE bench_{name} TEMPLATE template0".encode())
    return admin, url


def _measure(name: str) -> dict[str, Any]:
    import django

    from werkstatt.config.first_start import prepare_data

    out, sys.stdout = sys.stdout, sys.stderr
    try:
        prepare_data()
        django.setup()
        from bench.figures import reference_ms

        before = reference_ms()
        result: dict[str, Any] = importlib.import_module(f"bench.{name}").main()
        after = reference_ms()
    finally:
        sys.stdout = out
    return {"bench": name, "cores": os.cpu_count(), "reference_ms": [round(before, 2), round(after, 2)], **result}


def _drop(admin: str, name: str) -> None:
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS bench_{name} WITH (FORCE)".encode())


def _show(value: Any, depth: int = 0) -> None:
    for key, item in value.items():
        if isinstance(item, dict):
            print(f"{'  ' * depth}{key}")
            _show(item, depth + 1)
        else:
            print(f"{'  ' * depth}{key:<{32 - 2 * depth}} {item}")


if __name__ == "__main__":
    main()
