"""Jobs: work that takes a while, such as reports and uploads. Each job is an object with a status and a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.utils.lazy import lazy_names

if TYPE_CHECKING:
    from pinterest.jobs.bulk import Bulk as Bulk
    from pinterest.jobs.bulk import BulkResult as BulkResult
    from pinterest.jobs.catalog_reports import CatalogReportJob as CatalogReportJob
    from pinterest.jobs.customer_lists import CustomerListChanges as CustomerListChanges
    from pinterest.jobs.customer_lists import CustomerListSummary as CustomerListSummary
    from pinterest.jobs.event_batches import EventResult as EventResult
    from pinterest.jobs.event_sender import EventSender as EventSender
    from pinterest.jobs.feeds import FeedIngestion as FeedIngestion
    from pinterest.jobs.feeds import FeedIssues as FeedIssues
    from pinterest.jobs.items import ItemChanges as ItemChanges
    from pinterest.jobs.items import ItemResult as ItemResult
    from pinterest.jobs.job import Job as Job
    from pinterest.jobs.job import JobStatus as JobStatus
    from pinterest.jobs.job import Poll as Poll
    from pinterest.jobs.local_inventory import LocalInventoryChanges as LocalInventoryChanges
    from pinterest.jobs.media import MediaUpload as MediaUpload
    from pinterest.jobs.reports import Report as Report
    from pinterest.jobs.video_pins import VideoPin as VideoPin

__all__ = [
    "Bulk",
    "BulkResult",
    "CatalogReportJob",
    "CustomerListChanges",
    "CustomerListSummary",
    "EventResult",
    "EventSender",
    "FeedIngestion",
    "FeedIssues",
    "ItemChanges",
    "ItemResult",
    "Job",
    "JobStatus",
    "LocalInventoryChanges",
    "MediaUpload",
    "Poll",
    "Report",
    "VideoPin",
]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "Bulk": "bulk",
        "BulkResult": "bulk",
        "CatalogReportJob": "catalog_reports",
        "CustomerListChanges": "customer_lists",
        "CustomerListSummary": "customer_lists",
        "EventResult": "event_batches",
        "EventSender": "event_sender",
        "FeedIngestion": "feeds",
        "FeedIssues": "feeds",
        "ItemChanges": "items",
        "ItemResult": "items",
        "Job": "job",
        "JobStatus": "job",
        "LocalInventoryChanges": "local_inventory",
        "MediaUpload": "media",
        "Poll": "job",
        "Report": "reports",
        "VideoPin": "video_pins",
    },
)
