"""Using a page without a mouse: only keys, from where the focus is, as a person would."""

from playwright.sync_api import Locator, Page, expect

MANY = 250


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until it has the focus; whatever cannot be reached so fails. What has the focus can be seen."""
    expect(target).to_be_visible()
    handle = target.element_handle()
    assert handle is not None
    for _ in range(MANY):
        if handle.evaluate("(element) => element === document.activeElement"):
            assert handle.evaluate("(element) => element.matches(':focus-visible')"), "the focus cannot be seen"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} cannot be reached by keyboard on {page.url}")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    tab_to(page, target)
    page.keyboard.press(key)


def write(page: Page, target: Locator, text: str) -> None:
    """Into a field, over whatever stands there."""
    tab_to(page, target)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def choose(page: Page, group: Locator, value: str) -> None:
    """A radio button of a group: Tab enters the group where one is chosen or at its edge, arrows move in it."""
    expect(group).to_be_visible()
    radios = group.locator("input[type=radio]")
    values = [each.get_attribute("value") for each in radios.all()]
    for _ in range(MANY):
        if group.evaluate("(element) => element.contains(document.activeElement)"):
            break
        page.keyboard.press("Tab")
    else:
        raise AssertionError(f"{group} cannot be reached by keyboard on {page.url}")
    if page.evaluate("document.activeElement.checked") is False:
        page.keyboard.press("Space")
    for _ in values:
        if page.evaluate("document.activeElement.value") == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no {value} among {values}")
