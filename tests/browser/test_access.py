"""Every home page in a real browser: nothing for axe to find, wide or narrow, light or dark, and no sideways scroll."""

import pytest

pytestmark = pytest.mark.browser

PUBLIC = ["/", "/shows/blithe-spirit/", "/shows/thursday-market/", "/sign-in/", "/accessibility/", "/?q=nothing"]
HOMES = {"sam": ["/counter/"], "fay": ["/finance/"], "amy": ["/portal/"], "max": ["/reports/"], "dee": ["/door/"],
         "mo": ["/market/", "/market/?view=plan"], "pat": ["/programme/"]}  # fmt: skip
VIEWS = [(1440, 900, "light"), (1440, 900, "dark"), (390, 844, "light"), (390, 844, "dark")]


def check_everywhere(page, axe, path):
    """axe at both widths in both colour schemes, and no sideways scroll at 320 pixels, which is 400% of 1280."""
    for width, height, scheme in VIEWS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        assert page.goto(path).ok
        axe(page)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.goto(path).ok
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, f"{path} scrolls sideways at 320 pixels"


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_is_open_to_everybody(page, axe, path):
    check_everywhere(page, axe, path)


@pytest.mark.parametrize("name", HOMES)
def test_a_home_page_is_open_to_everybody(page, axe, sign_in, name):
    sign_in(page, name)
    for path in HOMES[name]:
        check_everywhere(page, axe, path)


def test_a_performance_of_the_programme_and_of_the_door(page, axe, sign_in, stage):
    occurrence = stage.shell("from events.models import Occurrence as O; print(O.objects.performances().first().pk)")
    sign_in(page, "max")
    check_everywhere(page, axe, f"/programme/occurrences/{occurrence}/")
    check_everywhere(page, axe, f"/door/performances/{occurrence}/")


def test_the_door_says_its_verdict_and_is_ready_for_the_next_code(page, axe, sign_in, stage):
    code = (
        "from events.models import *; from invoicing.models import Payment;"
        "o = Occurrence.objects.performances().last();"
        "b = Booking.objects.reserve_best(o, [PriceType.objects.get(name='Adult')], channel='counter');"
        "Payment.objects.take(b, 'terminal'); print(o.pk, b.new_lines[0].token)"
    )
    occurrence, token = stage.shell(code).split()
    sign_in(page, "dee")
    page.goto(f"/door/performances/{occurrence}/")
    for verdict in ("Come in", "Already used"):
        page.locator("input:focus").wait_for()  # the box asks for the focus as the page loads
        page.keyboard.type(token)  # as a scanner does
        page.keyboard.press("Enter")
        page.get_by_role("heading", name=verdict).wait_for()
        axe(page)
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("heading", name="Ready").wait_for()


def test_a_wrong_password_moves_to_the_error_and_keeps_the_address(page, axe, stage):
    page.goto("/sign-in/")
    page.fill("input[name=username]", "sam@alderbrook.example")
    page.fill("input[name=password]", "wrong")
    page.click("main button.primary")
    page.get_by_text("do not go together").wait_for()
    assert page.input_value("input[name=username]") == "sam@alderbrook.example"
    axe(page)


def test_whats_on_filters_by_keyboard_alone(page, stage):
    page.goto("/")
    page.focus("#q")
    page.keyboard.type("blithe")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=blithe*")
    assert page.locator(".show").count() == 1
