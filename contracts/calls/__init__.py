"""What the services can be asked by RPC: the published requests and answers."""

from marshmallow import Schema

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
from contracts.calls.answers import bans as ban_answers
from contracts.calls.answers import facilities as house_answers
from contracts.calls.answers import figures
from contracts.calls.answers import inmates as inmate_answers
from contracts.calls.answers import lockers as locker_answers
from contracts.calls.answers import notifications as notification_answers
from contracts.calls.answers import screening as screening_answers
from contracts.calls.answers import visitors as visitor_answers
from contracts.calls.answers import visits as visit_answers
from contracts.calls.call import Call

_TABLE: dict[str, dict[str, tuple[type[Schema], type[Schema]]]] = {
    "registration": {
        "register": (visits.Register, visit_answers.VisitState),
        "check_in": (visits.CheckIn, visit_answers.VisitState),
        "cancel": (visits.Cancel, visit_answers.VisitState),
        "review": (visits.Review, visit_answers.VisitState),
        "start": (visits.Start, visit_answers.VisitState),
        "extend": (visits.Extend, visit_answers.VisitState),
        "end": (visits.End, visit_answers.VisitState),
        "depart": (visits.Depart, visit_answers.VisitState),
        "visit": (visits.OneVisit, visit_answers.VisitDetails),
        "history": (visits.OneVisit, visit_answers.VisitHistory),
        "visit_pass": (visits.OneVisit, visit_answers.VisitPass),
        "visits": (visits.Visits, visit_answers.VisitPage),
        "inside": (visits.Inside, visit_answers.WhoIsInside),
        "add_inmate": (inmates.AddInmate, inmate_answers.InmateState),
        "change_inmate": (inmates.ChangeInmate, inmate_answers.InmateState),
        "import_inmates": (inmates.ImportInmates, inmate_answers.ImportedInmates),
        "inmates": (inmates.Inmates, inmate_answers.InmatePage),
        "visitor_data": (visitors.VisitorData, visitor_answers.PersonalData),
        "correct_visitor": (visitors.CorrectVisitor, visitor_answers.CorrectedVisits),
        "statistics": (facilities.Statistics, figures.Figures),
        "configure_facility": (facilities.ConfigureFacility, house_answers.HouseState),
        "facility": (facilities.FacilityQuery, house_answers.House),
        "close_facility": (facilities.WithReason, house_answers.ClosedHouse),
        "reopen_facility": (facilities.WithReason, house_answers.HouseState),
        "end_of_day": (facilities.EndOfDay, house_answers.HouseState),
        "day_book": (facilities.DayBook, figures.DayBookPages),
        "ban": (bans.ProposeBan, ban_answers.BanState),
        "decide_ban": (bans.DecideBan, ban_answers.BanState),
        "lift_ban": (bans.LiftBan, ban_answers.BanState),
        "bans": (bans.Bans, ban_answers.BanPage),
    },
    "screening": {
        "call_next": (screening.CallNext, screening_answers.CalledGroup),
        "recall": (screening.Recall, screening_answers.GroupInLine),
        "hold": (screening.Hold, screening_answers.GroupInLine),
        "resume": (screening.Resume, screening_answers.GroupInLine),
        "result": (screening.Result, screening_answers.SearchedGroup),
        "screenings": (screening.Screenings, screening_answers.GroupPage),
        "screening": (screening.Screening, screening_answers.GroupDetails),
    },
    "lockers": {
        "deposit": (lockers.Deposit, locker_answers.DepositState),
        "return_belongings": (lockers.ReturnBelongings, locker_answers.DepositState),
        "unclaimed": (lockers.Unclaimed, locker_answers.DepositState),
        "claim": (lockers.Claim, locker_answers.DepositState),
        "card_lost": (lockers.CardLost, locker_answers.DepositState),
        "handed_in": (lockers.HandedIn, locker_answers.DepositState),
        "block_card": (lockers.SetCard, locker_answers.CardStanding),
        "unblock_card": (lockers.SetCard, locker_answers.CardStanding),
        "set_locker": (lockers.SetLocker, locker_answers.LockerStanding),
        "lockers": (lockers.Lockers, locker_answers.LockerRoom),
        "deposit_of": (lockers.DepositOf, locker_answers.DepositDetails),
    },
    "notifications": {
        "notifications": (notifications.Notifications, notification_answers.NoticesOfVisit),
        "contacts": (notifications.Contacts, notification_answers.LeadContacts),
        "retry": (notifications.Retry, notification_answers.Notice),
    },
}

ALL: dict[str, Call] = {
    f"{service}.{method}": Call(service, method, request, answer)
    for service, methods in _TABLE.items()
    for method, (request, answer) in methods.items()
}
"""By ``service.method``."""
