"""What is built and installed: wheel, sdist, the server's defaults, the scripts around them."""

import ast
import json
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from collections.abc import Mapping
from importlib.metadata import packages_distributions
from pathlib import Path
from urllib.request import urlopen

import pytest
import streamlit
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.runtime.metrics_util import Installation
from streamlit.util import calc_hash
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from geo.coverage.verify import exit_code
from geo.web import server
from tests import live
from tests.app_server import RunningApp, running

# What a wheel must do without: everything that only the checkout is for.
CHECKOUT_ONLY = ("app.py", "benchmarks/", "docs/", "tests/", "tools/", "locks/", "data/")
SHIPPED = ("geo/_data/services.yaml", "geo/_data/counties.geojson", "geo/_data/counties.csv")


def run(command: list[str | Path], cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a stranger's shell would."""
    variables = environment() | more
    return subprocess.run(
        command, cwd=cwd, env=variables, capture_output=True, text=True, timeout=120, check=False
    )


def environment() -> dict[str, str]:
    """Return the variables of a stranger's shell: none of Python's that this test run has."""
    return {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV"))
    }


def build(kind: str, source: Path, target: Path) -> Path:
    done = run([sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", target], source)
    assert done.returncode == 0, done.stderr
    return next(target.iterdir())


@pytest.fixture(scope="session")
def pyproject(repo_root: Path) -> Mapping[str, dict]:
    return tomllib.loads((repo_root / "pyproject.toml").read_text("utf-8"))


@pytest.fixture(scope="session")
def wheel(repo_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", repo_root, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def sdist(repo_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("sdist", repo_root, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the bin folder of an environment that holds the wheel and sees our dependencies."""
    home = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(home, symlinks=os.name != "nt")
    bin_dir = home / ("Scripts" if os.name == "nt" else "bin")
    pip = [sys.executable, "-m", "pip", "--python", bin_dir / "python", "install", "--quiet"]
    done = run([*pip, "--no-deps", "--no-index", wheel], home)
    assert done.returncode == 0, done.stderr
    site = run(
        [bin_dir / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], home
    )
    # Paths named in a .pth file come last and are not searched for .pth files of their own: the
    # dependencies are found there, a link to this checkout is not followed.
    paths = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (Path(site.stdout.strip()) / "dependencies.pth").write_text("\n".join(sorted(paths)) + "\n")
    return bin_dir


def test_the_wheel_carries_data_and_assets(wheel: Path, repo_root: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    data = {f"geo/_data/{path.name}" for path in (repo_root / "data").iterdir() if path.is_file()}
    assets = {
        path.relative_to(repo_root).as_posix()
        for path in (repo_root / "geo").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    script = {"geo/_app/app.py", "geo/_app/.streamlit/config.toml"}
    assert data.issuperset(SHIPPED)
    assert any("leaflet" in name for name in assets)
    assert data | assets | script <= names


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in names if name.startswith(CHECKOUT_ONLY)] == []
    assert {name.split("/")[0].split("-")[0] for name in names} == {"geo", "ms_crisis_coverage"}
    assert [name for name in names if "__pycache__" in name] == []


def test_an_editable_install_holds_no_copy(repo_root: Path, tmp_path: Path) -> None:
    names = zipfile.ZipFile(build("wheel:editable", repo_root, tmp_path)).namelist()
    assert [name for name in names if ".dist-info/" not in name] == ["_ms_crisis_coverage.pth"]


def test_the_wheel_carries_its_licences(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    licences = [name.split("/licenses/")[1] for name in names if "/licenses/" in name]
    assert {"LICENSE", "NOTICE"} <= set(licences)
    assert any(name.startswith("geo/maps/leaflet/") for name in licences)


def test_the_sdist_is_complete(sdist: Path, wheel: Path, tmp_path: Path) -> None:
    safely = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # not before 3.11.4
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "source", **safely)  # noqa: S202 - built a moment ago
    source = next((tmp_path / "source").iterdir())
    wanted = "app.py Makefile LICENSE NOTICE locks/app.txt locks/dev.txt tests/conftest.py .ci/run"
    assert [name for name in wanted.split() if not (source / name).is_file()] == []
    again = build("wheel", source, tmp_path / "wheel")
    assert zipfile.ZipFile(again).namelist() == zipfile.ZipFile(wheel).namelist()


def test_pip_builds_the_same_wheel_from_what_is_installed(
    wheel: Path, repo_root: Path, tmp_path: Path
) -> None:
    offline = ["--no-index", "--no-deps", "--no-build-isolation"]
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", *offline, "-w", tmp_path, repo_root]
    done = run(pip, tmp_path)
    assert done.returncode == 0, done.stderr
    assert next(tmp_path.glob("*.whl")).read_bytes() == wheel.read_bytes()


def test_the_installed_command_verifies_from_its_own_data(installed: Path, tmp_path: Path) -> None:
    where = "from geo.catalog import folder; print(folder.default_dir())"
    folder = Path(run([installed / "python", "-c", where], tmp_path).stdout.strip())
    assert folder.name == "_data"
    assert folder.is_relative_to(installed.parent.resolve())

    text = run([installed / "crisis-coverage", "verify"], tmp_path)
    here = live.today()
    assert text.returncode == exit_code(here), text.stderr
    assert "Attala" in text.stdout
    strict = run([installed / "crisis-coverage", "verify", "--strict"], tmp_path)
    assert strict.returncode == exit_code(here, strict=True)


def test_the_installed_command_speaks_json(installed: Path, tmp_path: Path) -> None:
    done = run([installed / "crisis-coverage", "verify", "--format", "json"], tmp_path)
    here = live.today()
    assert done.returncode == exit_code(here), done.stderr
    verdict = json.loads(done.stdout)
    totals = ("id", "covered", "claimed", "gap", "unknown")
    assert verdict["counties"] == len(here.catalog.counties)
    assert [[row[name] for name in totals] for row in verdict["standards"]] == [
        [getattr(standard, name) for name in totals] for standard in here.standards
    ]


def test_the_installed_package_draws_its_map(installed: Path, tmp_path: Path) -> None:
    done = run([installed / "python", "-m", "geo", "map", "-o", "map.html"], tmp_path)
    assert done.returncode == 0, done.stderr
    assert "L.map(" in (tmp_path / "map.html").read_text("utf-8")


def test_the_installed_command_starts_the_app_with_the_safe_settings(
    installed: Path, tmp_path: Path
) -> None:
    """Neither settings of the current folder nor variables open what the package closes."""
    settings = tmp_path / ".streamlit" / "config.toml"
    settings.parent.mkdir()
    settings.write_text(
        '[server]\naddress = "0.0.0.0"\n[browser]\ngatherUsageStats = true\n'
        '[client]\ntoolbarMode = "developer"\nshowErrorLinks = true\n',
        encoding="utf-8",
    )
    variables = {
        **environment(),
        "STREAMLIT_SERVER_ADDRESS": "0.0.0.0",  # noqa: S104 - it must not be listened to
        "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "true",
    }
    command = [installed / "crisis-coverage", "app", "--port"]
    with running(command, tmp_path / "log.txt", tmp_path, variables) as app:
        session = new_session(app)
        with urlopen(app.url) as page:  # noqa: S310 - our own server
            policy, text = page.headers["Content-Security-Policy"], page.read().decode()
        if sys.platform == "linux":  # where 127.0.0.2 is this machine too, and free to take
            socket.create_server(("127.0.0.2", app.port)).close()
        app.process.send_signal(signal.SIGINT)
        code = app.process.wait(timeout=30)
    assert code == 130, app.log.read_text("utf-8")
    assert '<div id="root">' in text
    assert policy == server.page_policy()
    (script,) = installed.parent.resolve().rglob("geo/_app/app.py")
    assert session.main_script_hash == calc_hash(str(script))
    expect_nothing_of_the_machine(session)
    assert session.config.gather_usage_stats is False
    assert session.config.show_error_links == session.config.SHOW_ERROR_LINKS_FALSE
    assert session.config.toolbar_mode == session.config.MINIMAL
    assert session.custom_theme.primary_color == "#0b5394"


def expect_nothing_of_the_machine(session: NewSession) -> None:
    """Fail where a browser is told more of this computer than Streamlit's version, whatever the field."""
    assert session.initialize.HasField("user_info"), "Streamlit's page reads it, empty or not"
    assert session.initialize.user_info.ByteSize() == 0
    assert session.initialize.environment_info.streamlit_version == streamlit.__version__
    installation = Installation.instance()
    ids = (installation.installation_id_v3, installation.installation_id_v4)
    for told in (*ids, platform.python_version(), sys.platform, "/"):
        assert told not in str(session)


def new_session(app: RunningApp) -> NewSession:
    """Return what the server tells a browser that opens the page."""
    stream = connect(
        app.url.replace("http", "ws") + "/_stcore/stream",
        origin=Origin(app.url),
        subprotocols=[Subprotocol("streamlit")],
    )
    with stream as connection:
        request = BackMsg()
        request.rerun_script.query_string = ""
        connection.send(request.SerializeToString())
        while True:
            message = ForwardMsg.FromString(connection.recv(timeout=60, decode=False))
            if message.WhichOneof("type") == "new_session":
                return message.new_session


def imported(path: Path) -> set[str]:
    """Return the top-level names of all modules that a file imports, at its head or further in."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(node.module or "")
    return {name.split(".")[0] for name in names}


def test_whatever_the_product_imports_is_declared(
    repo_root: Path, pyproject: Mapping[str, dict]
) -> None:
    files = [repo_root / "app.py", *(repo_root / "geo").rglob("*.py")]
    foreign = set().union(*map(imported, files)) - sys.stdlib_module_names - {"geo"}
    origins = packages_distributions()
    declared = {Requirement(text).name for text in pyproject["project"]["dependencies"]}
    assert "streamlit" in foreign
    undeclared = {
        name for name in foreign if not declared.intersection(map(canonicalize_name, origins[name]))
    }
    assert undeclared == set()


def test_whatever_is_declared_is_imported(repo_root: Path, pyproject: Mapping[str, dict]) -> None:
    files = [repo_root / "app.py", *(repo_root / "geo").rglob("*.py")]
    origins = packages_distributions()
    used = set().union(*(origins.get(name, []) for path in files for name in imported(path)))
    declared = {Requirement(text).name for text in pyproject["project"]["dependencies"]}
    assert declared - set(map(canonicalize_name, used)) == set()


def settings_of(path: Path) -> dict[str, object]:
    sections = tomllib.loads(path.read_text("utf-8"))
    return {
        f"{name}.{key}": value for name, rows in sections.items() for key, value in rows.items()
    }


def test_streamlit_knows_every_setting(repo_root: Path) -> None:
    path = repo_root / ".streamlit" / "config.toml"
    known = config.get_config_options()
    assert sorted(set(settings_of(path)) - set(known)) == []


def test_a_start_from_any_folder_takes_the_safe_settings(repo_root: Path, tmp_path: Path) -> None:
    """`streamlit run path/to/app.py` reads the settings that lie beside app.py."""
    path = repo_root / ".streamlit" / "config.toml"
    script = (
        "import json, sys; from streamlit import config; config._main_script_path = sys.argv[1];"
        "options = config.get_config_options(force_reparse=True);"
        "print(json.dumps({name: options[name].value for name in sys.argv[2:]}))"
    )
    wanted = settings_of(path)
    done = run([sys.executable, "-c", script, repo_root / "app.py", *wanted], tmp_path)
    assert json.loads(done.stdout) == wanted
    assert wanted["browser.gatherUsageStats"] is False
    assert wanted["server.address"] == "127.0.0.1"
    assert wanted["client.showErrorDetails"] == "none"


def test_without_a_browser_the_install_script_says_what_is_missing(
    repo_root: Path, tmp_path: Path
) -> None:
    script = repo_root / "tools" / "install_chromium.sh"
    done = run(["/bin/sh", script], tmp_path, PATH=str(tmp_path), CHROMIUM="")
    assert done.returncode == 1
    assert "CHROMIUM=/path" in done.stderr


def test_a_python_that_is_too_old_is_refused_with_advice(repo_root: Path, tmp_path: Path) -> None:
    old = tmp_path / "old-python"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.8.1" && exit\nexit 1\n')
    old.chmod(0o755)
    done = run(["make", "python", f"PYTHON={old}"], repo_root)
    assert done.returncode != 0
    assert "3.11 or newer is needed" in done.stderr
    assert "Python 3.8.1" in done.stderr


def test_make_takes_the_python_that_locks_hold_wheels_for(repo_root: Path, tmp_path: Path) -> None:
    """A newer one only where there is no other: pip may have to build packages for it."""
    for name, version in {"python3": (3, 99), "python3.12": (3, 12), "python3.11": (3, 11)}.items():
        code = f"import sys; sys.version_info = {version}; exec(sys.argv[1])"
        (tmp_path / name).write_text(f'#!/bin/sh\nexec {sys.executable} -c "{code}" "$2"\n')
        (tmp_path / name).chmod(0o755)
    shown = tmp_path / "show.mk"
    shown.write_text("include Makefile\nshow: ; @echo $(PYTHON)\n")
    make = [shutil.which("make") or "make", "-s", "-f", shown, "show"]
    path = f"{tmp_path}:/usr/bin:/bin"

    assert run(make, repo_root, PATH=path).stdout == "python3.12\n"
    for name in ("python3.12", "python3.11"):
        (tmp_path / name).write_text("#!/bin/sh\nexit 1\n")
    for name in ("python3.13", "python3.14", "python"):
        (tmp_path / name).write_text("#!/bin/sh\nexit 1\n")
        (tmp_path / name).chmod(0o755)
    assert run(make, repo_root, PATH=path).stdout == "python3\n"
