"""Every limit on what comes from outside, by name: one that was hit is named where it is told, with file and line."""

# Files and folders
FILE_BYTES = 64 << 20  # larger files are refused
SETTINGS_BYTES = 1 << 20  # larger files of settings, sources, names or searches are refused
FILES_PER_FOLDER = 200_000  # more are skipped
FILES_UNASKED = 1_000  # a whole disk or home folder that holds more is added to the list of sources by hand only
FOLDER_DEPTH = 32  # deeper folders are not entered

# Documents
LINE_CHARS = 100_000  # longer lines are cut
FRONT_MATTER_LINES = 500  # a longer block is text, not front matter
TALKS_PER_FILE = 20_000  # more are skipped
HEADINGS = 30_000  # of a file; what stands below more is skipped
CODED_LINES = 60_000  # of a file's lines with a code or a recording, headings and bold lines apart, more are skipped
TABLE_ROWS = 60_000  # of a file's tables; more are skipped
DENSE = 10_000  # talks, headings, coded lines or rows of a file; more are read up to one for every
DENSE_CHARS = 100  # characters of it: each takes as long as a page of text
TITLE_CHARS = 300  # longer titles are cut
INLINE_CHARS = 1_000  # more of a line is no title; pairs of marks are matched in quadratic time
JUDGE_LINES = 5_000  # of a longer document's headings the best guess stands where they are in doubt
JUDGE_CHARS = 300_000  # and of a larger one's
COMPARED = 100  # notes on one talk; of more each is shown as it is

# Lists of talks
LIST_PARTS = 3_000_000  # lists and objects in JSON; with more it is refused: each takes many times its text
LIST_DEPTH = 8  # how deep within JSON talks are looked for; where all are deeper it is refused
DIGITS = 18  # a number with more says nothing of a talk or a mark, and costs time
ABSTRACT_CHARS = 50_000  # longer descriptions are cut
SPEAKERS = 50  # more of one talk are left out
SERVICES = 100  # more of one talk are left out
ADDRESS_CHARS = 2_000  # longer addresses are left out

# What is shown as it was written, because laying it out would take too long; nothing is left out
PAGE_CHARS = 2_000_000  # longer notes
PAGE_LINES = 50_000  # notes of more lines
BLOCK_CHARS = 64_000  # a paragraph, table or quote that is longer
BLOCK_LINES = 4_000  # or has more lines
TABLE_CELLS = 20_000  # tables of more cells, counting those that a short row leaves out
INLINE_MARKS = 5_000  # text of one paragraph or item with more characters that could be markup
INLINE_BRACKETS = 1_000  # or with more opening brackets, each of which could begin a link
NESTING = 40  # levels of quotes and lists (a list is two)
# and what is laid out in another way, to the same effect
LIST_CHARS = 8_000  # a longer list is parsed in parts
CODE_CHARS = 4_000  # longer code is not coloured
CODE_SECONDS = 0.05  # what is not coloured by then stays as it is
DEFINITIONS = 5_000  # addresses of links that are looked for below these; of more, those above them are known
EAGER_CHARS = 64_000  # notes up to here are parsed whole when a link's address may stand below it

# The screen
SCREEN_COLUMNS = 1_000  # of a wider terminal so many are drawn on
SCREEN_LINES = 500  # and of a higher one

# What is typed, opened and taken in
PASTE_CHARS = 1_000_000  # of a longer one the rest is dropped
QUERY_CHARS = 1_000  # what is pasted by mistake is no query
OPENED_CHARS = 8_000  # longer addresses are neither opened nor copied
NOTE_CHARS = 100_000  # a longer note of one's own is refused, never cut
MARKED_NAMES = 100  # recordings of a marked talk, and ids that it had: more are no talk's


def most(limit: int, chars: int) -> int:
    """How many talks, headings, coded lines or rows a document of so many characters may have."""
    return min(limit, max(DENSE, chars // DENSE_CHARS))
