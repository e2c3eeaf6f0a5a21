"""Opens a report's index.html from the disk at three widths, light and dark, and looks at it as a reader would.

usage: check.py REPORT-FOLDER SCREENSHOT-FOLDER BROWSER; called by Tests/browser/run
"""

import pathlib
import re
import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

WIDTHS = (360, 800, 1600)
# Before anything is unfolded, and in all; screens of 900 px; pages of A4.
MOST_WORDS, MOST_SCREENS, MOST_PAGES = (900, 3500), 4, 9
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

# Texts of every inline drawing against each other and against the drawing's edges. A text's box is as high as its line:
# what counts is the middle of it, where the letters are.
TEXTS = """() => {
  const faults = [];
  document.querySelectorAll("svg.fig").forEach(svg => {
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
  .filter(e => !e.closest(".scroller, .contents ol") && e.getBoundingClientRect().right > innerWidth + 0.5)
  .map(e => e.tagName + ": " + e.textContent.slice(0, 60))"""

# Words of the page that lie on other words. Parts of one text, and what cannot be seen, do not count.
OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll("main h1, main h2, main h3, main p, main dt, main dd, main li, main th, main td, figcaption, button")]
    .filter(e => !e.closest("svg") && e.checkVisibility() && e.textContent.trim() && getComputedStyle(e).position === "static" && !e.closest("thead"))
    .filter(e => !e.querySelector("p, li, dd, dt, td, th, h2, h3, button"))
    .map(e => ({words: e.textContent.trim().slice(0, 40), box: e.getBoundingClientRect(), scroller: e.closest(".scroller")}));
  const faults = [];
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach(b => {
    if (a.scroller !== b.scroller) return;
    if (a.box.left < b.box.right - 1 && b.box.left < a.box.right - 1 && a.box.top < b.box.bottom - 1 && b.box.top < a.box.bottom - 1)
      faults.push(`'${a.words}' lies on '${b.words}'`);
  }));
  return faults;
}"""

# Words before anything is unfolded, and in all; those of drawings are not counted.
WORDS = """() => {
  const count = text => (text.match(/\\S+/g) || []).length;
  const drawn = root => [...root.querySelectorAll("svg text")].filter(t => t.checkVisibility()).reduce((n, t) => n + count(t.textContent), 0);
  const main = document.querySelector("main");
  const first = count(main.innerText) - drawn(main);
  document.querySelectorAll("details").forEach(one => one.open = true);
  return [first, count(main.innerText) - drawn(main)];
}"""

# The smallest letters, in pixels on the screen.
SMALLEST = """() => Math.min(...[...document.querySelectorAll("svg.fig text")].map(text =>
  parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))"""

# The ground of the page and of its first drawing.
COLOURS = """() => [getComputedStyle(document.body).backgroundColor,
  getComputedStyle(document.querySelector("svg.fig .f-paper")).fill]"""


def die(words):
    sys.exit(f"FAILED: {words}")


def check(browser, report, shots, width, scheme, axe, forced="none"):
    place = f"{width} px, {scheme}" + (", forced colours" if forced == "active" else "")
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, forced_colors=forced)
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
    page.screenshot(path=shots / f"{width}-{scheme}-{forced}-first.png")
    height = page.evaluate("document.documentElement.scrollHeight")
    first, whole = page.evaluate(WORDS)
    if first > MOST_WORDS[0] or whole > MOST_WORDS[1]:
        die(f"{place}: {first} words before anything is unfolded and {whole} in all; at most {MOST_WORDS} are wanted")
    if width == 1600 and height > MOST_SCREENS * 900:
        die(f"{place}: {height} px before anything is unfolded")
    if faults := page.evaluate(OVERLAPS):
        die(f"{place}: {len(faults)} faults: " + "; ".join(faults[:5]))
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        die(f"{place}: the page is {wide} px wide")
    if outside := page.evaluate(OUTSIDE):
        die(f"{place}: outside the window: {outside[0]}")
    if faults := page.evaluate(TEXTS):
        die(f"{place}: {len(faults)} faults: " + "; ".join(faults[:5]))
    if (smallest := page.evaluate(SMALLEST)) < 9:
        die(f"{place}: the smallest letters of the figures have {smallest:.1f} px")
    if forced == "none" and scheme != page.evaluate("getComputedStyle(document.documentElement).colorScheme"):
        die(f"{place}: the page is not {scheme}")
    found = axe.run(page, options=RULES)
    if found.violations_count or len(found.response["passes"]) < 20:
        die(f"{place}: {len(found.response['passes'])} rules of access hold; {found.generate_report()}")
    page.screenshot(path=shots / f"{width}-{scheme}-{forced}.png", full_page=True)
    context.close()
    print(f"ok: {place}: {first} words and {height} px before anything is unfolded, {whole} words in all, no scrolling sideways,"
          f" no text on another, letters of {smallest:.1f} px, no fault of access", flush=True)


def keyboard(browser, report):
    """The first stop leads to the content; the button changes the page and the drawings; all of it without a mouse."""
    context = browser.new_context(viewport={"width": 800, "height": 900}, color_scheme="light")
    page = context.new_page()
    page.goto((report / "index.html").resolve().as_uri())
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement.textContent") != "Skip to the content":
        die("the first stop of the keyboard is not the way to the content")
    light = page.evaluate(COLOURS)
    page.locator("#theme").focus()
    page.keyboard.press("Enter")
    dark = page.evaluate(COLOURS)
    if light[0] == dark[0] or light[1] == dark[1] or dark[0] != dark[1]:
        die(f"the button changes {light} to {dark}")
    page.keyboard.press("Enter")
    if page.evaluate(COLOURS) != light:
        die("the button does not change the page back")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    if page.evaluate("[...document.querySelectorAll('details')].some(one => !one.open)"):
        die("the button does not unfold everything")
    missing = page.evaluate(
        "[...document.querySelectorAll('.scroller')].filter(e => e.scrollWidth > e.clientWidth && e.tabIndex !== 0).length")
    if missing:
        die(f"{missing} parts can be scrolled with a mouse alone")
    context.close()
    print("ok: by keyboard alone: the way to the content, light and dark, all that scrolls", flush=True)


def figures(browser, report):
    """Values under the pointer, columns marked together, a figure alone and zoomed, a table sorted, links into what is folded."""
    context = browser.new_context(viewport={"width": 1600, "height": 900})
    page = context.new_page()
    noise = []
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.goto((report / "index.html").resolve().as_uri() + "#figure-11")
    if not page.locator("#figure-11").is_visible():
        die("a link to a figure does not unfold it")
    plot = page.locator("#figure-11 .f-p").first
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tip = page.locator(".tip").inner_text()
    if not tip or not any(c.isdigit() for c in tip):
        die(f"under the pointer stands '{tip}'")
    if page.locator(".f-p.linked").count() < 2:
        die("plots of one column are not marked together")
    page.locator("#figure-11 .tools button").first.click()
    before = page.locator("dialog svg").get_attribute("viewBox")
    page.keyboard.press("+")
    if page.locator("dialog svg").get_attribute("viewBox") == before:
        die("the enlarged figure does not zoom")
    page.keyboard.press("Escape")
    page.locator("[aria-label='Enlarge Figure 10']").locator("xpath=following-sibling::button").click()
    page.wait_for_timeout(200)
    heading = page.locator("#ladder button.sort").first
    page.locator("#ladder summary").click()
    heading.click()
    if page.locator("#ladder th[aria-sort]").count() != 1:
        die("a table is not sorted")
    if noise:
        die(f"the script fails: {noise[0]}")
    context.close()
    print(f"ok: values under the pointer ({tip}), columns marked together, zoom, free runs, sorted tables, links", flush=True)


def without_script_and_on_paper(browser, report, shots):
    context = browser.new_context(java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.goto((report / "index.html").resolve().as_uri())
    if not page.locator("h1").is_visible() or page.locator("#theme").is_visible():
        die("without scripts the page lacks its heading, or has a button that does nothing")
    page.pdf(path=shots / "page.pdf", format="A4", print_background=True)
    pages = len(re.findall(rb"/Type\s*/Page[^s]", (shots / "page.pdf").read_bytes()))
    if pages > MOST_PAGES:
        die(f"on paper the page has {pages} pages")
    context.close()
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto((report / "index.html").resolve().as_uri())
    page.emulate_media(media="print", color_scheme="dark")
    if (colours := page.evaluate(COLOURS)) != ["rgb(255, 255, 255)"] * 2:
        die(f"on paper the page is not white: {colours}")
    context.close()
    print(f"ok: without scripts, and on paper: {pages} pages, {(shots / 'page.pdf').stat().st_size // 1000} kB", flush=True)


def main():
    report, shots, executable = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        axe = Axe()
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                check(browser, report, shots, width, scheme, axe)
        check(browser, report, shots, 800, "dark", axe, forced="active")
        figures(browser, report)
        keyboard(browser, report)
        without_script_and_on_paper(browser, report, shots)
        browser.close()
    print(f"screenshots are in {shots}")


main()
