"""Finds the program `jobrig`. It does not start it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

_BUILT = ("build/release/jobrig", "build/dev/jobrig")


class ProgramNotFound(RuntimeError):
    """The program `jobrig` was not found. The message says what to do."""


def _is_program(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)


def find_program(program: str | os.PathLike[str] | None = None) -> Path:
    """Returns the path of `program` if given, else of the variable JOBRIG, else of `jobrig` in PATH, else of a build folder in
    this folder or one above it. Raises ProgramNotFound."""
    for what, given in (("program", program), ("JOBRIG", os.environ.get("JOBRIG"))):
        if given:
            found = shutil.which(given)
            if not found:
                raise ProgramNotFound(f"jobrig was not found: {what} is {os.fspath(given)!r}, which is not a program")
            return Path(found)
    found = shutil.which("jobrig")
    if found:
        return Path(found)
    here = Path.cwd()
    for folder in (here, *here.parents):
        for built in _BUILT:
            if _is_program(folder / built):
                return folder / built
    raise ProgramNotFound("jobrig was not found: add its folder to PATH, or set JOBRIG to the path of the program")
