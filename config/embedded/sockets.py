"""Where the servers listen: unix sockets in a private folder with a short name; and the web's TCP port."""

import errno
import os
import socket
import tempfile
from pathlib import Path

from config.embedded.faults import CannotStart

# sun_path of Linux holds 108 bytes and the closing zero.
_LONGEST = 107
_LONGEST_NAME = ".s.PGSQL.5432"


def socket_folder(run: Path) -> Path:
    """Return the folder of the servers' sockets: in the home, else (long paths) a private one it names."""
    folder = run / "sockets"
    if len(os.fsencode(folder / _LONGEST_NAME)) > _LONGEST:
        folder = _elsewhere(run / "sockets.path") / "sockets"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _elsewhere(record: Path) -> Path:
    if record.exists():
        folder = Path(record.read_text().strip())
        # Somebody else may have taken the name after a clean-up of the temporary folder.
        if folder.is_dir() and not folder.is_symlink() and folder.stat().st_uid == os.geteuid():
            return folder
    # Not $TMPDIR, which may be long itself; mkdtemp makes it private.
    folder = Path(tempfile.mkdtemp(prefix="restriction-", dir="/tmp"))  # nosec
    if os.geteuid() == 0:
        folder.chmod(0o711)  # the servers' own user passes through to its folder inside
    record.write_text(f"{folder}\n")
    return folder


def refuse_taken_port(host: str, port: int) -> None:
    """Do nothing when the port can be listened on.

    :raises CannotStart: when it cannot, with the reason.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            attempt.bind(address)
            attempt.listen(1)
    except OSError as error:
        reason = "is already in use" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
        raise CannotStart(f"Port {port} of {host} {reason}: choose another with --port.") from error
