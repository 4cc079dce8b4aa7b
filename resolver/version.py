"""The version of this package: the one place that packaging, `--version` and `__version__` read."""

__version__ = "0.1.0"
