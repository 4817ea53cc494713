"""On whose disk a folder stands: this machine's, or another one's over the network."""

import os
from pathlib import Path

_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "lustre", "glusterfs", "9p", "fuse.sshfs"})
_MOUNTS = Path("/proc/self/mountinfo")


def is_on_network(path: Path, mounts: Path = _MOUNTS) -> bool:
    """Does the path stand on another machine's disk? False where the mounts cannot be read."""
    try:
        lines = mounts.read_text(errors="surrogateescape").splitlines()
    except OSError:
        return False
    place = os.path.realpath(path)
    longest, kind = "", ""
    for line in lines:
        left, _, right = line.partition(" - ")
        fields = left.split()
        if len(fields) < 5 or not right:
            continue
        point = fields[4].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        is_above = point == "/" or place == point or place.startswith(point + "/")
        if is_above and len(point) >= len(longest):
            longest, kind = point, right.split()[0]
    return kind in _NETWORK
