"""How far someone has come: the plan to a role as it would be without what they have learned, beside the plan as it is.

No plan is stored: what counts as done is what the profile says was learned, and its worth is what the plan is shorter.
"""

from __future__ import annotations

from rolegraph.plans import Assessment, Holding, Learned, LearningPath, Profile, Progress, Standing
from rolegraph.scales import Necessity


def at_start(profile: Profile) -> Profile:
    """A profile without what was learned since."""
    return profile._replace(holdings=tuple(one for one in profile.holdings if not one.learned))


def has_progress(profile: Profile) -> bool:
    """Whether there is anything to say of what was learned, or is being learned."""
    return bool(profile.learning) or any(one.learned for one in profile.holdings)


def progress(before: LearningPath | None, now: LearningPath) -> Progress:
    """What has been learned between two plans to the same role.

    Parameters
    ----------
    before
        The plan from `at_start` of the profile; None where there was no way then.
    now
        The plan from the profile.

    Notes
    -----
    With closeness a plan can become longer by what is learned (see `planning.search.cheapest_plan`); the hours done are
    then 0. Hours learned that the plan never asked for do not count.
    """
    profile = now.gap.profile
    then = {one.requirement.iri: one for one in before.gap.assessments} if before else {}
    essential = [one for one in now.gap.assessments if one.requirement.essential]
    return Progress(
        learned=tuple(_learned(one, then, before, now) for one in profile.holdings if one.learned),
        learning=profile.learning,
        met_at_start=len(list(before.gap.select(Standing.MET, Necessity.ESSENTIAL))) if before else 0,
        met=len(list(now.gap.select(Standing.MET, Necessity.ESSENTIAL))),
        essential=len(essential),
        hours_at_start=before.hours if before else None,
        hours_left=now.hours,
    )


def _learned(holding: Holding, then: dict[str, Assessment], before: LearningPath | None, now: LearningPath) -> Learned:
    meets, raises = [], []
    for one in now.gap.assessments:
        earlier = then.get(one.requirement.iri)
        changed = earlier is None or (earlier.standing, earlier.by) != (one.standing, one.by)
        if one.requirement.essential and one.by == holding and changed:
            if one.standing is Standing.TOO_LOW:
                raises.append(one.requirement)
            elif earlier is None or earlier.standing is not Standing.MET:
                meets.append(one.requirement)
    steps = before.steps if before else ()
    needed_by = [other for step in steps if step.node in holding.one_of for other in step.needed_by]
    return Learned(holding, tuple(meets), tuple(raises), tuple(needed_by))
