"""What the slides of docs/lecture.md say, held against what their commands made: check.py FOLDER."""
import json, pathlib, sys

folder = pathlib.Path(sys.argv[1])


def report(number):
    return json.loads((folder / f"report-{number}" / "results.json").read_text())


def need(truth, slide, found):
    if not truth:
        sys.exit(f"the slide about {slide}: {found}")


page = (folder / "demo.html").read_text()
need(all(f"Figure {k}." in page for k in range(1, 7)), "the picture", "demo.html has not six figures")
for claim, count in (("the training loss is lower with memory", 200), ("new rows are predicted better with memory", None)):
    need(claim in page, "the same picture on noise", f"no row '{claim}'")
need(">200<" in page, "the same picture on noise", "the loss is not lower in all of 200")

sunspots = report(2)["datasets"][0]
useful = sunspots["ladder"]["useful"]
need(sunspots["verdict"]["data"] == "memory", "the sunspots", sunspots["verdict"])
need(useful["skill"]["low"] > 0, "the sunspots", useful["skill"])
need(useful["linear"]["error"] < useful["competitorError"], "the sunspots", useful["linear"])

walk = report(3)["datasets"][0]
need(walk["verdict"]["data"] != "memory" and not walk["ladder"]["useful"]["decision"]["answer"] == "yes", "the random walk", walk["verdict"])

market = report(4)
need(market["datasets"][0]["verdict"]["data"] == "memory, not exploited", "the market", market["datasets"][0]["verdict"])
need(abs(market["datasets"][0]["heldOutOutsideTrainingRange"] - 0.5) < 0.1, "the market", "the share outside the training range")
others = {other["change"]: other["verdict"]["data"] for other in market["others"]}
need(others == {"log-returns": "no memory found", "absolute-log-returns": "memory"}, "the market", others)
