"""Every limit on what is read from outside, by name. A limit that was hit is named with file and line."""

FILE_BYTES = 64 << 20  # larger files are refused
SETTINGS_BYTES = 1 << 20  # larger files of settings, sources, names or searches are refused
LINE_CHARS = 100_000  # longer lines are cut
TALKS_PER_FILE = 20_000  # more are skipped
HEADINGS = 30_000  # of a file; what stands below more is skipped
CODED_LINES = 60_000  # of a file's lines with a code or a recording, headings and bold lines apart, more are skipped
FILES_PER_FOLDER = 200_000  # more are skipped
FILES_UNASKED = 1_000  # a whole disk or home folder that holds more is added to the list of sources by hand only
FOLDER_DEPTH = 32  # deeper folders are not entered
TITLE_CHARS = 300  # longer titles are cut
FRONT_MATTER_LINES = 500  # a longer block is text, not front matter
ABSTRACT_CHARS = 50_000  # longer descriptions in lists are cut
SPEAKERS = 50  # more of one talk in a list are left out
SERVICES = 100  # more of one talk in a list are left out
ADDRESS_CHARS = 2000  # longer addresses in lists are left out
OPENED_CHARS = 8_000  # longer addresses are neither opened nor copied
LIST_PARTS = 3_000_000  # lists and objects in JSON; with more it is refused: each takes many times its text
LIST_DEPTH = 8  # how deep within JSON talks are looked for; what is deeper is about a talk, and no talk is lost
