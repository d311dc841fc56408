"""bettercare_web: the web service around bettercare. People, permission, storage and pages.

No rule of policy is written here: every figure and finding comes from the library.
"""
