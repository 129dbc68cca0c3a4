-- Wrong codes are counted apart for signing in and for signing; those counted so far were either.
ALTER TABLE wrong_codes ADD COLUMN gate TEXT NOT NULL DEFAULT 'sign_in';

-- Of which dwellings, and whose, an applicant asked the registers on a day. No owner stands for a
-- dwelling that is said to be rented from the state. Of owners named before, no dwelling is known.
CREATE TABLE asked_dwellings (
    applicant TEXT NOT NULL,
    day TEXT NOT NULL,
    owner TEXT NOT NULL,
    rca TEXT NOT NULL,
    PRIMARY KEY (applicant, day, owner, rca)
) STRICT, WITHOUT ROWID;
INSERT INTO asked_dwellings (applicant, day, owner, rca)
SELECT applicant, day, owner, '' FROM named_owners;
DROP TABLE named_owners;
