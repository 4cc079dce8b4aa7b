"""Texts with their mentions as HTML: one set of templates for files, notebooks and the service's page.

Plain functions from values to strings. Everything from a text, a name or a file goes through
`escaping.clean`; nothing is fetched, and no script is needed to read.
"""
