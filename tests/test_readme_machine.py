"""What the README does to a machine (its users, folders, links, services) is done, in a view of it of its own."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.test_readme import OFFICE, blocks, file_of_the_office

UNIT = "/etc/systemd/system/rise-relay.service"
SEEN = ("/opt", "/usr/local/bin", "/var/lib", "/var/backups")
"""Where the lines write, beside `/etc`: empty while they run, and gone with them."""


def _can_have_a_view_of_its_own() -> bool:
    tools = ("unshare", "adduser", "systemctl")
    if os.geteuid() != 0 or not all(map(shutil.which, tools)):
        return False
    tried = subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False)
    return tried.returncode == 0


@pytest.mark.skipif(not _can_have_a_view_of_its_own(), reason="needs root, adduser, systemd and a mount namespace")
def test_user_folders_link_and_service_are_made_by_the_lines_of_the_readme(tmp_path: Path) -> None:
    install, machine, _, service = blocks(OFFICE)[:4]
    link = next(line for line in install.splitlines() if line.startswith("ln "))
    (tmp_path / "unit").write_text(file_of_the_office(UNIT), "utf-8")
    view = [f"mount -t tmpfs none {folder}" for folder in SEEN]
    lines = [
        "set -eu",
        f"cp -a /etc {tmp_path}/etc && mount --bind {tmp_path}/etc /etc",
        *view,
        "mkdir -p /opt/rise/bin && printf '#!/bin/sh\\necho here' > /opt/rise/bin/rise && chmod +x /opt/rise/bin/rise",
        link,
        machine,
        f"cp {tmp_path}/unit {UNIT}",
        service.replace("systemctl enable --now", "systemctl --root=/ enable"),  # nothing was booted in this view
        "rise",
        "stat -c '%n %a %U %G' /etc/rise /var/lib/rise /var/backups/rise",
        "readlink /etc/systemd/system/multi-user.target.wants/rise-relay.service",
        "getent passwd rise | cut -d: -f6,7",
    ]
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", "\n".join(lines)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    *_, here, etc, lib, backups, wanted, nobody = done.stdout.splitlines()
    assert here == "here"
    assert (etc, lib) == ("/etc/rise 750 root rise", "/var/lib/rise 700 rise rise")
    assert backups == "/var/backups/rise 700 rise rise"
    assert wanted == UNIT
    assert nobody.endswith("/usr/sbin/nologin")
    assert not Path(UNIT).exists()
