"""The databases and the browser that the other tests stand on."""

import pytest
from playwright.sync_api import Page
from sqlalchemy import create_engine, text


def test_a_database_is_empty_and_keeps_accents(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE kept (word TEXT)"))
        connection.execute(text("INSERT INTO kept VALUES ('œuvre')"))
        assert connection.scalar(text("SELECT word FROM kept")) == "œuvre"
    engine.dispose()


@pytest.mark.browser
def test_a_browser_draws_a_page(browser_page: Page) -> None:
    browser_page.set_content("<h1>Trame</h1>")
    assert browser_page.get_by_role("heading", name="Trame").is_visible()
    assert browser_page.evaluate("navigator.language") == "fr-CA"
