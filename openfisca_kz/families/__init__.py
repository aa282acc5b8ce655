"""What people told: one model of a family, and the doors it comes in by."""
