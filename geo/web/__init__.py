"""The Streamlit pages, and the server around them."""
