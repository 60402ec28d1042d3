"""What is run is what was pinned, or nothing."""

import tarfile
from pathlib import Path

import pytest

from tests.third_party.binary import INSIDE, NotHere, _unpack


def test_a_package_that_is_not_the_pinned_one_is_not_unpacked(tmp_path: Path) -> None:
    packed, program = tmp_path / "other.tgz", tmp_path / "program"
    other = tmp_path / "local-slack"
    other.write_text("#!/bin/sh\n")
    with tarfile.open(packed, "w:gz") as archive:
        archive.add(other, INSIDE)
    with pytest.raises(NotHere, match="not what it was"):
        _unpack(packed, program)
    assert not program.exists()
