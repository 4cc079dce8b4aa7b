"""The service: reconciliation for OpenRefine, a JSON API, a page for people, tools for assistants.

    settings, context       what was asked for on the command line; what every handler has at hand
    serving, lookups        the resolver that answers now and how it is exchanged; other look-ups than names
    supervisor, worker      the processes; watching: the gazetteer files that may change
    guard, replies          what holds for every request: size, time, host, headers; how errors are told
    json_api, openapi       the JSON API and its description; requests, records: what comes in and goes out
    reconciliation/         the Reconciliation Service API 0.2
    page, review            what people look at
    mcp                     the same tools for assistants

Needs the extras `serve` (starlette, uvicorn) and `mcp`; nothing else of `resolver` imports it.
"""
