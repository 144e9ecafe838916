"""The language of a visit, and Streamlit's and Plotly's own words in it."""
