"""Draws every SVG of a report in Chromium and holds that against what librsvg made of it.

usage: svg.py REPORT-FOLDER FOLDER-OF-RSVG-PNGS BROWSER; called by Tests/browser/run

Two programs never set the same pixels: letters are hinted and lines smoothed otherwise. So both pictures are averaged over
blocks of 6 × 6 pixels, about a letter's width, and compared block by block. What is left by smoothing is small everywhere; what
a reader would notice, a mark, a word or a colour that one of the two lacks, changes whole blocks by a lot.
"""

import io
import pathlib
import sys

import numpy as np
from PIL import Image
from playwright.sync_api import sync_playwright

BLOCK = 6
# Of 255. Over the default report the mean is at most 0.8 and no more than 0.1 % of the blocks are off by 48; a figure
# that lacks one of its lines, its dots or its words has either at several times that.
MEAN, STRONG, SHARE = 2.0, 48, 0.004


def blocks(picture):
    pixels = np.asarray(picture.convert("RGB"), float)
    h, w = (size // BLOCK * BLOCK for size in pixels.shape[:2])
    return pixels[:h, :w].reshape(h // BLOCK, BLOCK, w // BLOCK, BLOCK, 3).mean(axis=(1, 3))


def compare(mine, theirs):
    """The mean difference over all blocks, and the share of blocks that differ strongly in some colour."""
    off = np.abs(blocks(mine) - blocks(theirs))
    return off.mean(), (off.max(axis=2) > STRONG).mean()


def main():
    report, pngs, executable = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
    worst = (0, 0)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(color_scheme="light").new_page()
        files = sorted(report.glob("*.svg"))
        for file in files:
            theirs = Image.open(pngs / (file.stem + ".png"))
            background = Image.new("RGBA", theirs.size, "white")
            theirs = Image.alpha_composite(background, theirs.convert("RGBA"))
            page.set_viewport_size({"width": theirs.width, "height": theirs.height})
            page.goto(file.resolve().as_uri())
            mine = Image.open(io.BytesIO(page.screenshot()))
            mine.save(pngs / (file.stem + "-chromium.png"))
            mean, share = compare(mine, theirs)
            print(f"   {file.name} {mean:.2f} {share:.4f}") if "-v" in sys.argv else None
            if mine.size != theirs.size or mean > MEAN or share > SHARE:
                sys.exit(
                    f"FAILED: {file.name} looks otherwise in Chromium {mine.size} than drawn by librsvg {theirs.size}: "
                    f"mean difference {mean:.2f} of 255, {share:.2%} of it strong; compare {pngs}/{file.stem}*.png")
            worst = (max(worst[0], mean), max(worst[1], share))
        browser.close()
    print(
        f"ok: {len(files)} SVG files look alike in Chromium and librsvg: mean difference at most {worst[0]:.2f} of 255, "
        f"at most {worst[1]:.2%} of a figure differs strongly", flush=True)


main()
