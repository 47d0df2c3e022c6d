"""Checkpoints of jobs: small files from which a job continues after a crash."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal

from pinterest.exceptions import ConfigurationError, ValidationError
from pinterest.token_store import config_folder

__all__ = ["Checkpoint", "get_checkpoint_path", "get_state_folder"]

_JOB: Final = "job"


class Checkpoint:
    """The progress of a job, saved in a file that only the user can read.

    Attributes:
        path: The file. None if the progress is only kept in memory.
        state: The last saved state, as JSON values. It contains no personal data.
    """

    def __init__(self, path: Path | None, job: Mapping[str, Any]) -> None:
        """Reads the file if it exists.

        Args:
            path: The file. None to keep the progress in memory.
            job: Values that identify the job.

        Raises:
            ValidationError: If the file belongs to another job or is not a checkpoint.
            ConfigurationError: If the file cannot be read.
        """
        self.path = path
        self.state: dict[str, Any] = {}
        self._job = _compute_fingerprint(job)
        try:
            text = path.read_text("utf-8") if path is not None else ""
        except FileNotFoundError:
            return
        except (OSError, UnicodeDecodeError) as error:
            raise self._build_error("read", error) from None
        if not text:
            return
        try:
            state = json.loads(text)
            is_same = state.pop(_JOB) == self._job
        except (ValueError, KeyError, AttributeError, TypeError):
            raise ValidationError(
                f"checkpoint: {path} is not a checkpoint. Pass another path"
            ) from None
        if not is_same:
            raise ValidationError(
                f"checkpoint: {path} belongs to another job. Pass another path, or delete the file to give up that job"
            )
        self.state = state

    def save(self, **changes: Any) -> None:
        """Updates the state and saves it. After a crash, the file contains either the old or the new state.

        Raises:
            ConfigurationError: If the file cannot be written.
        """
        self.state = {**self.state, **changes}
        if self.path is None:
            return
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # mkstemp creates a file that only the user can read.
            handle, name = tempfile.mkstemp(".tmp", f".{self.path.name}.", self.path.parent)
            draft = Path(name)
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump({_JOB: self._job, **self.state}, file)
                    file.flush()
                    os.fsync(file.fileno())
                draft.replace(self.path)
            except BaseException:  # delete the temporary file after any error
                draft.unlink(missing_ok=True)
                raise
        except OSError as error:
            raise self._build_error("written", error) from None

    def clear(self) -> None:
        """Clears the state and deletes the file."""
        self.state = {}
        if self.path is not None:
            self.path.unlink(missing_ok=True)

    def _build_error(
        self, verb: Literal["read", "written"], error: Exception
    ) -> ConfigurationError:
        """Returns the error for a checkpoint file that cannot be read or written."""
        reason = getattr(error, "strerror", None) or error
        return ConfigurationError(
            f"checkpoint: {self.path} cannot be {verb}: {reason}. Pass the path of a file that can be written, or "
            "checkpoint=False"
        )


def get_checkpoint_path(job: Mapping[str, Any]) -> Path:
    """Returns the default path of a job's checkpoint."""
    return get_state_folder() / f"{_compute_fingerprint(job)[:24]}.json"


def get_state_folder() -> Path:
    """Returns the folder for checkpoints, such as `~/.local/state/pinterest`. The folder may not exist yet.

    Raises:
        ConfigurationError: If the user has no home folder.
    """
    try:
        home = Path.home()
    except RuntimeError:
        raise ConfigurationError(
            "checkpoint: the user has no home folder. Pass checkpoint= with the path of a file, or checkpoint=False"
        ) from None
    if sys.platform in ("win32", "darwin"):
        return config_folder() / "jobs"
    base = Path(os.environ.get("XDG_STATE_HOME") or home / ".local" / "state")
    return (base if base.is_absolute() else home / ".local" / "state") / "pinterest"


def _compute_fingerprint(job: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(job, sort_keys=True).encode()).hexdigest()
