-- With which keys this file was written: 0 is the one that never changes. A mark tells a key from others
-- and does not give it away. Where there is none yet, the program seals what stands here in clear.
CREATE TABLE keys_used (
    id INTEGER PRIMARY KEY,
    mark BLOB NOT NULL
) STRICT;

-- What lives for minutes or days is not sealed afterwards: it begins anew.
DELETE FROM codes;
DELETE FROM wrong_codes;
DELETE FROM asked_dwellings;
DELETE FROM sessions;

-- Wrong codes of everybody together are counted too.
CREATE INDEX wrong_codes_at ON wrong_codes (at);

-- How many codes were sent to whom: they cost money, and somebody can be pestered with them.
CREATE TABLE issued_codes (
    iin TEXT NOT NULL,
    gate TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX issued_codes_of ON issued_codes (iin, at);
CREATE INDEX issued_codes_at ON issued_codes (at);

-- Who works with the service beside the citizens, by keyed hash of their number.
CREATE TABLE staff (
    iin TEXT PRIMARY KEY,
    role TEXT NOT NULL,
    office TEXT NOT NULL,
    added_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Each look of theirs at an application, for its applicant to see.
CREATE TABLE looks (
    number TEXT NOT NULL,
    at INTEGER NOT NULL,
    role TEXT NOT NULL,
    office TEXT NOT NULL
) STRICT;
CREATE INDEX looks_of ON looks (number, at);

CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_about ON audit (object, at) WHERE object <> '';

-- Whose a session is, to end all of somebody.
ALTER TABLE sessions ADD COLUMN person TEXT NOT NULL DEFAULT '';
CREATE INDEX sessions_of ON sessions (person);
