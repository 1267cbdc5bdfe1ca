"""The smallest room with hot commands: one vote per voice, and messages. Its tables are made by `tables.make_tables`."""
