#!/usr/bin/python3
"""usage: image.py ARCHIVE CONTAINERFILE
Writes an OCI image of the self-contained ARCHIVE beside it, in the format oci-archive (OCI Image Format Specification 1.0:
image layout, manifest and config), without a container engine. The settings are those of CONTAINERFILE. Its base image is
replaced by the C library of this machine, the only files that the archive lacks. The same input gives the same image."""

import gzip
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from datetime import datetime, timezone
from pathlib import Path

INSTRUCTIONS = {"FROM", "ADD", "RUN", "USER", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"}
PATH = "/usr/local/bin:/usr/bin:/bin"


def instructions(containerfile):
    found = {}
    for line in Path(containerfile).read_text().splitlines():
        name, _, value = line.partition(" ")
        if line and not line.startswith("#"):
            if name not in INSTRUCTIONS:
                sys.exit(f"image.py: {containerfile}: unknown instruction \"{name}\"; expected one of {', '.join(sorted(INSTRUCTIONS))}")
            found[name] = value
    return found


class Layer:
    """A layer in the making. Owner and times do not depend on this machine."""

    def __init__(self, time):
        self.time, self.bytes, self.names = time, io.BytesIO(), set()
        self.tar = tarfile.open(fileobj=self.bytes, mode="w", format=tarfile.GNU_FORMAT)

    def add(self, name, data=b"", mode=0o644, kind=tarfile.REGTYPE, link=""):
        for parent in reversed(Path(name).parents[:-1]):
            if str(parent) not in self.names:
                self.add(str(parent), mode=0o755, kind=tarfile.DIRTYPE)
        self.names.add(name)
        entry = tarfile.TarInfo(name)
        entry.type, entry.mode, entry.mtime, entry.size, entry.linkname = kind, mode, self.time, len(data), link
        self.tar.addfile(entry, io.BytesIO(data))

    def close(self):
        self.tar.close()
        return self.bytes.getvalue()


def c_library(program, time):
    """What the program needs beside the archive, as ldd finds it: the loader and libraries of the C library."""
    layer = Layer(time)
    linked = subprocess.run(["ldd", program], check=True, capture_output=True, text=True, env={"PATH": PATH}).stdout
    for path in sorted(set(re.findall(r"(/\S+) \(0x", linked))):
        if not Path(path).resolve().is_relative_to(program.parents[1].resolve()):
            layer.add(path[1:], Path(path).read_bytes(), mode=0o755)
    layer.add("usr/share/doc/libc6/copyright", Path("/usr/share/doc/libc6/copyright").read_bytes())
    layer.add("etc/passwd", b"root:x:0:0:root:/root:/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin\n")
    layer.add("etc/group", b"root:x:0:\nnogroup:x:65534:\n")
    layer.add("tmp", mode=0o1777, kind=tarfile.DIRTYPE)
    layer.add("proc", mode=0o555, kind=tarfile.DIRTYPE)
    return layer.close()


def contents(archive, where, time):
    layer = Layer(time)
    with tarfile.open(archive) as source:
        for entry in source:
            data = source.extractfile(entry).read() if entry.isreg() else b""
            layer.add(f"{where}/{entry.name}", data, entry.mode, entry.type, entry.linkname)
        top = source.getnames()[0]
    layer.add("usr/local/bin/jobrig", mode=0o777, kind=tarfile.SYMTYPE, link=f"/{where}/{top}/bin/jobrig")
    return layer.close()


def settings(found, name, layers, time):
    created = datetime.fromtimestamp(time, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    version = name.split("-")[1]
    interval = re.search(r"--interval=(\d+)s", found["HEALTHCHECK"])
    return {"created": created, "architecture": "amd64", "os": "linux",
            "config": {"User": found["USER"], "ExposedPorts": {f"{found['EXPOSE']}/tcp": {}}, "Env": [f"PATH={PATH}"],
                       "Entrypoint": json.loads(found["ENTRYPOINT"]), "Cmd": json.loads(found["CMD"]),
                       # Not in the specification, but engines read it.
                       "Healthcheck": {"Test": ["CMD", *json.loads(found["HEALTHCHECK"].partition("CMD ")[2])],
                                       "Interval": int(interval[1]) * 10**9},
                       "Labels": {"org.opencontainers.image.title": "jobrig", "org.opencontainers.image.version": version,
                                  "org.opencontainers.image.licenses": "Apache-2.0"}},
            "rootfs": {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(one).hexdigest()}" for one in layers]},
            "history": [{"created": created, "created_by": text} for text in ("the C library", f"ADD {name}.tar.gz")]}


def write_image(path, version, config, layers, time):
    image = Layer(time)

    def blob(data, kind):
        digest = hashlib.sha256(data).hexdigest()
        image.add(f"blobs/sha256/{digest}", data)
        return {"mediaType": f"application/vnd.oci.image.{kind}", "digest": f"sha256:{digest}", "size": len(data)}

    manifest = {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
                "config": blob(json.dumps(config).encode(), "config.v1+json"),
                "layers": [blob(gzip.compress(one, mtime=0), "layer.v1.tar+gzip") for one in layers]}
    entry = blob(json.dumps(manifest).encode(), "manifest.v1+json")
    entry |= {"platform": {"architecture": "amd64", "os": "linux"},
              # The name of the image: for podman and other tools of the specification, and for Docker.
              "annotations": {"org.opencontainers.image.ref.name": f"jobrig:{version}", "io.containerd.image.name": f"jobrig:{version}"}}
    image.add("index.json", json.dumps({"schemaVersion": 2, "manifests": [entry]}).encode())
    image.add("oci-layout", b'{"imageLayoutVersion": "1.0.0"}')
    path.write_bytes(image.close())


def main(archive, containerfile):
    archive = Path(archive)
    found = instructions(containerfile)
    where = found["ADD"].split()[1].strip("/")
    with tempfile.TemporaryDirectory(prefix="jobrig-image-") as folder, tarfile.open(archive) as source:
        time = source.getmembers()[0].mtime
        source.extractall(folder)
        name = archive.name.removesuffix(".tar.gz")
        layers = [c_library(Path(folder) / name / "bin/jobrig", time), contents(archive, where, time)]
    config = settings(found, name, layers, time)
    write_image(archive.with_name(f"{name}.oci.tar"), config["config"]["Labels"]["org.opencontainers.image.version"], config,
                layers, time)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 3 else print(__doc__) or 2)
