"""Small programs that a stranger could have written from the API's description, one a subject.

    python -m tests.plain.SUBJECT http://127.0.0.1:PORT sk_live_… A-…

Plain httpx, and nothing of the application.
"""
