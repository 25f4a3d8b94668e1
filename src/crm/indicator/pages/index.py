"""`/rapports`: which reports there are."""

from litestar import Controller, get
from litestar.response import Template


class IndexPages(Controller):
    @get("/rapports", sync_to_thread=False)
    def reports(self) -> Template:
        return Template("indicator/index.html")
