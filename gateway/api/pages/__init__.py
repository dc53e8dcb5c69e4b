"""Pages that people read: the printable notice, what a problem means, the interface document.

Rendered on the server with everything escaped; they load nothing from elsewhere, and what a browser
may do with them is said in their Content-Security-Policy.
"""
