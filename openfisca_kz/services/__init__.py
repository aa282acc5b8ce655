"""Public services on top of the law: the register of services, and comparing two laws or two dates."""
