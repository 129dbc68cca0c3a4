/// A table that is copied.
#[derive(Debug)]
pub(in crate::adapters) struct Table {
    /// Its name on both sides.
    pub(in crate::adapters) name: &'static str,
    /// From where the file's rows come, where a column of the target stands elsewhere there.
    pub(in crate::adapters) from: &'static str,
    /// Its columns.
    pub(in crate::adapters) columns: &'static [Column],
}

/// A column of a table.
#[derive(Debug)]
pub(in crate::adapters) struct Column {
    /// Its name in PostgreSQL.
    pub(in crate::adapters) name: &'static str,
    /// What it is in the file.
    pub(in crate::adapters) from: &'static str,
    /// Of which kind.
    pub(in crate::adapters) kind: Kind,
}

/// How a value stands in PostgreSQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::adapters) enum Kind {
    /// `text`
    Text,
    /// `bytea`
    Bytes,
    /// `integer`
    Integer,
    /// `bigint`
    Long,
    /// `boolean`; 0 or 1 in the file.
    Flag,
    /// `timestamptz`; milliseconds since 1970 in the file.
    Instant,
    /// `date`; 2026-11-25 in the file.
    Date,
}

const fn same(name: &'static str, kind: Kind) -> Column {
    Column {
        name,
        from: name,
        kind,
    }
}

const fn of(name: &'static str, from: &'static str, kind: Kind) -> Column {
    Column { name, from, kind }
}

const fn table(name: &'static str, columns: &'static [Column]) -> Table {
    Table {
        name,
        from: name,
        columns,
    }
}

use Kind::{Bytes, Date, Flag, Instant, Integer, Long, Text};

/// Every table of the file.
pub(in crate::adapters) static TABLES: &[Table] = &[
    table(
        "applications",
        &[
            same("number", Text),
            same("filed_at", Instant),
            same("applicant", Text),
            same("subject", Text),
            same("state", Text),
            same("open", Flag),
            same("until", Instant),
            same("minutes", Integer),
            same("version", Integer),
            same("changed_at", Instant),
            same("body", Text),
        ],
    ),
    Table {
        name: "events",
        from: "events JOIN applications ON applications.place = events.application",
        columns: &[
            same("number", Text),
            of("filed_at", "applications.filed_at", Instant),
            of("place", "events.place", Integer),
            of("body", "events.body", Text),
        ],
    },
    Table {
        name: "consents",
        from: "consents JOIN applications ON applications.place = consents.application",
        columns: &[
            same("number", Text),
            of("filed_at", "consents.filed_at", Instant),
            same("consent", Integer),
            same("owner", Text),
            same("reply_code", Integer),
            same("waiting", Flag),
        ],
    },
    Table {
        name: "consent_links",
        from: "consent_links JOIN applications ON applications.place = consent_links.application",
        columns: &[
            same("token", Bytes),
            same("number", Text),
            same("consent", Integer),
        ],
    },
    table(
        "challenges",
        &[same("hash", Bytes), same("expires_at", Instant)],
    ),
    Table {
        name: "evidence",
        from: "evidence JOIN applications USING (number)",
        columns: &[
            same("number", Text),
            of("filed_at", "applications.filed_at", Instant),
            same("signed", Text),
            same("at", Instant),
            same("content", Text),
            of("body", "evidence.body", Text),
        ],
    },
    table(
        "codes",
        &[
            same("id", Long),
            same("purpose", Text),
            same("salt", Bytes),
            same("hash", Bytes),
            same("issued_at", Instant),
            same("expires_at", Instant),
            same("tries", Integer),
            same("used", Flag),
        ],
    ),
    table(
        "wrong_codes",
        &[same("iin", Text), same("gate", Text), same("at", Instant)],
    ),
    table(
        "issued_codes",
        &[same("iin", Text), same("gate", Text), same("at", Instant)],
    ),
    table(
        "sessions",
        &[
            same("token", Bytes),
            same("iin", Text),
            same("opened_at", Instant),
            same("seen_at", Instant),
            same("person", Text),
        ],
    ),
    table(
        "qr_signings",
        &[
            same("token", Bytes),
            same("number", Text),
            same("document", Bytes),
            same("standing", Text),
            same("refused_for", Text),
            same("expires_at", Instant),
        ],
    ),
    table(
        "outgoing",
        &[
            same("place", Long),
            same("id", Text),
            same("holder", Text),
            same("phone", Text),
            same("text", Text),
            same("number", Text),
            same("at", Instant),
            same("next_at", Instant),
            same("attempts", Integer),
            same("useless_at", Instant),
        ],
    ),
    table(
        "notifications",
        &[
            same("place", Long),
            same("iin", Text),
            same("at", Instant),
            same("number", Text),
            same("text", Text),
        ],
    ),
    table(
        "asked_dwellings",
        &[
            same("applicant", Text),
            same("day", Date),
            same("owner", Text),
            same("rca", Text),
        ],
    ),
    table(
        "replies",
        &[
            same("key", Bytes),
            same("request", Bytes),
            same("status", Integer),
            same("body", Text),
            same("forget_at", Instant),
        ],
    ),
    table(
        "staff",
        &[
            same("iin", Text),
            same("role", Text),
            same("office", Text),
            same("added_at", Instant),
        ],
    ),
    table(
        "looks",
        &[
            same("number", Text),
            same("at", Instant),
            same("role", Text),
            same("office", Text),
        ],
    ),
    table("keys_used", &[same("id", Long), same("mark", Bytes)]),
    // The one chain of the file becomes the first of the lanes.
    table(
        "audit",
        &[
            of("lane", "0", Integer),
            same("place", Long),
            same("at", Instant),
            same("actor", Text),
            same("action", Text),
            same("object", Text),
            same("digest", Bytes),
        ],
    ),
];
