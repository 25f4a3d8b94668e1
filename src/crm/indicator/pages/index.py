"""`/rapports`: which reports there are."""

from litestar import Controller, get
from litestar.response import Template

from crm.site.rights import REPORTS


class IndexPages(Controller):
    opt = REPORTS

    @get("/rapports", sync_to_thread=False)
    def reports(self) -> Template:
        return Template("indicator/index.html")
