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
