"""The device behind a session, in words that its holder recognises and that name nobody."""

from crm.site.languages import N_, _

BROWSERS = {"edg": "Edge", "opr": "Opera", "firefox": "Firefox", "fxios": "Firefox"} | {
    "crios": "Chrome", "chromium": "Chromium", "chrome": "Chrome", "safari": "Safari",
}  # fmt: skip
"""By the mark that says so, the surest first: Edge and Chrome also call themselves Safari."""
SYSTEMS = {
    "iphone": "iPhone", "ipad": "iPad", "android": "Android", "cros": "ChromeOS",
    "windows": "Windows", "mac os": "Mac", "linux": "Linux",
}  # fmt: skip
UNKNOWN = N_("Appareil inconnu")
ON = N_("{browser} sur {system}")


def device_of(user_agent: str) -> str:
    """What is kept of the words a browser says of itself: two marks, no version."""
    said = user_agent.casefold()
    found = (next((mark for mark in marks if mark in said), "") for marks in (BROWSERS, SYSTEMS))
    return " | ".join(found)


def device_words(device: str) -> str:
    """« Firefox sur Windows »; what is known of it, when half is."""
    browser, _bar, system = device.partition(" | ")
    named = [name for name in (BROWSERS.get(browser), SYSTEMS.get(system)) if name]
    if len(named) == 2:
        return _(ON, browser=named[0], system=named[1])
    return named[0] if named else _(UNKNOWN)
