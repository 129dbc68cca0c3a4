-- Instants are milliseconds since 1970 in UTC; digests are 32 bytes of SHA-256.

CREATE TABLE applications (
    number TEXT PRIMARY KEY,
    applicant TEXT NOT NULL,
    subject TEXT NOT NULL,
    state TEXT NOT NULL,
    open INTEGER NOT NULL,
    until INTEGER,
    minutes INTEGER,
    version INTEGER NOT NULL,
    filed_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX applications_of ON applications (applicant, filed_at);
CREATE UNIQUE INDEX one_open_application ON applications (subject) WHERE open = 1;
CREATE INDEX waiting_for_owners ON applications (until) WHERE state = 'awaiting_consent';

CREATE TABLE events (
    number TEXT NOT NULL REFERENCES applications (number),
    place INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (number, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE consents (
    number TEXT NOT NULL REFERENCES applications (number),
    consent INTEGER NOT NULL,
    owner TEXT NOT NULL,
    reply_code INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    filed_at INTEGER NOT NULL,
    PRIMARY KEY (number, consent)
) STRICT, WITHOUT ROWID;
CREATE INDEX consents_of ON consents (owner, filed_at);

CREATE TABLE consent_links (
    token BLOB PRIMARY KEY,
    number TEXT NOT NULL,
    consent INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE codes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    purpose TEXT NOT NULL UNIQUE,
    salt BLOB NOT NULL,
    hash BLOB NOT NULL,
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    used INTEGER NOT NULL
) STRICT;

CREATE TABLE wrong_codes (
    iin TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX wrong_codes_of ON wrong_codes (iin, at);

CREATE TABLE sessions (
    token BLOB PRIMARY KEY,
    iin TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE outgoing (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    holder TEXT,
    phone TEXT,
    text TEXT,
    number TEXT,
    at INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    useless_at INTEGER
) STRICT;
CREATE INDEX outgoing_next ON outgoing (next_at);

CREATE TABLE notifications (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    iin TEXT NOT NULL,
    at INTEGER NOT NULL,
    number TEXT,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX notifications_of ON notifications (iin, place);

CREATE TABLE named_owners (
    applicant TEXT NOT NULL,
    day TEXT NOT NULL,
    owner TEXT NOT NULL,
    PRIMARY KEY (applicant, day, owner)
) STRICT, WITHOUT ROWID;

CREATE TABLE replies (
    key BLOB PRIMARY KEY,
    request BLOB NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    forget_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX replies_forget ON replies (forget_at) WHERE forget_at IS NOT NULL;

-- Each line carries the digest of itself and of the line before, so that an edit shows.
CREATE TABLE audit (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    digest BLOB NOT NULL
) STRICT;
