"""Incidents by level, category, customer, contract, engineer and channel; and the words for their codes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from fieldapp.domain.profile import CODES, Profile
from fieldapp.domain.records import Label, Priority
from fieldapp.forms.schema import FormDefinition
from fieldapp.report.content import Dimension, Group, Profiled, Reclassification
from fieldapp.report.facts import Fact, Person
from fieldapp.report.figures import Tally

_KEYS: Final[Mapping[Dimension, Callable[[Fact], str]]] = {
    Dimension.LEVEL: lambda fact: fact.level.value,
    Dimension.CATEGORY: lambda fact: fact.category,
    Dimension.CUSTOMER: lambda fact: fact.customer,
    Dimension.CONTRACT: lambda fact: fact.contract,
    Dimension.ENGINEER: lambda fact: fact.engineer.id,
    Dimension.CHANNEL: lambda fact: fact.channel,
}


def breakdowns(facts: Sequence[Fact], responses: Mapping[Person, int], profile: Profile) -> dict[Dimension, tuple[Group, ...]]:
    """Every dimension; its groups together are all incidents. An engineer also stands there for the service responses alone."""
    found: dict[Dimension, tuple[Group, ...]] = {}
    words = profile_words(profile)
    for dimension, key in _KEYS.items():
        tallies: defaultdict[str, Tally] = defaultdict(Tally)
        for fact in facts:
            tallies[key(fact)].add(fact)
        if dimension is Dimension.ENGINEER:
            found[dimension] = _engineers(facts, tallies, responses)
        else:
            own = profile.contracts if dimension is Dimension.CONTRACT else {}
            groups = [Group(code, words(dimension, code), tally.figures(), code in own) for code, tally in tallies.items()]
            found[dimension] = _ordered(groups, _fixed_order(dimension, profile))
    return found


def _engineers(facts: Iterable[Fact], tallies: Mapping[str, Tally], responses: Mapping[Person, int]) -> tuple[Group, ...]:
    names = {fact.engineer.id: fact.engineer.name for fact in facts}
    counted: Counter[str] = Counter()
    for person, count in sorted(responses.items(), key=lambda item: (item[0].id, item[0].name)):  # one name, whatever came first
        counted[person.id] += count
        names.setdefault(person.id, person.name)
    groups = [
        Group(code, Label(name, name), tallies.get(code, Tally()).figures(), responses=counted[code])
        for code, name in names.items()
    ]
    return _ordered(groups, ())


def _ordered(groups: Iterable[Group], fixed: Sequence[str]) -> tuple[Group, ...]:
    """In the profile's order where it has one, else the largest first; those that do not say come last."""
    place = {code: index for index, code in enumerate(fixed)}

    def rank(group: Group) -> tuple[object, ...]:
        return (not group.code, place.get(group.code, len(place)), -group.figures.incidents, group.label.zh, group.code)

    return tuple(sorted(groups, key=rank))


def _fixed_order(dimension: Dimension, profile: Profile) -> Sequence[str]:
    if dimension is Dimension.LEVEL:
        return tuple(Priority)
    if dimension is Dimension.CATEGORY:
        return tuple(profile.categories)
    return CODES["channel"] if dimension is Dimension.CHANNEL else ()


def profile_words(profile: Profile) -> Callable[[Dimension, str], Label]:
    """The words for a code; a category that only a contract defines has its words there."""
    categories = category_labels(profile)

    def words(dimension: Dimension, code: str) -> Label:
        if dimension is Dimension.CATEGORY:
            return categories.get(code, Label(code, code))
        if dimension in (Dimension.LEVEL, Dimension.CHANNEL):
            return profile.label(dimension.value, code)
        return Label(code, code)

    return words


def category_labels(profile: Profile) -> dict[str, Label]:
    """All categories that the profile and its contracts define."""
    found = {code: category.label for terms in profile.contracts.values() for code, category in terms.categories.items()}
    return found | {code: category.label for code, category in profile.categories.items()}


def reclassifications(facts: Iterable[Fact], profile: Profile) -> tuple[Reclassification, ...]:
    """The most frequent first."""
    words = profile_words(profile)
    counted = Counter((fact.first_category, fact.final_category) for fact in facts if fact.reclassified)
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        Reclassification(words(Dimension.CATEGORY, first), words(Dimension.CATEGORY, final), count)
        for (first, final), count in ordered
    )


def profiled(profile: Profile, definition: FormDefinition) -> Profiled:
    """What a report keeps of the profile; the satisfaction's words are the form's."""
    options = definition.field("satisfaction").options if "satisfaction" in definition else ()
    return Profiled(
        id=profile.id,
        version=profile.version,
        title=profile.title,
        repeat_days=profile.repeat.days,
        repeat_failures=profile.repeat.failures,
        satisfaction={option.code: option.label for option in options},
        levels={level.value: terms.label for level, terms in profile.levels.items()},
        states={code: profile.label("state", code) for code in CODES["state"]},
        categories=category_labels(profile),
        channels={code: profile.label("channel", code) for code in CODES["channel"]},
    )
