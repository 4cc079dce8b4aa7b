"""What was decided of a stretch is remembered, so that the same question is never worked out twice.

A decision follows from the reading of the stretch and from the answers to what the scorer asks of the text
around and of the document (`facts`); both are written down. Some questions a reading always asks. Those
about the text are answered once a stretch, those about the document once for all stretches that ask them,
while it learns nothing new; together they are a key. What is asked besides, depending on earlier answers,
stands in a small tree under that key. The scorer knows nothing of all this.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, TypeVar, cast

from resolver.linking.around import AROUND, Around
from resolver.linking.context import Document
from resolver.linking.facts import OF_DOCUMENT, OF_TEXT, Asked, Cues, Facts, Question, ask_stranger, hinges
from resolver.linking.reader import Reading
from resolver.linking.weighing import Decision, Weigher

_MOST = 24_000
# How many times as many ways to decisions are kept; they take far less room.
_WAYS = 4

_Value = TypeVar("_Value", bound=Hashable)
_Asking = tuple[Question, Any]
_Log = Sequence[tuple[Question, Any, Hashable]]


@dataclass(slots=True, eq=False)
class _Branches:
    """A question that was asked, and what followed from each answer."""

    question: Question
    about: Any
    answers: dict[Hashable, _Branches | Decision] = field(default_factory=dict)


class _Group:
    """Questions about the document that are always asked together; one object for all who ask them."""

    __slots__ = ("alone", "asking", "families", "hinges", "nothing")

    def __init__(self, asking: tuple[_Asking, ...]) -> None:
        self.asking = asking
        depends = [hinges(question, about) for question, about in asking]
        #: On what the answers hinge; whether on this alone.
        self.hinges = frozenset(chain.from_iterable(d for d in depends if d is not None))
        self.alone = None not in depends
        #: Families of which a stranger may be named.
        self.families = tuple([about for question, about in asking if question is ask_stranger])
        #: What is answered where none of this is named.
        nowhere = Facts(_NO_CUES, "", 0, 0, (), Document())
        self.nothing = tuple([question(nowhere, about) for question, about in asking]) if self.alone else ()


class Leaves(dict[tuple[Hashable, ...], "_Branches | Decision"]):
    """The decisions about a reading where the text answers alike, by what the document answers."""

    __slots__ = ("group",)

    def __init__(self, group: _Group) -> None:
        super().__init__()
        self.group = group


@dataclass(slots=True, eq=False)
class _Plan:
    """What a reading always asks, and its decisions.

    around: their leaves by all that is asked of the text right around, whether the reading asks it or not,
    and by the answers to `more`, what it asks of the text besides.
    """

    of_text: tuple[_Asking, ...]
    more: tuple[_Asking, ...]
    group: _Group
    leaves: dict[tuple[Hashable, ...], Leaves] = field(default_factory=dict)
    around: dict[Hashable, Leaves] = field(default_factory=dict)

    def always(self) -> frozenset[_Asking]:
        return frozenset((*self.of_text, *self.group.asking))


class Memory:
    """The decisions of a weigher, up to `most`; with 0 each is worked out anew."""

    def __init__(self, weigher: Weigher, most: int = _MOST) -> None:
        self.weigher = weigher
        self.most = most
        self.around = Around(weigher.cues)
        self.plans: dict[Reading, _Plan] = {}
        # Of equal questions, and of equal lists of them, one is kept: there are few.
        self._one_of_each: dict[Any, Any] = {}
        self._groups: dict[tuple[_Asking, ...], _Group] = {}
        # What the answers of groups hinge on → those groups.
        self.groups_of: dict[Hashable, list[_Group]] = {}
        #: How often all was forgotten.
        self.forgotten = 0
        self._count = 0
        self._ways = 0

    def _forget(self) -> None:
        self.plans.clear()
        self._one_of_each.clear()
        self._groups.clear()
        self.groups_of.clear()
        self.forgotten += 1
        self._count = self._ways = 0

    def lead(self, plan: _Plan, around: Hashable, leaves: Leaves) -> None:
        """Keep by which answers about the text around the leaves of a plan are found."""
        if self._ways >= _WAYS * self.most or self.around.full:
            self._forget()
            self.around.forget()
            return
        self._ways += 1
        plan.around[around] = leaves

    def remember(self, reading: Reading, log: _Log, decision: Decision) -> None:
        """Keep what was decided where the questions of `log` were asked and answered so."""
        if self._count >= self.most:
            self._forget()
        self._count += 1
        plan = self._plan(reading, log)
        answers = {(question, about): answer for question, about, answer in log}
        by_text = tuple([answers[asking] for asking in plan.of_text])
        leaves = plan.leaves.get(by_text)
        if leaves is None:
            leaves = plan.leaves[by_text] = Leaves(plan.group)
        key = tuple([answers[asking] for asking in plan.group.asking])
        always = plan.always()
        rest = [entry for entry in log if entry[:2] not in always]
        if not rest:
            leaves[key] = decision
            return
        node = leaves.get(key)
        if node is None:
            node = leaves[key] = _Branches(*rest[0][:2])
        for i, (_, _, answer) in enumerate(rest):
            assert isinstance(node, _Branches), "the same answers lead to the same question"
            if i + 1 == len(rest):
                node.answers[answer] = decision
                return
            following = node.answers.get(answer)
            if following is None:
                following = node.answers[answer] = _Branches(*rest[i + 1][:2])
            node = following

    def _one(self, value: _Value) -> _Value:
        """The one that is kept of equal values."""
        known: _Value = self._one_of_each.setdefault(value, value)
        return known

    def _plan(self, reading: Reading, log: _Log) -> _Plan:
        """What the reading always asks, as far as known: what is not asked now is not always asked."""
        known = self.plans.get(reading)
        asked = [self._one(entry[:2]) for entry in log]
        if known is not None:
            if known.always() <= set(asked):
                return known
            always = known.always()
            asked = [asking for asking in asked if asking in always]
        of_text = tuple([asking for asking in asked if asking[0] in OF_TEXT])
        more = tuple([asking for asking in of_text if asking[0] not in AROUND])
        of_document = tuple([asking for asking in asked if asking[0] in OF_DOCUMENT])
        group = self._groups.get(of_document)
        if group is None:
            group = self._groups[of_document] = _Group(of_document)
            for hinge in group.hinges:
                self.groups_of.setdefault(hinge, []).append(group)
        plan = self.plans[reading] = _Plan(self._one(of_text), self._one(more), group)
        return plan


class Hearing:
    """Weighs the stretches of one document, several times while it learns.

    readings: those with hits. starts: where they stand in the text.
    """

    def __init__(
        self,
        memory: Memory,
        text: str,
        languages: tuple[str, ...],
        document: Document,
        readings: Sequence[Reading],
        starts: Sequence[int],
    ) -> None:
        self._memory = memory
        self._forgotten = memory.forgotten
        self._text = text
        self._document = document
        self._readings = readings
        self._starts = starts
        self._facts = Facts(memory.weigher.cues, text, 0, 0, languages, document)
        # What the document answers to each group of questions, while it learns nothing.
        self._answers: dict[_Group, tuple[Hashable, ...]] = {}
        # What is known about each stretch where it stands; it is asked for in the first round.
        self._leaves: list[Leaves | None] = []

    def learnt(self, hinge: Hashable) -> None:
        """The document now names an entity in full, or a stranger of a family."""
        answers = self._answers
        if self._forgotten != self._memory.forgotten:
            answers.clear()  # some may be of groups that are known no longer
            return
        groups: Sequence[_Group] = self._memory.groups_of.get(hinge, ())
        if len(groups) > len(answers):
            groups = [group for group in answers if hinge in group.hinges]
        for group in groups:
            answers.pop(group, None)

    def learnt_all(self) -> None:
        """The first round is over: the document knows of countries, of wholes and of acronyms."""
        if self._document.surrounds or self._document.taught:
            self._answers.clear()
        else:
            self._answers = {g: answers for g, answers in self._answers.items() if g.alone}

    def telling(self) -> Iterator[tuple[int, Decision]]:
        """Weigh all for the first time: those decisions that tell the document something, with their start.

        What it is told with one decision holds for the next.
        """
        text, weigh, ways = self._text, self._weigh, self._memory.around.of
        plans, all_leaves, answers = self._memory.plans, self._leaves, self._answers
        for reading, start in zip(self._readings, self._starts, strict=True):
            plan = plans.get(reading)
            leaves = None
            if plan is not None:
                around = ways(text, start, start + len(reading.text))
                leaves = None if plan.more else plan.around.get(around)
                if leaves is None:
                    leaves = self._find(plan, reading, start, around)
            all_leaves.append(leaves)
            decision = None
            if leaves is not None and (known := answers.get(leaves.group)) is not None:
                decision = leaves.get(known)
            if type(decision) is not Decision:
                decision = weigh(reading, start, leaves)
            if decision.tells:
                yield start, decision

    def decided(self) -> list[Decision]:
        """The decisions about all, as the document is now."""
        answers, weigh = self._answers, self._weigh
        decisions: list[Decision] = []
        for reading, start, leaves in zip(self._readings, self._starts, self._leaves, strict=True):
            decision = None
            if leaves is not None and (known := answers.get(leaves.group)) is not None:
                decision = leaves.get(known)
            if type(decision) is not Decision:
                decision = weigh(reading, start, leaves)
            decisions.append(decision)
        return decisions

    def decision(self, number: int) -> Decision:
        """The decision about one of the readings, as the document is now."""
        return self._weigh(self._readings[number], self._starts[number], self._leaves[number])

    def facts(self, reading: Reading, start: int) -> Facts:
        """What may be asked at a place, until another is asked for."""
        self._facts.move(start, start + len(reading.text))
        return self._facts

    def _find(self, plan: _Plan, reading: Reading, start: int, around: Hashable) -> Leaves | None:
        """The known decisions about a reading at this place, and from now on the way to them."""
        facts = self.facts(reading, start)
        if plan.more:
            around = (around, *[question(facts, about) for question, about in plan.more])
            leaves = plan.around.get(around)
            if leaves is not None:
                return leaves
        leaves = plan.leaves.get(tuple([question(facts, about) for question, about in plan.of_text]))
        if leaves is not None:
            self._memory.lead(plan, around, leaves)
        return leaves

    def _weigh(self, reading: Reading, start: int, leaves: Leaves | None) -> Decision:
        """The decision about a reading at `start`; `leaves`: those known for it there."""
        if leaves is not None:
            facts = self._facts
            answers = self._answers.get(leaves.group)
            if answers is None:
                answers = self._answer(leaves.group, reading, start)
            node = leaves.get(answers)
            if type(node) is _Branches:
                facts.move(start, start + len(reading.text))
                while type(node) is _Branches:
                    node = node.answers.get(node.question(facts, node.about))
            if node is not None:
                return cast("Decision", node)
        asked = Asked(self.facts(reading, start))
        decision = self._memory.weigher.decide(reading, asked)
        if self._memory.most:
            self._memory.remember(reading, asked.log, decision)
        return decision

    def _answer(self, group: _Group, reading: Reading, start: int) -> tuple[Hashable, ...]:
        """What the document answers to a group of questions, kept where it is the same everywhere."""
        document = self._document
        if (
            group.alone
            and document.introduced.keys().isdisjoint(group.hinges)
            and document.surrounds.isdisjoint(group.hinges)
            and document.others.keys().isdisjoint(group.hinges)
        ):
            answers = group.nothing
        else:
            facts = self.facts(reading, start)
            answers = tuple([question(facts, about) for question, about in group.asking])
            if not document.others.keys().isdisjoint(group.families):
                return answers
        self._answers[group] = answers
        return answers


# Questions about the document ask for no words.
_NO_CUES = cast("Cues", None)
