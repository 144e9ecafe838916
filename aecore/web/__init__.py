"""The only part that knows Streamlit: a visitor's state, caches and the browser components."""

from streamlit import net_util

# Streamlit (1.67) asks far-away servers for the address of this computer, to compare it with that
# of a page elsewhere which wants to speak to it.
net_util.get_external_ip = net_util.get_internal_ip = lambda: None
