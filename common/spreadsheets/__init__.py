"""Reads the tables that people upload: xlsx, xls, ods, WPS's et and csv."""
