-- Events, questions to owners and lines of the audit log lay by the random number of their application,
-- so that each filing wrote a page of its own in each. An application has a place now, which only grows,
-- and what belongs to it stands by that: what is filed together is written together.
--
-- What is found by a person or a token, whose keys are random, is found within a shelf, which is 65536
-- places: only the newest shelf is written to, so that a filing beside ten million others costs what it
-- cost beside the first ones. Who asks looks through every shelf, as through the months in PostgreSQL.
CREATE TABLE applications_new (
    place INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
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
    (number, applicant, subject, state, open, until, minutes, version, filed_at, changed_at, body)
SELECT number, applicant, subject, state, open, until, minutes, version, filed_at, changed_at, body
FROM applications ORDER BY filed_at;

CREATE TABLE events_new (
    application INTEGER NOT NULL REFERENCES applications (place),
    place INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (application, place)
) STRICT, WITHOUT ROWID;
INSERT INTO events_new
SELECT applications_new.place, events.place, events.body
FROM events JOIN applications_new USING (number) ORDER BY 1, 2;

CREATE TABLE consents_new (
    application INTEGER NOT NULL REFERENCES applications (place),
    consent INTEGER NOT NULL,
    owner TEXT NOT NULL,
    reply_code INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    filed_at INTEGER NOT NULL,
    PRIMARY KEY (application, consent)
) STRICT, WITHOUT ROWID;
INSERT INTO consents_new
SELECT applications_new.place, consent, owner, reply_code, waiting, consents.filed_at
FROM consents JOIN applications_new USING (number) ORDER BY 1, 2;

DROP TABLE events;
ALTER TABLE events_new RENAME TO events;
DROP TABLE consents;
ALTER TABLE consents_new RENAME TO consents;
CREATE INDEX consents_of ON consents (application >> 16, owner);
DROP TABLE applications;
ALTER TABLE applications_new RENAME TO applications;
CREATE INDEX applications_of ON applications (place >> 16, applicant);
CREATE UNIQUE INDEX one_open_application ON applications (subject) WHERE open = 1;
CREATE INDEX waiting_for_owners ON applications (until) WHERE state = 'awaiting_consent';

CREATE TABLE consent_links_new (
    token BLOB NOT NULL,
    application INTEGER NOT NULL,
    consent INTEGER NOT NULL,
    FOREIGN KEY (application, consent) REFERENCES consents (application, consent)
) STRICT;
INSERT INTO consent_links_new
SELECT token, applications.place, consent
FROM consent_links JOIN applications USING (number) ORDER BY applications.place;
DROP TABLE consent_links;
ALTER TABLE consent_links_new RENAME TO consent_links;
CREATE INDEX consent_links_by ON consent_links (application >> 16, token);

DROP INDEX notifications_of;
CREATE INDEX notifications_of ON notifications (place >> 16, iin);

-- Of an application that was looked for and is not there, only the number that was asked for is known.
ALTER TABLE audit ADD COLUMN about INTEGER;
UPDATE audit SET about = (SELECT place FROM applications WHERE number = object) WHERE object <> '';
DROP INDEX audit_about;
CREATE INDEX audit_about ON audit (about, at) WHERE about IS NOT NULL;
CREATE INDEX audit_about_none ON audit (object, at) WHERE about IS NULL AND substr(object, 1, 2) = 'T-';
