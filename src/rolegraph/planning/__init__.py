"""The cheapest set of learning steps as an optimisation problem: costs, schedules, and the search over alternatives."""
