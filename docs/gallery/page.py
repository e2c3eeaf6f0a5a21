"""Writes the gallery's README.md from the reports in a folder: page.py FOLDER; called by docs/gallery/make."""

import collections
import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])


def quoted(arguments):
    return " ".join(repr(a) if "?" in a else a for a in arguments.split())


print("# Gallery\n\nTen studies, each with the command that makes it, one picture, and what the report says. Made by"
      " `docs/gallery/make`.")
for line in (folder / "studies").read_text().splitlines():
    name, title, arguments, what, see = line.split("\t")
    results = json.loads((folder / name / "results.json").read_text())
    if results["schema"].startswith("engram.probe/"):
        print(f"\n## {title}\n\n    .build/release/engram probe {arguments}\n\n![{title}]({name}.svg)\n")
        print(what, *results["answer"], see)
        continue
    if results["schema"].startswith("engram.test/"):
        counts = results["counts"]
        # The name of a trial begins with its kind.
        found = [series["series"].split("-")[0] for series in results["series"] if series["memory"] == "yes"]
        kinds = ", ".join(f"{count} in {kind}" for kind, count in sorted(collections.Counter(found).items()))
        print(f"\n## {title}\n\n    .build/release/engram test {quoted(arguments)} --name {name} --svg {name}.svg\n\n![{title}]({name}.svg)\n")
        print(f"{what} Memory is found in {counts['yes']} of {len(results['series'])} trials ({kinds});"
              f" {counts['unclear']} are unclear. {see}")
        continue
    answer = " ".join(results["answer"][:2])
    verdict = results["datasets"][0]["verdict"]
    print(f"\n## {title}\n\n    .build/release/engram report {quoted(arguments)}"
          f" --name {name} --networks 8 --surrogates 0 --out report-{name}\n\n![{title}]({name}.svg)\n")
    print(f"{what} {answer} The verdict on the data is *{verdict['data']}*, on the latent state *{verdict['state']}*. {see}")
