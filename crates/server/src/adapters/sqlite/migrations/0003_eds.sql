-- Texts to be signed in order to sign in, by their hash; each works once.
CREATE TABLE challenges (
    hash BLOB PRIMARY KEY,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What is kept of a digital signature, to be verified again: over what, and with what it was verified.
CREATE TABLE evidence (
    number TEXT NOT NULL REFERENCES applications (number),
    signed TEXT NOT NULL,
    at INTEGER NOT NULL,
    content TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (number, signed)
) STRICT;
