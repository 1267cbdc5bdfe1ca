"""What a stage tells its listeners, noun by noun. Only actions call this, last, inside their transaction.

Order within one action, so that nobody waits for each other's topics: `stage:12`, `stage:12:hall`, `stage:12:moderation`
(the last two in `desk.py`), then voices. Several stages: ascending by key. Fragments are neutral: whose a thing is
travels as `mine`, and what only one may read goes to the topic of her voice.
"""
