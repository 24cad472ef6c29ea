"""The Python environment that ./run and ./test share: made once, kept until a lock changes. Standard library only."""
# ruff: noqa: S603, T201, UP036

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed"
RUN_LOCK, TEST_LOCK, UV_LOCK = "requirements.lock", "requirements-dev.lock", "tools/uv.lock"


def stop(sentence, code=2):
    """Say one sentence and leave."""
    print(sentence, file=sys.stderr)
    raise SystemExit(code)


def child_environment(**changes):
    """Our environment for children, who may keep their bytecode: it halves every later start."""
    environment = {**os.environ, **changes}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def require_python():
    if sys.version_info < (3, 11):
        stop(f"This needs Python 3.11 or newer, and {sys.executable} is older. Start it with a newer one.")


def ensure(lock):
    """The environment of `lock`, made or brought up to date when it is not there yet."""
    require_python()
    if PYTHON.exists() and stamp(lock) in stamps():
        return
    print(f"Installing {lock} into .venv (once) …", flush=True)
    STAMP.unlink(missing_ok=True)
    try:
        install(lock)
    except subprocess.CalledProcessError as error:
        stop(f"{lock} could not be installed: see above. Put right what it says and start again.", error.returncode)
    # The test lock contains the run lock (tests/test_locks.py), so one install serves both.
    STAMP.write_text("\n".join(stamp(name) for name in {lock, RUN_LOCK}) + "\n")


def stamp(lock):
    return f"{lock} {hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()}"


def stamps():
    return STAMP.read_text().splitlines() if STAMP.exists() else []


def install(lock):
    """With uv when there is one or one can be had, otherwise with pip."""
    uv = uv_on_path()
    if uv:
        if not PYTHON.exists():
            call(uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, VENV)
    else:
        uv = uv_in_venv()
    if uv:
        call(uv, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", ROOT / lock)
    else:
        call(PYTHON, "-m", "pip", "install", "--quiet", "--no-compile", "--require-hashes", "-r", ROOT / lock)


def uv_on_path():
    """The uv on PATH that answers (a pyenv shim may be there without a uv behind it)."""
    uv = shutil.which("uv")
    return uv if uv and succeeds(uv, "--version") else None


def uv_in_venv():
    """A uv put into the environment by pip: it downloads side by side, half the wait. None when it cannot be had."""
    if not (PYTHON.exists() and succeeds(PYTHON, "-m", "pip", "--version")):
        call(sys.executable, "-m", "venv", VENV)
    uv = VENV / "bin" / "uv"
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--no-compile", "--require-hashes", "-r", ROOT / UV_LOCK)
    return uv if uv.exists() or succeeds(*pip) else None


def call(*command, **options):
    subprocess.run(list(map(str, command)), check=True, env=child_environment(), **options)


def succeeds(*command):
    return subprocess.run(list(map(str, command)), env=child_environment(), capture_output=True).returncode == 0


def chromium():
    """The Chromium on this machine, or None."""
    names = os.environ.get("CHROMIUM", ""), "/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome"
    return next((found for name in names if name and (found := shutil.which(name))), None)
