"""Refusals at the search post."""

from console.texts import mark

SEARCH: dict[str, tuple[str, str]] = {
    "facility_not_configured": (
        mark("The settings of the house have not arrived yet."),
        mark("Try again in a moment. If it stays so, tell the operator."),
    ),
    "nobody_waiting": (
        mark("Nobody waits whom you could search."),
        mark("Women and children are searched by women, men by men. Look at the held groups."),
    ),
    "consent_required": (
        mark("Somebody does not consent to the search."),
        mark("Who is not searched does not go in: choose refused for this person."),
    ),
    "search_without_consent": (
        mark("There was no consent, so nothing can have been searched or found."),
        mark("Take out the search and the things, or correct the consent."),
    ),
    "not_searched": (
        mark("Nobody is cleared without a search."),
        mark("Say who has searched this person."),
    ),
    "same_sex_officer_required": (
        mark("This person must be searched by an officer of the same sex."),
        mark("Call a colleague. Women and children are searched by women, men by men."),
    ),
    "minor_needs_adult": (
        mark("A child is searched while an adult of its group is there."),
        mark("Say which adult was there."),
    ),
    "unknown_person": (
        mark("The group has no such person."),
        mark("Open the visit anew, and compare."),
    ),
    "person_not_decided": (
        mark("Somebody has no decision yet."),
        mark("Decide for each person: cleared or refused."),
    ),
    "person_decided_twice": (
        mark("Somebody has two decisions."),
        mark("Open the visit anew, and decide once for each person."),
    ),
    "person_banned": (
        mark("A visiting ban is in force."),
        mark("This person can only be refused. Call the supervisor if it is disputed."),
    ),
    "lead_required": (
        mark("The one who leads the group is refused."),
        mark("Choose another adult to lead, or refuse the others too."),
    ),
    "lead_not_cleared_adult": (
        mark("Only an adult who is cleared leads the group."),
        mark("Choose another adult to lead, or refuse the others too."),
    ),
    "seizure_details_required": (
        mark("A seizure needs its details."),
        mark("Write what kind it is, how much, who was witness and who took it over."),
    ),
    "seizure_not_expected": (
        mark("There are details of a seizure at a thing that is not seized."),
        mark("Choose seized for it, or take the details out."),
    ),
    "witness_must_be_another": (
        mark("You cannot be witness of your own seizure."),
        mark("Name another officer who saw it."),
    ),
    "deposit_for_refused_person": (
        mark("Who does not go in keeps his or her things."),
        mark("Give them back outside: no locker for a person who is refused."),
    ),
}
