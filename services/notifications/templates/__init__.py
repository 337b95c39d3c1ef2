"""The words of the messages, by language. A package so that they are installed with the code."""
