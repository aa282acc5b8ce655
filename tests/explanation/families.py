"""A family of five to whom much is due, made up to see how long an explanation can get."""

#: A mother with an award and a newborn, a father with a disability who works, a child with a disability, a pensioner.
FAMILY_OF_FIVE = {
    "family": {
        "first_parent": "Saule",
        "second_parent": "Askar",
        "children": ["Amina", "Nurbol"],
        "others": ["Kulyash"],
        "region": "almaty_city",
    },
    "persons": {
        "Saule": {"birth_date": "1990-02-11", "sex": "female", "main_carer": True, "mother_award": "altyn_alka"},
        "Askar": {"birth_date": "1987-08-30", "sex": "male", "salary": 410000, "disability_group": "group_3"},
        "Amina": {"birth_date": "2026-06-12", "sex": "female"},
        "Nurbol": {"birth_date": "2016-01-20", "sex": "male", "education": "school", "disability_group": "child"},
        "Kulyash": {
            "birth_date": "1955-05-05",
            "sex": "female",
            "service_months_before_1998": 240,
            "pension_contribution_months": 120,
            "pension_average_income": 95000,
        },
    },
}
