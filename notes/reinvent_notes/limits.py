"""Every limit on what is read from outside, by name. A limit that was hit is named with file and line."""

FILE_BYTES = 64 << 20  # larger files are refused
LINE_CHARS = 100_000  # longer lines are cut
TALKS_PER_FILE = 20_000  # more are skipped
FILES_PER_FOLDER = 200_000  # more are skipped
FOLDER_DEPTH = 32  # deeper folders are not entered
TITLE_CHARS = 300  # longer titles are cut
FRONT_MATTER_LINES = 500  # a longer block is text, not front matter
