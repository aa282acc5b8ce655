"""Who the law speaks of: a person, and the family the person lives in."""

from __future__ import annotations

from openfisca_core.entities import Entity, GroupEntity, build_entity

Person: Entity = build_entity(
    key="person",
    plural="persons",
    label="A person",
    doc="""
    One individual. Statuses, contributions and most rights belong to a person;
    a benefit for a child belongs to the child.
    """,
    is_person=True,
)

Family: GroupEntity = build_entity(
    key="family",
    plural="families",
    label="A family",
    doc="""
    People who live together and share a household: up to two parents (or a couple, or one adult),
    the children they raise, and other relatives. Ids are opaque: no personal number is ever needed.
    """,
    roles=[
        {
            "key": "first_parent",
            "max": 1,
            "label": "First parent",
            "doc": "One of the two heads of the family; a person who lives alone.",
        },
        {
            "key": "second_parent",
            "max": 1,
            "label": "Second parent",
            "doc": "The other head of the family, where there is one.",
        },
        {
            "key": "child",
            "plural": "children",
            "label": "Child",
            "doc": "Children of the family, grown-up ones who live in it included.",
        },
        {
            "key": "other",
            "plural": "others",
            "label": "Other member",
            "doc": "Grandparents and other relatives who live in the family.",
        },
    ],
)

ENTITIES = (Person, Family)
