#!/usr/bin/env python3
"""Compare the numbers of two results.json files: compare.py A/results.json B/results.json

Prints every path whose number, null or list length differs; numbers must be equal exactly.
Sentences are not compared; --strings compares them too. Exit code 1 if something differs.
"""
import json, sys

def walk(a, b, path, found, strings):
    number = lambda v: isinstance(v, (int, float)) and not isinstance(v, bool)
    if isinstance(a, dict) and isinstance(b, dict):
        for key in sorted(a.keys() | b.keys()):
            here = f"{path}.{key}" if path else key
            if key not in a: found.append((here, "only in the second", ""))
            elif key not in b: found.append((here, "only in the first", ""))
            else: walk(a[key], b[key], here, found, strings)
    elif isinstance(a, list) and isinstance(b, list):
        if len(a) != len(b): found.append((path, f"{len(a)} items", f"{len(b)} items"))
        for i, (x, y) in enumerate(zip(a, b)): walk(x, y, f"{path}[{i}]", found, strings)
    elif isinstance(a, str) and isinstance(b, str):
        if strings and a != b: found.append((path, a, b))
    elif type(a) is not type(b) and not (number(a) and number(b)):
        found.append((path, a, b))
    elif a != b:
        found.append((path, a, b))

def main():
    arguments = [a for a in sys.argv[1:] if a != "--strings"]
    if len(arguments) < 2: sys.exit(__doc__)
    first, second, *ignored = arguments
    found = []
    walk(json.load(open(first)), json.load(open(second)), "", found, "--strings" in sys.argv)
    found = [f for f in found if not any(f[0].startswith(p) for p in ignored)]
    for path, a, b in found[:200]: print(f"{path}: {a!r} | {b!r}")
    if len(found) > 200: print(f"… and {len(found) - 200} more")
    print(f"{len(found)} differences")
    sys.exit(1 if found else 0)

main()
