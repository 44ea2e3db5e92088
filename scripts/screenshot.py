"""Takes a picture of a page, for whoever works on how it looks.

    .venv/bin/python scripts/screenshot.py http://127.0.0.1:8000/ overview.png
    ... --width 390 --height 844 --full      a phone, the whole length of the page
    ... --lang en --dark                     in English, in dark colours
    ... --login alice:password               signed in
    ... --media print                        as it is printed

What the page's console says, and every request that failed, is printed too. Playwright's own
command `screenshot` can't log in, and wants a browser that Playwright has downloaded.
"""

import argparse
import sys
from urllib.parse import urljoin

from chromium import ARGUMENTS, MISSING, executable
from playwright.sync_api import Page, Response, sync_playwright


def main() -> None:
    wanted = parse_arguments()
    path = executable()
    if path is None:
        sys.exit(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        context = browser.new_context(
            viewport={"width": wanted.width, "height": wanted.height},
            color_scheme="dark" if wanted.dark else "light",
        )
        context.add_cookies([{"name": "siwei_language", "value": wanted.lang, "url": wanted.url}])
        page = context.new_page()
        report_problems(page)
        if wanted.login:
            sign_in(page, wanted.url, *wanted.login.split(":", 1))
        page.emulate_media(media=wanted.media)
        page.goto(wanted.url, wait_until="networkidle")
        page.screenshot(path=wanted.picture, full_page=wanted.full)
        browser.close()


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("url")
    parser.add_argument("picture", help="where to write the PNG")
    parser.add_argument("--width", type=int, default=1440)
    parser.add_argument("--height", type=int, default=900)
    parser.add_argument("--full", action="store_true", help="the whole page, not the first screen")
    parser.add_argument("--lang", choices=["zh-hans", "en"], default="zh-hans")
    parser.add_argument("--login", metavar="USER:PASSWORD")
    parser.add_argument("--media", choices=["screen", "print"], default="screen")
    parser.add_argument("--dark", action="store_true")
    return parser.parse_args()


def report_problems(page: Page) -> None:
    def failed(response: Response) -> None:
        if response.status >= 400:
            print(f"{response.status} {response.url}", file=sys.stderr)

    page.on("response", failed)
    page.on("console", lambda message: print(f"console: {message.text}", file=sys.stderr))
    page.on("pageerror", lambda error: print(f"error: {error}", file=sys.stderr))


def sign_in(page: Page, url: str, user: str, password: str) -> None:
    page.goto(urljoin(url, "/accounts/login/"))
    page.fill("input[name=username]", user)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    main()
