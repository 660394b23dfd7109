"""What must never be lost: subscribers, who must not get mail, what was sent (`state/digest.sqlite3`)."""
