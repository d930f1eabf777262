"""The audit of a plan, rule family by rule family."""

from core.audit.balance import check_balance
from core.audit.buying import check_purchases
from core.audit.case import plan_weeks, read_case
from core.audit.choices import check_camp_limits, check_decisions
from core.audit.coverage import check_coverage, read_served
from core.audit.figures import add_up_figures, check_fingerprint, check_summary, check_words
from core.audit.money import add_up_spending, check_budget
from core.audit.movement import check_movement
from core.audit.people import count_person_weeks
from core.audit.report import AuditReport, Checker
from core.audit.storage import check_storage
from core.audit.supply import check_supply, known_supply
from core.domain.operation import Operation
from core.domain.plan import Plan


def audit_plan(operation: Operation, plan: Plan) -> AuditReport:
    """Re-add every limit of a plan with code that shares nothing with the optimiser.

    Parameters
    ----------
    operation
        As it is, without the plan's scenario: that is applied here.
    plan
        As read from its folder, or as solved.

    Returns
    -------
    AuditReport
        Every broken limit with its place, and the figures as the tables make them. Sums may be off by 1e-4 units
        and 1e-6 of the figures they are made of.

    Raises
    ------
    InvalidScenario
        If the plan's scenario names what the operation does not have.
    """
    check = Checker(plan_weeks(operation, plan)[1])
    check_fingerprint(plan.summary.get("fingerprint"), operation.fingerprint, check)
    case = read_case(operation, plan, check)
    supply = known_supply(case)
    check_balance(case, supply, check)
    check_supply(case, supply, check)
    check_movement(case, check)
    check_storage(case, supply, check)
    check_purchases(case, check)
    spending = add_up_spending(case)
    check_budget(case, spending, check)
    served = read_served(case)
    check_coverage(case, served, check)
    people = count_person_weeks(case, served)
    check_decisions(case, check)
    check_camp_limits(case, people, check)
    figures = add_up_figures(case, spending, served, people)
    check_summary(figures, plan.summary, check)
    check_words(case, plan.summary, check)
    return check.report(figures)
