"""Jobs: work that takes a while, such as reports and uploads. Each is an object with a status and a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.utils.lazy import lazy_names

if TYPE_CHECKING:
    from pinterest.jobs.event_batches import EventResult as EventResult
    from pinterest.jobs.event_sender import EventSender as EventSender
    from pinterest.jobs.job import Job as Job
    from pinterest.jobs.job import JobStatus as JobStatus
    from pinterest.jobs.job import Poll as Poll

__all__ = ["EventResult", "EventSender", "Job", "JobStatus", "Poll"]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "EventResult": "event_batches",
        "EventSender": "event_sender",
        "Job": "job",
        "JobStatus": "job",
        "Poll": "job",
    },
)
