"""Names that nobody listed, grouped into entities: rows → items → pairs → clusters.

engine     the lexicon and what compares names
items      rows that cannot be told apart are one item
blocking   which items are worth comparing: the index's retrieval over the names themselves
pairs      how probable it is that two items are one entity's, in log-odds
commonness how many strangers of this list would have the same words by chance
marks      what two names of one entity never differ in: generation, number, middle initial, legal form
linkage    pairs → groups, so that one likeness too much does not join strangers
canonical  the name of a group
naming     IDs that last from one run to the next
cluster    runs these in order
parts      the same steps for a part of a list, whole_list for one whose pairs others judge: many machines
"""
