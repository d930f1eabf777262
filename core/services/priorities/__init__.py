"""What people served said, as proposed weights that a person accepts or declines."""

from core.services.priorities.answer import (
    SCENARIO as SCENARIO,
    PriorityAnswer as PriorityAnswer,
    accept_priority as accept_priority,
    answers_to_priorities as answers_to_priorities,
    decline_priority as decline_priority,
    open_priorities as open_priorities,
    priority_named as priority_named,
)
from core.services.priorities.propose import (
    Evidence as Evidence,
    Priorities as Priorities,
    ProposedPriority as ProposedPriority,
    propose_priorities as propose_priorities,
)
from core.services.priorities.tell import PriorityWords as PriorityWords
from core.services.priorities.weights import weights_table as weights_table
