"""What is shown as it was written, because laying it out would take too long. Nothing is left out."""

NOTE_CHARS = 2_000_000  # longer notes
NOTE_LINES = 50_000  # notes of more lines
BLOCK_CHARS = 64_000  # a paragraph, table or quote that is longer
BLOCK_LINES = 4_000  # or has more lines
LIST_CHARS = 8_000  # a longer list is parsed in parts
TABLE_CELLS = 20_000  # tables of more cells, counting those that a short row leaves out
INLINE_MARKS = 5_000  # text of one paragraph or item with more characters that could be markup
INLINE_BRACKETS = 1_000  # or with more opening brackets, each of which could begin a link
NESTING = 40  # levels of quotes and lists (a list is two)
CODE_CHARS = 4_000  # longer code is not coloured
CODE_SECONDS = 0.05  # what is not coloured by then stays as it is
EAGER_CHARS = 64_000  # notes up to here are parsed whole when a link's address may stand below it

TOO_LONG = "(too long to lay out: shown as written)"
TOO_DEEP = "(nested too deeply: shown as written)"
