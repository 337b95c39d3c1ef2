"""What the services can be asked by RPC: the published requests and answers."""

from contracts.calls import (
    bans,
    facilities,
    inmates,
    lockers,
    notifications,
    screening,
    visitors,
    visits,
)
from contracts.calls.call import Call

_TABLE = {
    "registration": {
        "register": visits.Register,
        "check_in": visits.CheckIn,
        "cancel": visits.Cancel,
        "review": visits.Review,
        "start": visits.Start,
        "extend": visits.Extend,
        "end": visits.End,
        "depart": visits.Depart,
        "visit": visits.OneVisit,
        "history": visits.OneVisit,
        "visits": visits.Visits,
        "inside": visits.Inside,
        "add_inmate": inmates.AddInmate,
        "change_inmate": inmates.ChangeInmate,
        "import_inmates": inmates.ImportInmates,
        "inmates": inmates.Inmates,
        "visitor_data": visitors.VisitorData,
        "correct_visitor": visitors.CorrectVisitor,
        "statistics": facilities.Statistics,
        "configure_facility": facilities.ConfigureFacility,
        "facility": facilities.FacilityQuery,
        "close_facility": facilities.WithReason,
        "reopen_facility": facilities.WithReason,
        "end_of_day": facilities.EndOfDay,
        "day_book": facilities.DayBook,
        "ban": bans.ProposeBan,
        "decide_ban": bans.DecideBan,
        "lift_ban": bans.LiftBan,
        "bans": bans.Bans,
    },
    "screening": {
        "call_next": screening.CallNext,
        "recall": screening.Recall,
        "hold": screening.Hold,
        "resume": screening.Resume,
        "result": screening.Result,
        "screenings": screening.Screenings,
        "screening": screening.Screening,
    },
    "lockers": {
        "deposit": lockers.Deposit,
        "return_belongings": lockers.ReturnBelongings,
        "unclaimed": lockers.Unclaimed,
        "claim": lockers.Claim,
        "card_lost": lockers.CardLost,
        "handed_in": lockers.HandedIn,
        "block_card": lockers.SetCard,
        "unblock_card": lockers.SetCard,
        "set_locker": lockers.SetLocker,
        "lockers": lockers.Lockers,
        "deposit_of": lockers.DepositOf,
    },
    "notifications": {
        "notifications": notifications.Notifications,
        "contacts": notifications.Contacts,
        "retry": notifications.Retry,
    },
}

ALL: dict[str, Call] = {
    f"{service}.{method}": Call(service, method, request)
    for service, methods in _TABLE.items()
    for method, request in methods.items()
}
"""By ``service.method``."""
