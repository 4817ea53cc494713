"""What a figure was measured on, and the file system's part in it; printed above every table."""

import os
import platform
import sqlite3
import time
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("uvicorn", "uvloop", "httptools", "starlette", "fastapi", "httpx", "httpcore", "anyio")


def describe(folder: Path, libraries: tuple[str, ...] = LIBRARIES) -> str:
    """The machine, the versions, and what a durable write of 4 KiB costs in this folder."""
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        names = {line.partition(":")[2].strip() for line in lines if line.startswith("model name")}
    versions = ", ".join(f"{name} {version(name)}" for name in libraries)
    load = ", ".join(f"{part:.2f}" for part in os.getloadavg())
    return (
        f"{' / '.join(sorted(names)) or platform.machine()}, {os.cpu_count()} cores, load {load}\n"
        f"{platform.platform()}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}\n"
        f"{versions}\nfsync of 4 KiB: {durable_write_ms(folder):.2f} ms"
    )


def durable_write_ms(folder: Path, times: int = 50) -> float:
    """The median milliseconds of a 4 KiB append with fsync."""
    took = []
    path = folder / "fsync"
    with path.open("wb", buffering=0) as file:
        for _ in range(times):
            began = time.perf_counter()
            file.write(b"\0" * 4096)
            os.fsync(file.fileno())
            took.append(time.perf_counter() - began)
    path.unlink()
    return sorted(took)[times // 2] * 1000
