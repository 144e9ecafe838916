"""What people are told when a run does not go as it should."""

from aecore.i18n.language import mark
from aecore.i18n.message import Sentence

NO_MEMORY = Sentence(
    mark(
        "This network needs more memory than there is for training: choose smaller widths or "
        "smaller batches."
    )
)
NO_SCRATCH = Sentence(
    mark("The server has no place for temporary files, and cannot train without one.")
)
NO_START = Sentence(mark("The training process does not start; the log of the server says why."))
KILLED = Sentence(mark("The training process was ended from outside; please start this run again."))
BROKE = Sentence(
    mark("The training broke off with an error of ours; the log of the server says more.")
)
UNREACHABLE = Sentence(
    mark("The computers that train cannot be reached now; please try again in a minute.")
)
LOST = Sentence(
    mark("The computer that trained this network was lost; please start the run again.")
)
ABSENT = Sentence(mark("It ended because its page was closed."))
CLOSED = Sentence(mark("The server is shutting down; please start this run again later."))
LATE = mark("No run may take longer than {minutes} min: this one was stopped.")
