.PHONY: report program test tests bench docs completions wheel python-test deb format lint clean setup

# The C libraries at the edge, with their pkg-config names, and the program that makes certificates for the tests.
# Whatever is missing is installed first.
PACKAGES = libcurl4-openssl-dev libssl-dev libxml2-dev zlib1g-dev libbz2-dev liblzma-dev libsqlite3-dev pkg-config openssl ca-certificates

# Builds, analyses the data in fixtures/ and says where the report is.
report: program
	.build/release/engram report

# Every build is a release build with the same flags, so that program, tests and benchmarks share what is compiled.
# Without debug information the compiler saves a seventh of its time; a stack trace still has the names of functions.
BUILD = swift build -c release -debug-info-format none

# Another product by its name: make program PRODUCT=verdict
PRODUCT = engram

program: setup
	$(BUILD) --product $(PRODUCT)

# Builds and runs every test; prints what fails and a closing line.
test: tests
	swift test -c release --skip-build --quiet

# CHECK: more options of the build, for .ci/run.
tests: setup
	$(BUILD) --build-tests $(CHECK)

# Speed beside the peers, in one run: docs/performance.md, its figure and its data.
bench: setup
	Benchmarks/run

# The reference of the library with its articles, as a static site in .build/docs.
docs: setup
	docs/build-reference

# Completions for bash, zsh and fish, in the user's own folders.
completions: program
	docs/install-completions .build/release/engram

# dist/engram-*.whl: the program and its C libraries for Python, and the package `engram` (docs/python.md).
wheel: program
	python/build-wheel .build/release/engram

# Its tests, with pandas, polars, numpy and mypy in an environment of their own.
python-test: wheel
	python/test

# dist/engram_*.deb, with man pages and completions.
deb: program
	docs/build-deb .build/release/engram

# Rewrites the sources in the house style. `lint` only reports what it would change.
format:
	swift format --in-place --recursive Package.swift Sources Tests Benchmarks Examples

lint:
	swift format lint --strict --recursive Package.swift Sources Tests Benchmarks Examples

clean:
	rm -rf .build dist report

setup:
	@{ pkg-config --exists libcurl libcrypto libxml-2.0 zlib liblzma sqlite3 && test -e /usr/include/bzlib.h && command -v openssl; } >/dev/null 2>&1 || \
	  { sudo=$$(command -v sudo || true); \
	    $$sudo apt-get update -q && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $(PACKAGES); }
