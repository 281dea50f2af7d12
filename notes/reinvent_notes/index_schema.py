"""The tables of an index. `FORMAT` in `index_file` is raised when they change."""

# Without row ids are tables of short rows alone: of those SQLite reads whole rows to compare their keys.
# An entry is what one document says of one talk; `number` -1 is the document as one talk, when a list links to it.
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value NOT NULL);
CREATE TABLE branch (year INTEGER, track TEXT, first INTEGER NOT NULL, size INTEGER NOT NULL);
CREATE TABLE folder (id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, seen BLOB);
CREATE TABLE document (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, source TEXT NOT NULL, folder INTEGER NOT NULL,
    path BLOB NOT NULL, stamp TEXT NOT NULL, digest BLOB, refused INTEGER NOT NULL, undated INTEGER NOT NULL,
    linking INTEGER NOT NULL, warnings TEXT NOT NULL
);
CREATE INDEX document_of_folder ON document (folder);
CREATE TABLE reading (document INTEGER PRIMARY KEY, said TEXT NOT NULL);
CREATE INDEX document_unsettled ON document (id) WHERE digest IS NOT NULL;
CREATE INDEX document_refused ON document (id) WHERE refused;
CREATE INDEX document_undated ON document (id) WHERE undated;
CREATE INDEX document_linking ON document (id) WHERE linking;
CREATE INDEX document_warning ON document (id) WHERE warnings != '';
CREATE TABLE entry (
    id INTEGER PRIMARY KEY, document INTEGER NOT NULL, number INTEGER NOT NULL, line INTEGER, n INTEGER, words TEXT,
    markdown TEXT, searchable INTEGER NOT NULL DEFAULT 0, UNIQUE (document, number)
);
CREATE INDEX entry_of_talk ON entry (n);
CREATE INDEX entry_unsearchable ON entry (id) WHERE n IS NOT NULL AND NOT searchable;
CREATE TABLE talk (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL, title TEXT NOT NULL, year INTEGER, code TEXT, track TEXT,
    whole TEXT NOT NULL, joined TEXT
);
CREATE TABLE known_as (name TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (name, n)) WITHOUT ROWID;
CREATE INDEX known_as_of_talk ON known_as (n);
CREATE TABLE recording (id TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (id, n)) WITHOUT ROWID;
CREATE INDEX recording_of_talk ON recording (n);
CREATE TABLE search (name TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE ready (letters TEXT PRIMARY KEY, title BLOB, speaker BLOB, about BLOB);
CREATE VIRTUAL TABLE full_text USING fts5(words, content='', tokenize='unicode61 remove_diacritics 2');
"""
