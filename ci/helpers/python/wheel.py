"""The build backend of pyproject.toml: packs the module jobrig into a wheel (PEP 517; Binary distribution format of the Python
Packaging User Guide). It builds no source distribution and no editable install."""

import base64
import hashlib
import zipfile
from pathlib import Path

VERSION = "0.2.0"
INFO = f"jobrig-{VERSION}.dist-info"
METADATA = f"""Metadata-Version: 2.1
Name: jobrig
Version: {VERSION}
Summary: Starts jobrig, a mock of the AWS IoT Jobs data plane, in tests; with a plugin for pytest
License: Apache-2.0
Requires-Python: >=3.9
"""
WHEEL = "Wheel-Version: 1.0\nGenerator: jobrig\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
ENTRY_POINTS = "[pytest11]\njobrig = jobrig.pytest_plugin\n"


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    here = Path(__file__).parent
    files = {f"jobrig/{path.name}": path.read_bytes() for path in sorted((here / "jobrig").glob("*.py"))}
    files["jobrig/py.typed"] = b""
    files |= {f"{INFO}/METADATA": METADATA.encode(), f"{INFO}/WHEEL": WHEEL.encode(), f"{INFO}/entry_points.txt": ENTRY_POINTS.encode()}
    record = "".join(f"{name},sha256={_digest(data)},{len(data)}\n" for name, data in files.items()) + f"{INFO}/RECORD,,\n"
    name = f"jobrig-{VERSION}-py3-none-any.whl"
    with zipfile.ZipFile(Path(wheel_directory) / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in {**files, f"{INFO}/RECORD": record.encode()}.items():
            archive.writestr(path, data)
    return name


def _digest(data):
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
