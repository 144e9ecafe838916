"""What people are told when a run does not go as it should."""

from aecore.i18n.language import mark
from aecore.i18n.message import Message

NO_MEMORY = Message(
    mark(
        "This network needs more memory than there is for training: choose smaller widths or "
        "smaller batches."
    )
)
NO_SCRATCH = Message(
    mark("The server has no place for temporary files, and cannot train without one.")
)
NO_START = Message(mark("The training process does not start; the log of the server says why."))
KILLED = Message(mark("The training process was ended from outside; please start this run again."))
BROKE = Message(
    mark("The training broke off with an error of ours; the log of the server says more.")
)
UNREACHABLE = Message(
    mark("The computers that train cannot be reached now; please try again in a minute.")
)
LOST = Message(mark("The computer that trained this network was lost; please start the run again."))
ABSENT = Message(mark("It ended because its page was closed."))
CLOSED = Message(mark("The server is shutting down; please start this run again later."))
LATE = mark("No run may take longer than {minutes} min: this one was stopped.")
