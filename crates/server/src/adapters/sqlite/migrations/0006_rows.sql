-- A row of an application or of a kept reply is longer than a leaf of an index holds, so that without
-- rowids each took a page of its own beside the leaf: twice the room, and twice as much to write. As
-- ordinary tables they are appended, two or three rows a page, and only their short keys lie scattered.
-- References from other tables are held by name, and checked once the tables stand.
CREATE TABLE applications_new (
    number TEXT NOT NULL PRIMARY KEY,
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
) STRICT;
INSERT INTO applications_new
SELECT number, applicant, subject, state, open, until, minutes, version, filed_at, changed_at, body
FROM applications ORDER BY filed_at;
DROP TABLE applications;
ALTER TABLE applications_new RENAME TO applications;
CREATE INDEX applications_of ON applications (applicant, filed_at);
CREATE UNIQUE INDEX one_open_application ON applications (subject) WHERE open = 1;
CREATE INDEX waiting_for_owners ON applications (until) WHERE state = 'awaiting_consent';

CREATE TABLE replies_new (
    key BLOB NOT NULL PRIMARY KEY,
    request BLOB NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    forget_at INTEGER
) STRICT;
INSERT INTO replies_new SELECT key, request, status, body, forget_at FROM replies;
DROP TABLE replies;
ALTER TABLE replies_new RENAME TO replies;
CREATE INDEX replies_forget ON replies (forget_at) WHERE forget_at IS NOT NULL;
