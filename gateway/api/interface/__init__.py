"""Our own promise: the interface document (OpenAPI 3.1), with an example of everything.

Made from the same table of calls as the routes, so that neither can know a call that the other
does not. Must never hold an example that could be a real person's.
"""
