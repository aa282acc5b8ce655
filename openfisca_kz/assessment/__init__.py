"""Every right and duty of a family with its status, its conditions, and the questions that would settle it."""
