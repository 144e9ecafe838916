"""The only part that knows Streamlit: a visitor's state, caches and the browser components."""
