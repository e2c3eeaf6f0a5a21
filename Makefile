.PHONY: test clean

# Builds and runs every test.
test:
	swift test

clean:
	rm -rf .build
