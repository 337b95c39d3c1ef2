"""The search post."""

from console.texts import mark

HOLD_REASONS = {
    "no_answer": mark("did not come when called"),
    "no_officer_of_same_sex": mark("no officer of the same sex was at the post"),
    "held_by_officer": mark("held by an officer"),
}
HOLDING = (
    mark("Not here for a moment"),
    mark("An identity document must be fetched"),
    mark("Unwell"),
    mark("Asked for by the registration desk"),
)
"""The usual reasons for an officer to hold a group."""
CONSENTS = {
    "given": mark("Agree to be searched"),
    "refused": mark("Refuse to be searched"),
    "withdrawn": mark("Agreed first, then refused"),
}
REASONS = {
    "contraband": mark("carried something forbidden"),
    "dress_code": mark("not dressed as the house asks"),
    "declined_search": mark("does not want to be searched"),
    "absent": mark("is not here"),
    "intoxicated": mark("under the influence of alcohol or drugs"),
    "disorderly": mark("disturbs order"),
    "identity_doubtful": mark("identity is in doubt"),
    "banned": mark("a ban is in force"),
    "no_cleared_adult": mark("no adult of the group passed"),
}
"""Why a person does not go in."""
OUTCOMES = {
    "cleared": mark("All persons passed"),
    "partly_cleared": mark("Some persons passed"),
    "refused": mark("Nobody goes in"),
}
BAN_REASONS = {
    "contraband": mark("carried something forbidden"),
    "violence": mark("violence or threats"),
    "false_identity": mark("used a false identity"),
    "disorderly": mark("disturbs order"),
}
