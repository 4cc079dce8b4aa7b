"""The Reconciliation Service API 0.2 (W3C Entity Reconciliation Community Group) over a gazetteer.

`queries` reads what clients send, `properties` knows what may be asked of an entity, `evidence` weighs what a
query says beside a name, `answering` answers; `manifest`, `suggesting`, `extending`, `preview` are the other
parts of the standard. `routes` puts them on the web.
"""
