"""The demonstration: the whole portal on one machine, with made companies and a mailbox to look into."""

PASSWORD = "Demo-Portal-1"
ANSWER = "Misse"  # to the challenge question of all
