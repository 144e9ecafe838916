"""What visitors upload stays in the server's memory and leaves nothing behind on its disk."""

import warnings
from functools import cache

from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile


def keep_in_memory() -> None:
    """Keep uploads off the disk; Streamlit itself forgets them when their visitor leaves.

    Streamlit (1.67) lets Starlette take uploads apart, which puts those of more than a megabyte
    into a temporary file. `server.maxUploadSize` limits how much memory one can take. A test
    fails when this no longer has any effect.
    """
    try:
        # Here and not above: a Streamlit that serves by other means may come without Starlette.
        from starlette.formparsers import MultiPartParser  # noqa: PLC0415
    except ImportError:
        return
    MultiPartParser.spool_max_size = 0  # no limit


def let_go(file: UploadedFile) -> None:
    """Free the bytes of a file, which Streamlit keeps until its session ends.

    Workaround, the same that Streamlit's chat input has (1.67); no longer needed when a file
    uploader that left the page frees its file.
    """
    context = get_script_run_ctx()
    if context and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)


@cache
def keep_out_of_the_log() -> None:
    """Let Pillow not warn of damaged notes in pictures, which only visitors could do better.

    Once for the whole process: filters for a single thread do not exist before Python 3.14.
    """
    warnings.filterwarnings("ignore", module=r"PIL\.")
