"""The service: reconciliation for OpenRefine, a JSON API, a page for people, tools for assistants.

    settings, addresses     what was asked for on the command line; what a request may ask for
    serving, lookups        the resolver that answers now, what is looked up beside names, and how it is exchanged
    supervisor, watching    the processes, and the gazetteer files that may change
    guard, replies          what holds for every request: size, time, host, headers; how errors are told
    json_api, openapi       the JSON API and its description
    reconciliation/         the Reconciliation Service API 0.2
    page, review            what people look at
    mcp                     the same tools for assistants

Needs the extras `serve` (starlette, uvicorn) and `mcp`; nothing else of `resolver` imports it.
"""
