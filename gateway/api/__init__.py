"""The front desk: HTTP in, HTTP out.

Recognises the caller, checks the form of what is asked, hands it to the flow, and puts what comes
back into words. Must never decide whether something may be asked, never echo a value of a request,
and never write to the log itself: it tells an observer what happened, without personal data.
"""
