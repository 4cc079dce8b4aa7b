"""Everything that learns: weights, costs, calibration. Run by maintainers, never imported at run time."""
