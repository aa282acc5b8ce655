"""What people ask: explain, screen, timeline, verify, compare, ladder, child, pension, payslip."""
