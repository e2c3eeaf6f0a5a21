"""Draws every SVG of a report in Chromium and in librsvg and holds the two pictures against each other.

usage: svg.py REPORT-FOLDER SCREENSHOT-FOLDER BROWSER; called by Tests/browser/run

Two programs never set the same pixels: letters are hinted and lines smoothed otherwise. So both pictures are averaged over
blocks of 6 × 6 pixels, about a letter's width, and compared block by block. What is left by smoothing is small everywhere; what
a reader would notice, a mark, a word or a colour that one of the two lacks, changes whole blocks by a lot. A block may lie
two pixels further right or left: one ligature, drawn by one program and not by the other, moves the rest of its line by
as much.
"""

import io
import pathlib
import re
import subprocess
import sys

import numpy as np
from PIL import Image
from playwright.sync_api import sync_playwright

BLOCK = 6
DRIFT = 2
# Of 255. Over the default report no block is off by more than 41, at the edges of a state map's cells, and elsewhere by 31;
# any word that is missing, the palest too, has a block that is off by 51 or more, a dot, a bar or a broad line many.
STRONG = 46


def blocks(picture):
    pixels = np.asarray(picture.convert("RGB"), float)
    h, w = (size // BLOCK * BLOCK for size in pixels.shape[:2])
    return pixels[:h, :w].reshape(h // BLOCK, BLOCK, w // BLOCK, BLOCK, 3).mean(axis=(1, 3))


def compare(mine, theirs):
    """The largest difference of a block, and how many blocks differ strongly."""
    if mine.size != theirs.size:
        return 255, mine.width * mine.height
    theirs = theirs.convert("RGB")
    off = []
    for shift in range(-DRIFT, DRIFT + 1):
        moved = Image.new("RGB", theirs.size, theirs.getpixel((0, 0)))
        moved.paste(theirs, (shift, 0))
        off.append(np.abs(blocks(mine) - blocks(moved)).max(axis=2))
    nearest = np.min(off, axis=0)
    return nearest.max(), int((nearest > STRONG).sum())


def by_librsvg(svg):
    return Image.open(io.BytesIO(subprocess.run(["rsvg-convert"], input=svg, capture_output=True, check=True).stdout))


def main():
    report, shots, executable = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
    files = sorted(report.glob("*.svg"))
    worst = 0
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(color_scheme="light").new_page()
        for file in files:
            svg = file.read_bytes()
            theirs = by_librsvg(svg)
            page.set_viewport_size({"width": theirs.width, "height": theirs.height})
            page.goto(file.resolve().as_uri())
            mine = Image.open(io.BytesIO(page.screenshot()))
            mine.save(shots / f"{file.stem}-chromium.png")
            theirs.save(shots / f"{file.stem}-librsvg.png")
            most, strong = compare(mine, theirs)
            if strong:
                sys.exit(
                    f"FAILED: {file.name} looks otherwise in Chromium than drawn by librsvg: {strong} places differ, by up "
                    f"to {most:.0f} of 255; compare {shots}/{file.stem}-*.png")
            worst = max(worst, most)
            # That it would be noticed: the same figure without its last word of five letters or more.
            word = list(re.finditer(rb"<text[^>]*>[^<]{5,}</text>", svg))[-1]
            if compare(mine, by_librsvg(svg[: word.start()] + svg[word.end() :]))[1] == 0:
                sys.exit(f"FAILED: {file.name} without {word[0].decode()} is taken for whole")
        browser.close()
    print(
        f"ok: {len(files)} SVG files look alike in Chromium and librsvg: no place of a letter's size differs by more than "
        f"{worst:.0f} of 255, and a word less is seen", flush=True)


main()
