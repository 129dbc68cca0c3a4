-- Documents that are shown as QR codes, by the hash of the token in the code.
CREATE TABLE qr_signings (
    token BLOB PRIMARY KEY,
    number TEXT NOT NULL,
    document BLOB NOT NULL,
    standing TEXT NOT NULL,
    refused_for TEXT,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
