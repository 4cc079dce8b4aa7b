"""`python -m resolver`: the same as the console script `resolver`."""

from resolver.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
