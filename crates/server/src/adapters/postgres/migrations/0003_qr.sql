-- Documents that are shown as QR codes, by the hash of the token in the code.
CREATE TABLE qr_signings (
    token bytea PRIMARY KEY,
    number text NOT NULL,
    document bytea NOT NULL,
    standing text NOT NULL,
    refused_for text,
    expires_at timestamptz NOT NULL
);
CREATE INDEX qr_signings_expire ON qr_signings (expires_at);
