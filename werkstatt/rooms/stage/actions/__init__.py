"""Every write of the stage, a file per noun. Import the file: `from werkstatt.rooms.stage.actions import questions`."""
