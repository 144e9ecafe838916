"""The app: `streamlit run app.py`. A list of pages, and nothing else."""

import streamlit as st

st.set_page_config(
    page_title="Autoencoder Playground",
    page_icon="aecore/web/icon.svg",
    layout="wide",
    menu_items={"About": "Draw a digit and watch an autoencoder squeeze and rebuild it."},
)
st.navigation(
    [
        st.Page("pages/rebuild.py", title="Rebuild", icon=":material/draw:", default=True),
        st.Page("pages/latent.py", title="Latent space", icon=":material/scatter_plot:"),
        st.Page("pages/train.py", title="Train", icon=":material/model_training:"),
    ],
    position="top",
).run()
