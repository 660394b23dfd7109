"""The provider that writes files, on real folders, a read-only one and a full disk among them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from deliver_editions import NOW, edition, mail, rendered

from digest.deliver import make_letter
from digest.deliver.providers.eml import FileProvider
from digest.errors import StoppedError, WriteError
from digest.model import Message, Receipt, Subscriber


def written(folder: Path, mails: list[Message], *, resumed: bool = False) -> list[Receipt]:
    """Send each in a call of its own, as a sending does."""
    connection = FileProvider(folder, resumed).connect()
    return [receipt for each in mails for receipt in connection.send([each], each.key)]


def test_one_file_for_each_message_in_order(tmp_path: Path):
    messages = [mail("hana@example.net", b"one\r\n"), mail("Duri.K+news@example.net", b"two\r\n")]
    receipts = written(tmp_path / "a" / "b", messages)
    assert [(r.key, r.state) for r in receipts] == [(m.key, "accepted") for m in messages]
    assert {p.name: p.read_bytes() for p in (tmp_path / "a" / "b").iterdir()} == {
        "0001-hana.eml": b"one\r\n",
        "0002-duri.k+news.eml": b"two\r\n",
    }


@pytest.mark.parametrize(
    "address",
    [
        "../../evil@x.org",
        "/etc/passwd@x.org",
        "..@x.org",
        "a\0b@x.org",
        "하나@x.org",
        "@x.org",
        f"{'a' * 300}@x.org",
    ],
)
def test_no_address_leads_out_of_the_folder(tmp_path: Path, address: str):
    folder = tmp_path / "mail"
    [receipt] = written(folder, [mail(address, b"x")])
    assert Path(receipt.detail).resolve().parent == folder.resolve()
    assert [p.name for p in tmp_path.iterdir()] == ["mail"]
    assert len(list(folder.iterdir())) == 1


def test_a_second_run_replaces_and_leaves_no_scraps(tmp_path: Path):
    for words in (b"first", b"second"):
        written(tmp_path, [mail("a@x.org", words)])
    assert [p.name for p in tmp_path.iterdir()] == ["0001-a.eml"]
    assert (tmp_path / "0001-a.eml").read_bytes() == b"second"


def test_files_follow_the_umask(tmp_path: Path):
    before = os.umask(0o027)
    try:
        written(tmp_path, [mail("a@x.org", b"x")])
    finally:
        os.umask(before)
    assert (tmp_path / "0001-a.eml").stat().st_mode & 0o777 == 0o640


def test_where_a_file_stands_no_folder_can_be_made(tmp_path: Path):
    (tmp_path / "mail").write_text("in the way")
    with pytest.raises(WriteError, match="can't write") as caught:
        written(tmp_path / "mail", [mail("a@x.org", b"x")])
    assert caught.value.exit_code == 2


def test_where_a_folder_has_the_name_nothing_is_left_behind(tmp_path: Path):
    (tmp_path / "0001-a.eml").mkdir()
    with pytest.raises(WriteError):
        written(tmp_path, [mail("a@x.org", b"x")])
    assert [p.name for p in tmp_path.iterdir()] == ["0001-a.eml"]


def test_without_permission_it_says_so(tmp_path: Path):
    if os.geteuid() == 0:
        # Root may write anywhere but in the kernel's own folders.
        folder = Path("/proc/mail")
    else:
        tmp_path.chmod(0o500)
        folder = tmp_path / "mail"
    with pytest.raises(WriteError, match="can't write"):
        written(folder, [mail("a@x.org", b"x")])


def test_a_file_too_big_for_the_disk_stops_the_run_and_leaves_only_whole_files(tmp_path: Path):
    """The limit of the process stands for the disk's: the kernel cuts the second write short."""
    program = (
        "import resource, sys; from pathlib import Path\n"
        "from deliver_editions import mail; from digest.deliver.providers.eml import FileProvider\n"
        "from digest.errors import StoppedError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "mails = [mail('a@x.org', b'x' * 4000), mail('b@x.org', b'x' * 5000), mail('c@x.org', b'')]\n"
        "connection = FileProvider(Path(sys.argv[1])).connect()\n"
        "try: [connection.send([each], each.key) for each in mails]\n"
        "except StoppedError as error: sys.exit(error.exit_code)\n"
    )
    here = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False, env=here)
    assert done.returncode == 3
    assert [(p.name, p.stat().st_size) for p in tmp_path.iterdir()] == [("0001-a.eml", 4000)]


def test_a_full_disk_stops_the_run(tmp_path: Path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(disk)]
    try:
        mounted = subprocess.run(mount, check=False, capture_output=True, text=True)
    except FileNotFoundError:
        pytest.skip("no mount command for a small disk here")
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    try:
        mails = [mail(f"{n}@x.org", b"x" * 30_000) for n in range(4)]
        with pytest.raises(StoppedError, match="No space left") as caught:
            written(disk, mails)
        assert {p.name: p.stat().st_size for p in disk.iterdir()} == dict.fromkeys(
            [f"000{n + 1}-{n}.eml" for n in range(2)], 30_000
        )
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    assert "make room" in str(caught.value)


def test_the_folder_holds_only_the_messages_of_this_run(tmp_path: Path):
    for names in (("ann", "bob", "carol"), ("ann", "carol")):
        written(tmp_path, [mail(f"{name}@example.org", b"x") for name in names])
    (tmp_path / "notes.eml").write_bytes(b"the editor's own")
    written(tmp_path, [mail("ann@example.org", b"x")])
    assert sorted(p.name for p in tmp_path.iterdir()) == ["0001-ann.eml", "notes.eml"]


def test_a_run_that_goes_on_keeps_the_files_and_writes_no_message_twice(tmp_path: Path):
    letter = make_letter(edition(), rendered(), {}, now=NOW)
    ann, bob, carol = (letter.message(Subscriber(f"{name}@example.org")) for name in ("ann", "bob", "carol"))
    written(tmp_path, [ann, bob])
    receipts = written(tmp_path, [bob, carol], resumed=True)
    assert [Path(receipt.detail).name for receipt in receipts] == ["0002-bob.eml", "0003-carol.eml"]
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {
        "0001-ann.eml": ann.raw,
        "0002-bob.eml": bob.raw,
        "0003-carol.eml": carol.raw,
    }
