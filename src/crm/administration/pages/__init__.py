"""How the house does: for people, for a load balancer, for a monitor."""

from litestar import Controller
from litestar.handlers import HTTPRouteHandler

from crm.administration.pages.consultations import ConsultationPages
from crm.administration.pages.health import health
from crm.administration.pages.metrics import metrics
from crm.administration.pages.views import ViewPages

PAGES: list[type[Controller] | HTTPRouteHandler] = [ViewPages, ConsultationPages, health]

__all__ = ["PAGES", "metrics"]
