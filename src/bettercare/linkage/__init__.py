"""Linking people of social care to people of health, and pseudonyms under a key.

``linking.link`` needs the extra ``linkage``; keys and pseudonyms need nothing. No result and no
message holds a name, a date of birth, an address or an NHS number.
"""
