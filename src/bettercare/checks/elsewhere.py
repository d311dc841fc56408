"""Checks that compare the plan with another document, which cannot be given yet.

They are declared so that a report says they were not run, and what each would need.
"""

from bettercare.checks.registry import declare

LAST_YEAR = "last year's plan"

declare(
    "CHK-015",
    name="new-scheme-is-not-new",
    message="'{scheme}' is marked New, but '{old}' was in last year's plan.",
    fix="Choose Existing, or rename one.",
    why="A scheme marked New by mistake loses its history, and growth looks larger than it is.",
    needs=LAST_YEAR,
)
declare(
    "CHK-016",
    name="existing-scheme-not-found",
    message="'{scheme}' is marked Existing, but nothing like it was in last year's plan.",
    fix="Choose New, or give the name it had.",
    why="A scheme that was renamed or merged can only be followed if somebody says so.",
    needs=LAST_YEAR,
)
declare(
    "CHK-131",
    name="scheme-amount-changed",
    message="'{scheme}' changes by {share} to {amount}.",
    fix="Check the amount, or give a reason.",
    why="A large change from last year is a decision to explain, or a slip in typing.",
    needs=LAST_YEAR,
)
declare(
    "CHK-132",
    name="scheme-disappeared",
    message="'{scheme}' ({amount}) was in last year's plan and is not in this one.",
    fix="Add it, or say why it ended.",
    why="People rely on services: one that ends must be ended on purpose.",
    needs=LAST_YEAR,
)
declare(
    "CHK-133",
    name="source-grew-unlike-allocation",
    message="{source} grows by {share}; its allocation grew by {allocation}.",
    fix="Check the income against the published allocation.",
    why="Income that grows unlike its allocation is often last year's figure, or another area's.",
    needs=LAST_YEAR,
)
declare(
    "CHK-134",
    name="scheme-changed-hands",
    message="'{scheme}' moved from {old} to {new}.",
    fix="Check the required spends: who commissions a row decides what it counts to.",
    why="A new commissioner or provider can move a row in or out of a required spend.",
    needs=LAST_YEAR,
)
declare(
    "CHK-135",
    name="section-75-differs",
    message="The section 75 schedule comes to {schedule}, the plan to {plan}.",
    fix="Bring the two into line before either is signed.",
    why="The section 75 agreement is the contract for the pool; the plan must say the same.",
    needs="the section 75 schedule",
)
declare(
    "CHK-136",
    name="pools-do-not-add-up",
    message="The pools come to {pools}, the plan to {plan}.",
    fix="Give every row one pool.",
    why="Where the council hosts one pool and the NHS another, each pound must be in exactly one.",
    needs="the pool hosts",
)
declare(
    "CHK-137",
    name="narrative-table-differs",
    message="The narrative's table shows {narrative}, the plan {plan}.",
    fix="Copy the plan's figure to the narrative.",
    why="Two figures for one thing in one submission make every other figure doubtful.",
    needs="the narrative's financial table",
)
declare(
    "CHK-138",
    name="board-paper-differs",
    message="The board paper gives {paper} for {what}, the plan {plan}.",
    fix="Correct the one that is wrong, and tell the board.",
    why="The board must have approved the figures that are submitted.",
    needs="the board paper",
)

declare(
    "CHK-112",
    name="mapping-shares-off",
    message="{commissioner} shares add to {share}.",
    fix="Check its rows in the mapping.",
    why="Each NHS commissioner's people are shared out over areas: the shares must add to 100%.",
    needs="the mapping of NHS commissioners to areas",
)
