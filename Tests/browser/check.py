"""Opens a report's index.html from the disk at three widths, light and dark, and looks at it as a reader would.

usage: check.py REPORT-FOLDER SCREENSHOT-FOLDER BROWSER; called by Tests/browser/run
"""

import pathlib
import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

WIDTHS = (360, 800, 1600)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

# Texts of every inline drawing against each other and against the drawing's edges. A text's box is as high as its line:
# what counts is the middle of it, where the letters are.
TEXTS = """() => {
  const faults = [];
  document.querySelectorAll("figure svg").forEach(svg => {
    if (svg.parentElement.closest("svg")) return;
    const name = svg.getAttribute("aria-label");
    const edge = svg.getBoundingClientRect();
    const boxes = [...svg.querySelectorAll("text")].map(text => {
      const box = text.getBoundingClientRect(), inset = Math.min(box.width, box.height) * 0.2;
      return {words: text.textContent, left: box.left + 0.5, right: box.right - 0.5,
              top: box.top + inset, bottom: box.bottom - inset};
    });
    boxes.forEach((box, index) => {
      if (box.left < edge.left - 0.5 || box.right > edge.right + 0.5 || box.top < edge.top || box.bottom > edge.bottom)
        faults.push(`'${box.words}' leaves the figure '${name}'`);
      boxes.slice(index + 1).forEach(other => {
        if (box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom)
          faults.push(`'${box.words}' lies on '${other.words}' in the figure '${name}'`);
      });
    });
    if (!boxes.length) faults.push(`the figure '${name}' has no text`);
  });
  return faults;
}"""

# Words of the page itself that lie outside the window, except in what can be scrolled.
OUTSIDE = """() => [...document.querySelectorAll("main *, header *, nav *, footer *")]
  .filter(e => !e.closest(".scroller") && e.getBoundingClientRect().right > innerWidth + 0.5)
  .map(e => e.tagName + ": " + e.textContent.slice(0, 60))"""

# The smallest letters, in pixels on the screen.
SMALLEST = """() => Math.min(...[...document.querySelectorAll("figure svg text")].map(text =>
  parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))"""

# The ground of the page and of its first drawing.
COLOURS = """() => [getComputedStyle(document.body).backgroundColor,
  getComputedStyle(document.querySelector("figure svg .f-paper")).fill]"""


def die(words):
    sys.exit(f"FAILED: {words}")


def check(browser, report, shots, width, scheme, axe):
    place = f"{width} px, {scheme}"
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    noise, asked = [], []
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    url = (report / "index.html").resolve().as_uri()
    page.goto(url, wait_until="load")
    page.wait_for_timeout(100)
    if noise:
        die(f"{place}: the console says {noise[0]}")
    if others := [one for one in asked if one != url and not one.startswith("data:")]:
        die(f"{place}: the page asks for {others[0]}")
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        die(f"{place}: the page is {wide} px wide")
    if outside := page.evaluate(OUTSIDE):
        die(f"{place}: outside the window: {outside[0]}")
    if faults := page.evaluate(TEXTS):
        die(f"{place}: {len(faults)} faults: " + "; ".join(faults[:5]))
    if (smallest := page.evaluate(SMALLEST)) < 9:
        die(f"{place}: the smallest letters of the figures have {smallest:.1f} px")
    if scheme != page.evaluate("getComputedStyle(document.documentElement).colorScheme"):
        die(f"{place}: the page is not {scheme}")
    found = axe.run(page, options=RULES)
    if found.violations_count or len(found.response["passes"]) < 20:
        die(f"{place}: {len(found.response['passes'])} rules of access hold; {found.generate_report()}")
    page.screenshot(path=shots / f"{width}-{scheme}.png", full_page=True)
    context.close()
    print(f"ok: {place}: no scrolling sideways, no text on another, letters of {smallest:.1f} px, no fault of access", flush=True)


def keyboard(browser, report):
    """The first stop leads to the content; the button changes the page and the drawings; all of it without a mouse."""
    context = browser.new_context(viewport={"width": 800, "height": 900}, color_scheme="light")
    page = context.new_page()
    page.goto((report / "index.html").resolve().as_uri())
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement.textContent") != "Skip to the content":
        die("the first stop of the keyboard is not the way to the content")
    light = page.evaluate(COLOURS)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    dark = page.evaluate(COLOURS)
    if light[0] == dark[0] or light[1] == dark[1] or dark[0] != dark[1]:
        die(f"the button changes {light} to {dark}")
    page.keyboard.press("Enter")
    if page.evaluate(COLOURS) != light:
        die("the button does not change the page back")
    missing = page.evaluate(
        "[...document.querySelectorAll('.scroller')].filter(e => e.scrollWidth > e.clientWidth && e.tabIndex !== 0).length")
    if missing:
        die(f"{missing} parts can be scrolled with a mouse alone")
    context.close()
    print("ok: by keyboard alone: the way to the content, light and dark, all that scrolls", flush=True)


def without_script_and_on_paper(browser, report, shots):
    context = browser.new_context(java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.goto((report / "index.html").resolve().as_uri())
    if not page.locator("h1").is_visible() or page.locator("#theme").is_visible():
        die("without scripts the page lacks its heading, or has a button that does nothing")
    page.pdf(path=shots / "page.pdf", format="A4", print_background=True)
    context.close()
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto((report / "index.html").resolve().as_uri())
    page.emulate_media(media="print", color_scheme="dark")
    if (colours := page.evaluate(COLOURS)) != ["rgb(255, 255, 255)"] * 2:
        die(f"on paper the page is not white: {colours}")
    context.close()
    print(f"ok: without scripts, and on paper: {(shots / 'page.pdf').stat().st_size // 1000} kB", flush=True)


def main():
    report, shots, executable = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        axe = Axe()
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                check(browser, report, shots, width, scheme, axe)
        keyboard(browser, report)
        without_script_and_on_paper(browser, report, shots)
        browser.close()
    print(f"screenshots are in {shots}")


main()
