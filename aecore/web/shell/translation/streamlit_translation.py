"""The words that Streamlit itself writes on a page, in the visitor's language.

Streamlit speaks English alone (1.67); `streamlit_translation.js` says it in another language.
No longer needed when Streamlit can be told in which language to speak.
"""

from aecore.i18n import language
from aecore.i18n.language import _, mark

# as its browser part has them (1.67); what stands in braces is anything
_WORDS = (
    # the head and its menu
    mark("Logo"),
    mark("Skip to main content"),
    mark("Navigate to home page"),
    mark("App pages"),
    mark("Main menu"),
    mark("Theme"),
    mark("System"),
    mark("Light"),
    mark("Dark"),
    mark("About"),
    mark("Close"),
    mark("Dismiss"),
    mark("Made with Streamlit v{version}"),
    mark("Copy version to clipboard"),
    mark("Copied"),
    mark("{n} more"),
    mark("Expand sidebar"),
    mark("Collapse sidebar"),
    mark("Link to heading"),
    mark("Help for {name}"),
    # boxes and fields
    mark("Open"),
    mark("Choose an option"),
    mark("Choose options"),
    mark("No results"),
    mark("Selectbox options"),
    mark("Multiselect options"),
    mark("Selected values"),
    mark("Clear value"),
    mark("Clear all"),
    mark("Select all"),
    mark("Remove {name}"),
    mark("Increment"),
    mark("Decrement"),
    mark("Press Enter to apply"),
    mark("Number is above the allowed range."),
    mark("Number is below the allowed range."),
    # files and photographs
    mark("Upload"),
    mark("{size} per file"),
    mark("file upload"),
    mark("Drag and drop a file here"),
    mark("Uploading..."),
    mark("This app would like to use your camera."),
    mark("Learn how to allow access."),
    mark("Take Photo"),
    mark("Switch camera"),
    mark("Snapshot"),
    # charts
    mark("Fullscreen"),
    mark("Close fullscreen"),
    # how the page is doing
    mark("Connecting"),
    mark("Connection error"),
    mark("Running..."),
    mark("Stop"),
    mark("Page not found"),
    mark("The page that you have requested does not seem to exist. Running the app's main page."),
)


def words() -> dict[str, str]:
    """What to say for each of Streamlit's own words; nothing in English."""
    if language.current() == language.ENGLISH:
        return {}
    return {word: _(word) for word in _WORDS}
