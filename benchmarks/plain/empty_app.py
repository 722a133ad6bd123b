"""A Streamlit page with one choice and one line: what Streamlit itself takes.

BENCH_TITLES  what there is to choose from, separated by "|"
"""

import os

import streamlit as st

st.text(st.selectbox("Standard", os.environ["BENCH_TITLES"].split("|")))
