"""For those who keep the law: law checks, and docs made from code. Not in the wheel."""
