-- With which keys this database was written: 0 is the one that never changes. A mark tells a key from
-- others and does not give it away. Where there is none yet, the program seals what stands here in clear.
CREATE TABLE keys_used (
    id bigint PRIMARY KEY,
    mark bytea NOT NULL
);

-- What lives for minutes or days is not sealed afterwards: it begins anew.
DELETE FROM codes;
DELETE FROM wrong_codes;
DELETE FROM asked_dwellings;
DELETE FROM sessions;

-- How many codes were sent to whom: they cost money, and somebody can be pestered with them.
CREATE TABLE issued_codes (
    iin text NOT NULL,
    gate text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX issued_codes_of ON issued_codes (iin, at);
CREATE INDEX issued_codes_at ON issued_codes (at);

-- Who works with the service beside the citizens, by keyed hash of their number.
CREATE TABLE staff (
    iin text PRIMARY KEY,
    role text NOT NULL,
    office text NOT NULL,
    added_at timestamptz NOT NULL
);

-- Each look of theirs at an application, for its applicant to see.
CREATE TABLE looks (
    number text NOT NULL,
    at timestamptz NOT NULL,
    role text NOT NULL,
    office text NOT NULL
);
CREATE INDEX looks_of ON looks (number, at);

CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_about ON audit (object, at) WHERE object <> '';

-- Whose a session is, to end all of somebody.
ALTER TABLE sessions ADD COLUMN person text NOT NULL DEFAULT '';
CREATE INDEX sessions_of ON sessions (person);
