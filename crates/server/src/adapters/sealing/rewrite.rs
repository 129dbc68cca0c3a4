use super::Sealer;
use crate::ports::store::StoreError;

/// A table with what is sealed or hashed in it: for sealing what was written in clear by an earlier
/// version, and for putting everything under a newer key.
#[derive(Debug)]
pub(in crate::adapters) struct Rewrite {
    /// Its name.
    pub(in crate::adapters) table: &'static str,
    /// Columns by which a row of the file is found again.
    pub(in crate::adapters) key: &'static [&'static str],
    /// The same in PostgreSQL, where some tables are partitioned.
    pub(in crate::adapters) postgres_key: &'static [&'static str],
    /// What names the place of what is sealed, in the SQL of each store.
    pub(in crate::adapters) place: [&'static str; 2],
    /// Columns that are sealed.
    pub(in crate::adapters) sealed: &'static [&'static str],
    /// Columns that are hashed.
    pub(in crate::adapters) hashed: &'static [&'static str],
}

/// Every table in which something is. What lives for minutes or days only is not sealed afterwards:
/// the migration deletes it.
pub(in crate::adapters) static REWRITES: &[Rewrite] = &[
    Rewrite {
        table: "applications",
        key: &["number"],
        postgres_key: &["filed_at", "number"],
        place: ["number", "number"],
        sealed: &["body"],
        hashed: &["applicant", "subject"],
    },
    Rewrite {
        table: "events",
        key: &["application", "place"],
        postgres_key: &["filed_at", "number", "place"],
        place: [
            "(SELECT number FROM applications WHERE applications.place = events.application)",
            "number",
        ],
        sealed: &["body"],
        hashed: &[],
    },
    Rewrite {
        table: "consents",
        key: &["application", "consent"],
        postgres_key: &["filed_at", "number", "consent"],
        place: ["application", "number"],
        sealed: &[],
        hashed: &["owner"],
    },
    Rewrite {
        table: "evidence",
        key: &["number", "signed"],
        postgres_key: &["filed_at", "number", "signed"],
        place: ["number || '/' || signed", "number || '/' || signed"],
        sealed: &["content", "body"],
        hashed: &[],
    },
    Rewrite {
        table: "sessions",
        key: &["token"],
        postgres_key: &["token"],
        place: ["lower(hex(token))", "encode(token, 'hex')"],
        sealed: &["iin"],
        hashed: &[],
    },
    Rewrite {
        table: "outgoing",
        key: &["place"],
        postgres_key: &["place"],
        place: ["id", "id"],
        sealed: &["holder", "phone", "text"],
        hashed: &[],
    },
    Rewrite {
        table: "notifications",
        key: &["place"],
        postgres_key: &["at", "place"],
        place: ["at", "floor(extract(epoch FROM at) * 1000)::bigint"],
        sealed: &["text"],
        hashed: &["iin"],
    },
    Rewrite {
        table: "replies",
        key: &["key"],
        postgres_key: &["key"],
        place: ["lower(hex(key))", "encode(key, 'hex')"],
        sealed: &["body"],
        hashed: &[],
    },
];

/// What is to be done with the values of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::adapters) enum Task {
    /// Seal and hash what an earlier version wrote in clear.
    First,
    /// Put what is sealed under the newest key.
    Rewrap,
}

impl Rewrite {
    /// The columns that a task changes.
    pub(in crate::adapters) fn columns(&self, task: Task) -> Vec<&'static str> {
        let hashed = match task {
            Task::First => self.hashed,
            Task::Rewrap => &[],
        };
        self.sealed.iter().chain(hashed).copied().collect()
    }
}

impl Sealer {
    /// The new value of a column in a row, or `None` where it stays.
    pub(in crate::adapters) fn rewritten(
        &self,
        task: Task,
        what: &Rewrite,
        column: &str,
        place: &str,
        value: &str,
    ) -> Result<Option<String>, StoreError> {
        let name = format!("{}.{column}", what.table);
        match task {
            Task::Rewrap => self.rewrap(value),
            Task::First if what.sealed.contains(&column) => {
                self.seal(&name, place, value).map(Some)
            }
            Task::First => Ok(Some(self.hashed(&name, value))),
        }
    }
}
