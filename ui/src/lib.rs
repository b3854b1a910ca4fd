//! Components, words and formats that the panel and the desk share. No fetching here.
