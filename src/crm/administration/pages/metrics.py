"""`/metriques`: figures for a monitor, as Prometheus reads them. They name nobody and no pôle."""

from collections.abc import Iterator
from hmac import compare_digest
from typing import Any

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from crm.event_store import EventStore
from crm.event_store.conditions import State, conditions

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Bounds of the durations counted: from a command that waits for the disk alone, up to one that
nobody would wait for."""
UNWELL: tuple[State, ...] = ("late", "unbuilt")


class Views(Collector):
    """Where the store and its views stand when they are asked."""

    def __init__(self, store: EventStore) -> None:
        self.store = store

    def collect(self) -> Iterator[Metric]:
        health = self.store.health()
        head = GaugeMetricFamily("trame_position", "Position of the last event.")
        head.add_metric([], health.head)
        lag = GaugeMetricFamily("trame_view_lag", "Positions left to hear.", labels=["view"])
        parked = GaugeMetricFamily(
            "trame_view_parked_events", "Events that the view lacks.", labels=["view"]
        )
        late = GaugeMetricFamily(
            "trame_view_late", "1 for a view that lacks events or is not built.", labels=["view"]
        )
        for view in conditions(health, self.store.projections):
            lag.add_metric([view.name], view.lag)
            parked.add_metric([view.name], view.parked)
            late.add_metric([view.name], view.state in UNWELL)
        yield from (head, lag, parked, late)


class Meters:
    """Everything there is to read, and what this process counts from here on."""

    def __init__(self, store: EventStore) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(Views(store))
        self.recorded = Counter(
            "trame_events_recorded", "Events recorded by this process.", registry=self.registry
        )
        self.appends = Histogram(
            "trame_append_seconds",
            "Seconds from decided commands to their events on the disk, in this process.",
            buckets=SECONDS,
            registry=self.registry,
        )
        store.recorder.measure = self.count

    def count(self, events: int, seconds: float) -> None:
        """An append: how many events, how long."""
        self.recorded.inc(events)
        self.appends.observe(seconds)


def metrics(store: EventStore, word: str) -> HTTPRouteHandler:
    """The page, for whoever shows this word."""
    meters = Meters(store)

    @get("/metriques", opt={"public": True}, sync_to_thread=True)
    def read(request: Request[Any, Any, Any]) -> Response[bytes]:
        shown = request.headers.get("authorization", "")
        if not compare_digest(shown.encode(), f"Bearer {word}".encode()):
            return Response(b"", status_code=401, headers={"WWW-Authenticate": "Bearer"})
        return Response(generate_latest(meters.registry), media_type=CONTENT_TYPE_LATEST)

    return read
