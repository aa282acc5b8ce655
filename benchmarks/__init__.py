"""What the law costs to run: `python -m benchmarks`, or `make bench`."""
