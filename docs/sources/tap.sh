#!/bin/sh
# A source for engram that is a program: it prints a table, a header line and then a date and a value in every row.
# Try it: engram align 'exec:docs/sources/tap.sh --rows 60'
rows=12
while [ $# -gt 0 ]; do
  case $1 in
    --rows) rows=$2; shift 2 ;;
    *) echo "there is no option $1" >&2; exit 2 ;;
  esac
done
echo "date,level"
i=0
while [ "$i" -lt "$rows" ]; do
  printf '%04d-%02d,%d\n' $((2000 + i / 12)) $((i % 12 + 1)) $(((i * i * 37 + 11) % 100))
  i=$((i + 1))
done
