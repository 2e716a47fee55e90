#!/usr/bin/python3
"""usage: packages.py BUILD
Runs ci/package with the program in the folder BUILD, and tests its archive, image and Debian package as users get them. Prints a
line for each check and exits 1 if one fails. The package is installed in an overlay of this system. Needs root or sudo."""

import filecmp
import gzip
import json
import os
import re
import signal
import subprocess
import sys
import tarfile
import tempfile
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATH = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
MAX_WAIT = 90  # seconds: a hang guard
AS_ROOT = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
failures = 0


def check(sentence, right, otherwise=""):
    global failures
    failures += not right
    print(f"{'ok' if right else 'FAILED'}  {sentence}" + ("" if right else f"\n{otherwise}"), flush=True)


def run(*words, env=None, cwd="/"):
    """The outcome of a command that does not get the environment of this one."""
    return subprocess.run([str(word) for word in words], cwd=cwd, env=env or {"PATH": PATH}, capture_output=True, text=True,
                          errors="replace", timeout=600, stdin=subprocess.DEVNULL)


def passes(sentence, *words, **options):
    done = run(*words, **options)
    check(sentence, done.returncode == 0, done.stdout + done.stderr)
    return done


class Served:
    """A running `jobrig serve`, stopped at the end of the block."""

    def __init__(self, *words, env=None):
        self.process = subprocess.Popen([str(word) for word in words], cwd="/", env=env or {"PATH": PATH}, text=True,
                                        stdout=subprocess.PIPE, start_new_session=True)

    def __enter__(self):
        signal.alarm(MAX_WAIT)
        self.ready = json.loads(self.process.stdout.readline() or "{}")
        signal.alarm(0)
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
        self.exit_code = self.process.wait(MAX_WAIT)
        self.process.stdout.close()

    def describes_a_job(self):
        address = f"{self.ready.get('endpoint', 'http://127.0.0.1:1')}/things/thermostat-1/jobs/firmware-7"
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(address, timeout=MAX_WAIT) as response:
            return json.load(response)["execution"]["jobId"] == "firmware-7"


def inside(root, *words):
    """A command line that runs `words` in the file system `root`, with mount points of its own."""
    return [*AS_ROOT, "unshare", "--mount", "bash", "-c", 'mount -t proc proc "$0/proc" && exec chroot "$@"', root, *words]


def same_tree(ours, theirs, ignored=()):
    """The names of the files of `ours` that `theirs` does not have with the same content."""
    names = [path.relative_to(ours) for path in ours.rglob("*") if path.is_file() and path.name not in ignored]
    return [str(name) for name in names if not (theirs / name).is_file() or not filecmp.cmp(ours / name, theirs / name, False)]


def test_files(prefix, program):
    """What each installation has, below `prefix`."""
    for name in ("schemas", "scenarios"):
        missing = same_tree(ROOT / name, prefix / "share/jobrig" / name, {"README.md"})
        check(f"{name} are installed", not missing, missing)
    passes("the installed scenarios have no mistakes", program, "check", prefix / "share/jobrig/scenarios/demos")
    manual = gzip.decompress((prefix / "share/man/man1/jobrig.1.gz").read_bytes()).decode()
    check("the manual page is the program's own", manual == run(program, "manual").stdout)
    for shell, place in (("bash", "bash-completion/completions/jobrig"), ("zsh", "zsh/vendor-completions/_jobrig"),
                         ("fish", "fish/vendor_completions.d/jobrig.fish")):
        check(f"the completion of {shell} is the program's own",
              (prefix / "share" / place).read_text() == run(program, "completion", shell).stdout)


def test_archive(archive, version, folder):
    with tarfile.open(archive) as source:
        members = source.getmembers()
        check("the archive has one folder with its version",
              {one.name.split("/")[0] for one in members} == {f"jobrig-{version}-linux-x86_64"}, members[0].name)
        check("no file of it belongs to a user of this machine or can be written by others",
              all(one.uid == one.gid == 0 and not one.mode & 0o6022 for one in members))
        for place in (folder / "first", folder / "second place"):
            source.extractall(place)
            prefix = place / members[0].name
            program = prefix / "bin/jobrig"
            done = run("env", "-i", "LD_DEBUG=libs", program, "--version")
            loaded = set(re.findall(r"calling init: (.+)", done.stderr))
            foreign = {one for one in loaded if not Path(one).resolve().is_relative_to(prefix.resolve())}
            check("the program loads the libraries beside it, and only the C library of the system",
                  len(loaded) > 10 and {Path(one).name for one in foreign} <= {"libc.so.6", "libm.so.6", "ld-linux-x86-64.so.2"},
                  foreign or done.stderr)
            with Served("env", "-i", program, "serve") as server:
                check("it serves from any folder without an environment", server.describes_a_job(), server.ready)
            check("and stops when told", server.exit_code == 0, server.exit_code)
    passes("the action installs it", ROOT / "ci/action/install", archive, folder / "action", folder / "paths")
    installed = Path((folder / "paths").read_text().strip()) / "jobrig"
    check("and its program runs", run(installed, "--version").stdout == done.stdout, installed)
    needed = re.findall(r"GLIBC_2\.(\d+)", run("objdump", "-T", program, *sorted((prefix / "lib/jobrig").iterdir())).stdout)
    check("it needs glibc 2.36 at most", needed and max(map(int, needed)) <= 36, sorted(set(needed)))
    bundled = {path.name for path in (prefix / "lib/jobrig").iterdir()}
    licenses = {path.name for path in (prefix / "share/doc/jobrig/licenses").iterdir()}
    check("it has the licenses of its libraries", {"libssl3", "libyaml-cpp0.7", "libstdc++6", "Apache-2.0"} <= licenses and
          {"libssl.so.3", "libyaml-cpp.so.0.7", "libstdc++.so.6"} <= bundled, (licenses, bundled))
    test_files(prefix, program)


def test_image(image, version, folder):
    layout = folder / "layout"
    with tarfile.open(image) as source:
        source.extractall(layout)
    # umoci checks the digest and the size of each blob.
    if passes("the image is a valid OCI image", "umoci", "unpack", *(["--rootless"] if AS_ROOT else []), "--image", f"{layout}:jobrig:{version}", folder / "bundle").returncode:
        return
    process = json.loads((folder / "bundle/config.json").read_text())["process"]
    check("it does not run as root", process["user"]["uid"] == process["user"]["gid"] == 65534, process["user"])
    user = "--userspec={uid}:{gid}".format_map(process["user"])
    root = folder / "bundle/rootfs"
    env = dict(one.split("=", 1) for one in process["env"])
    check("its command is that of the Containerfile", process["args"][:2] == ["jobrig", "serve"], process["args"])
    # The ports of the image may be taken on this machine.
    words = [re.sub(r":\d+$", ":0", word) for word in process["args"]]
    manifest = json.loads((layout / "index.json").read_text())["manifests"][0]["digest"].replace(":", "/")
    config = json.loads((layout / "blobs" / manifest).read_text())["config"]["digest"].replace(":", "/")
    config = json.loads((layout / "blobs" / config).read_text())["config"]
    with Served(*inside(root, user, root, *words), env={**env, "PATH": PATH}) as server:
        check("its file system alone serves", server.describes_a_job(), server.ready)
        health = config["Healthcheck"]["Test"]
        check("its health check is a command", health[0] == "CMD" and f"{health[3]}" in
              [f"http://{word}" for word in process["args"]], health)
        passes("and finds it healthy", *inside(root, user, root, *health[1:3], server.ready["admin"]))
    done = run(*inside(root, user, root, *health[1:3], "http://127.0.0.1:1"))
    check("and not when it does not serve", done.returncode == 1, done.stdout + done.stderr)


def test_debian(package, version, folder):
    done = run("lintian", "--allow-root", "--fail-on", "error", package)
    check("lintian finds no error", done.returncode == 0, done.stdout + done.stderr)
    tree = folder / "deb"
    passes("it can be unpacked", "dpkg-deb", "-R", package, tree)
    control = (tree / "DEBIAN/control").read_text()
    check("it depends on the libraries", all(f" {one} (>=" in control for one in ("libc6", "libssl3", "libyaml-cpp0.7", "libre2-9")),
          control)
    check("it runs nothing at installation", sorted(os.listdir(tree / "DEBIAN")) == ["control", "md5sums"],
          os.listdir(tree / "DEBIAN"))
    check("the program has no search path for libraries", "RUNPATH" not in run("readelf", "-d", tree / "usr/bin/jobrig").stdout)
    news = gzip.decompress((tree / "usr/share/doc/jobrig/changelog.gz").read_bytes())
    check("the change log is complete", news == (ROOT / "CHANGELOG.md").read_bytes())
    test_files(tree / "usr", tree / "usr/bin/jobrig")
    # 100 is a unit without any limits.
    passes("its systemd unit is hardened", "systemd-analyze", "security", "--offline=yes", "--threshold=15", f"--root={tree}", "jobrig.service")
    test_installation(package, version, folder)


def test_installation(package, version, folder):
    """Installs the package as the action of ci/action does, in an overlay of this system."""
    script = """
    set -e
    mount -t tmpfs tmpfs "$1"
    mkdir "$1/upper" "$1/work" "$1/root"
    mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
    mount -t proc proc "$1/root/proc"
    mount --bind "$2" "$1/root/mnt"
    cp "$3" "$1/root/tmp/install"
    exec chroot "$1/root" /bin/bash -ec '
      /tmp/install "/mnt/$0" /nowhere /nowhere >&2
      jobrig --version
      systemd-analyze verify jobrig.service >&2
      systemctl is-enabled jobrig || true
      DEBIAN_FRONTEND=noninteractive apt-get remove --yes jobrig >&2
      [ ! -e /usr/bin/jobrig ] && echo removed' "$4"
    """
    (folder / "overlay").mkdir()
    done = run(*AS_ROOT, "unshare", "--mount", "bash", "-c", script, "bash", folder / "overlay", package.parent, ROOT / "ci/action/install",
               package.name)
    lines = done.stdout.splitlines()
    check("apt installs it and removes it, and its unit is valid and not enabled", done.returncode == 0 and
          [lines[0].split()[:2], *lines[1:]] == [["jobrig", version], "disabled", "removed"], done.stdout + done.stderr)


PROJECT = """cmake_minimum_required(VERSION 3.25)
project(lamp LANGUAGES CXX)
find_package(jobrig REQUIRED)
add_executable(lamp lamp.cc)
target_link_libraries(lamp PRIVATE jobrig::harness)
"""
PROGRAM = """#include <jobrig/rig.h>
#include <iostream>
int main() { std::cout << jobrig::Rig("demos/default").endpoint(); }
"""


def test_development(package, folder):
    """The package for C++ gives CMake what it needs, from any prefix."""
    done = run("lintian", "--allow-root", "--fail-on", "error", package)
    check("lintian finds no error in the package for C++", done.returncode == 0, done.stdout + done.stderr)
    tree, lamp = folder / "development", folder / "lamp"
    passes("it can be unpacked", "dpkg-deb", "-x", package, tree)
    lamp.mkdir()
    (lamp / "CMakeLists.txt").write_text(PROJECT)
    (lamp / "lamp.cc").write_text(PROGRAM)
    passes("CMake finds it", "cmake", "-S", lamp, "-B", lamp / "build", f"-DCMAKE_PREFIX_PATH={tree}/usr")
    passes("a program is built with it", "cmake", "--build", lamp / "build")
    done = run(lamp / "build/lamp")
    check("and serves", done.stdout.startswith("http://127.0.0.1:"), done.stdout + done.stderr)


def test_commit(folder):
    """The commit of a source archive is in a file, and unknown where there is neither that file nor a repository."""
    head = run("git", "rev-parse", "HEAD", cwd=ROOT).stdout.strip()
    source, output = folder / "source", folder / "commit.cc"
    source.mkdir()
    (folder / "source.tar").write_bytes(subprocess.run(["git", "archive", "HEAD", "harness/commit.txt", "harness/commit.cmake"],
                                                       cwd=ROOT, check=True, capture_output=True).stdout)
    with tarfile.open(folder / "source.tar") as archive:
        archive.extractall(source)
    script = ["cmake", f"-DSOURCE={source}", f"-DOUTPUT={output}", "-P", source / "harness/commit.cmake"]
    passes("a source archive is configured", *script)
    found = re.search(r'return "([0-9a-f]+)"', output.read_text())
    check("its commit is known", found and len(found[1]) >= 7 and head.startswith(found[1]), output.read_text())
    (source / "harness/commit.txt").write_text((ROOT / "harness/commit.txt").read_text())
    passes("a copy of the source is configured", *script)
    check("its commit is unknown", 'return ""' in output.read_text(), output.read_text())


def main(build):
    with tempfile.TemporaryDirectory(prefix="jobrig-package-") as name:
        folder = Path(name)
        output = folder / "output"
        if passes("ci/package packs the built program", ROOT / "ci/package", "--output", output, Path(build).resolve()).returncode:
            return 1
        version = re.search(r"^project\(jobrig VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text(), re.MULTILINE)[1]
        check("there is a package of each kind", sorted(path.name for path in output.iterdir()) ==
              [f"jobrig-{version}-linux-x86_64.oci.tar", f"jobrig-{version}-linux-x86_64.tar.gz", f"jobrig_{version}_amd64.deb",
               f"libjobrig-dev_{version}_amd64.deb"], sorted(output.iterdir()))
        test_commit(folder)
        test_archive(output / f"jobrig-{version}-linux-x86_64.tar.gz", version, folder)
        test_image(output / f"jobrig-{version}-linux-x86_64.oci.tar", version, folder)
        test_debian(output / f"jobrig_{version}_amd64.deb", version, folder)
        test_development(output / f"libjobrig-dev_{version}_amd64.deb", folder)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 2 else print(__doc__) or 2)
