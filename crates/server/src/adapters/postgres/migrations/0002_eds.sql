-- Texts to be signed in order to sign in, by their hash; each works once.
CREATE TABLE challenges (
    hash bytea PRIMARY KEY,
    expires_at timestamptz NOT NULL
);
CREATE INDEX challenges_expire ON challenges (expires_at);

-- What is kept of a digital signature, to be verified again: over what, and with what it was verified.
CREATE TABLE evidence (
    number text NOT NULL,
    filed_at timestamptz NOT NULL,
    signed text NOT NULL,
    at timestamptz NOT NULL,
    content text NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (filed_at, number, signed)
) PARTITION BY RANGE (filed_at);
CREATE TABLE evidence_other PARTITION OF evidence DEFAULT;
