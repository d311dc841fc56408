"""Keys of pseudonyms: every way to keep one badly is refused, and none is ever shown (T33)."""

import os
import stat
import traceback

import pytest

from bettercare.errors import BadRequest, UnreadableFile
from bettercare.linkage.keys import Key, read_key, write_key

SECRET = bytes(range(7, 39))


@pytest.fixture
def kept(tmp_path):
    """A key as it should be kept, in a folder of its own."""
    path = tmp_path / "safe" / "project.key"
    path.parent.mkdir()
    write_key(path, SECRET)
    return path


@pytest.fixture
def data(tmp_path):
    path = tmp_path / "data" / "people.csv"
    path.parent.mkdir()
    path.write_text("nhs_number\n")
    return path


def test_a_key_comes_back_as_it_was_written(kept):
    assert read_key(kept) == Key(SECRET)


def test_a_new_key_is_for_its_owner_alone_even_where_the_mask_is_open(tmp_path):
    before = os.umask(0)
    try:
        write_key(tmp_path / "open.key", SECRET)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "open.key").stat().st_mode) == 0o600


def test_a_key_is_never_written_over(kept):
    with pytest.raises(BadRequest, match="there already"):
        write_key(kept, bytes(reversed(SECRET)))
    assert read_key(kept) == Key(SECRET)


def test_a_key_is_not_written_through_a_link_that_leads_nowhere(tmp_path):
    (tmp_path / "link.key").symlink_to(tmp_path / "elsewhere.key")
    with pytest.raises(BadRequest, match="there already"):
        write_key(tmp_path / "link.key", SECRET)
    assert not (tmp_path / "elsewhere.key").exists()


def test_a_key_that_cannot_be_written_says_why(tmp_path):
    with pytest.raises(UnreadableFile, match="No such file or directory"):
        write_key(tmp_path / "none" / "project.key", SECRET)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o606, 0o610, 0o601, 0o620, 0o602, 0o644])
def test_a_key_that_others_may_touch_is_refused(kept, mode):
    kept.chmod(mode)
    with pytest.raises(BadRequest, match="chmod 600"):
        read_key(kept)


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_key_that_its_owner_alone_may_read_is_taken(kept, mode):
    kept.chmod(mode)
    assert read_key(kept).id == Key(SECRET).id


@pytest.mark.parametrize(
    "given",
    [
        SECRET.hex(),
        SECRET.hex().upper(),
        f"bettercare-key-1\n{SECRET.hex()}",
        "x" * 5_000,
        "a\0b",
        "",
    ],
)
def test_a_key_given_itself_is_refused_and_not_repeated(given, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadRequest, match="never typed") as refusal:
        read_key(given)
    told = "".join(traceback.format_exception_only(refusal.value))
    assert not given or given not in told


def test_a_folder_is_no_key(tmp_path):
    with pytest.raises(BadRequest, match="no file"):
        read_key(tmp_path)


@pytest.mark.parametrize("inside", ["", "deeper", "deeper/still"])
def test_a_key_in_or_under_the_folder_of_the_data_is_refused(data, inside):
    path = data.parent / inside / "project.key"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_key(path, SECRET)
    with pytest.raises(BadRequest, match="folder of the data"):
        read_key(path, [data])


def test_a_key_in_the_folder_that_is_written_to_is_refused(tmp_path):
    folder = tmp_path / "linked"
    folder.mkdir()
    write_key(folder / "project.key", SECRET)
    with pytest.raises(BadRequest, match="folder of the data"):
        read_key(folder / "project.key", [folder])


def test_a_link_to_a_key_in_the_folder_of_the_data_is_refused(data, tmp_path):
    write_key(data.parent / "project.key", SECRET)
    (tmp_path / "link.key").symlink_to(data.parent / "project.key")
    with pytest.raises(BadRequest, match="folder of the data"):
        read_key(tmp_path / "link.key", [data])


def test_a_link_in_the_folder_of_the_data_to_a_key_elsewhere_is_refused(data, kept):
    (data.parent / "link.key").symlink_to(kept)
    with pytest.raises(BadRequest, match="folder of the data"):
        read_key(data.parent / "link.key", [data])


def test_a_key_above_or_beside_the_folder_of_the_data_is_taken(data, kept, tmp_path):
    write_key(tmp_path / "above.key", SECRET)
    assert read_key(tmp_path / "above.key", [data, tmp_path / "not-made-yet"]) == Key(SECRET)
    assert read_key(kept, [data]) == Key(SECRET)


@pytest.mark.parametrize("worktree", ["folder", "file"])
def test_a_key_in_a_git_work_tree_is_refused(kept, worktree):
    top = kept.parent.parent / ".git"
    top.mkdir() if worktree == "folder" else top.write_text("gitdir: elsewhere\n")
    with pytest.raises(BadRequest, match="git work tree"):
        read_key(kept)
    with pytest.raises(BadRequest, match="git work tree"):
        write_key(kept.parent / "second.key", SECRET)
    assert not (kept.parent / "second.key").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        SECRET,
        SECRET.hex().encode(),
        b"bettercare-key-2\n" + SECRET.hex().encode(),
        b"bettercare-key-1\n" + SECRET[:31].hex().encode(),
        b"bettercare-key-1\n" + SECRET.hex().encode() + b"00",
        b"bettercare-key-1\nnot a key at all",
        b"bettercare-key-1\n\xff\xfe",
    ],
)
def test_a_file_that_is_no_key_is_refused_without_being_quoted(kept, content):
    kept.write_bytes(content)
    with pytest.raises(UnreadableFile, match="no key") as refusal:
        read_key(kept)
    assert SECRET[:8].hex() not in str(refusal.value)


@pytest.mark.parametrize("secret", [b"", bytes(32), b"password" * 4, bytes(range(31)), bytes(64)])
def test_a_weak_key_is_refused(secret):
    with pytest.raises(BadRequest):
        Key(secret)


def test_a_weak_key_in_a_file_is_refused(kept):
    kept.write_bytes(b"bettercare-key-1\n" + bytes(32).hex().encode())
    with pytest.raises(BadRequest, match="not random enough"):
        read_key(kept)


def test_a_key_shows_its_id_alone():
    key = Key(SECRET)
    assert repr(key) == str(key) == f"Key({key.id})"
    assert len(key.id) == 8
    assert int(key.id, 16) >= 0
    assert key.id not in SECRET.hex()


def test_keys_are_told_apart_by_their_ids():
    assert Key(SECRET).id != Key(bytes(reversed(SECRET))).id
