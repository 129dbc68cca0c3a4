use super::world::SourceFile;

/// Why the sandbox does not start.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// A file is not TOML of the right shape; the cause names line and column.
    #[error("sandbox/{file}: {cause}")]
    Shape {
        /// Which file.
        file: SourceFile,
        /// What is wrong.
        cause: toml::de::Error,
    },
    /// A key that names nobody and nothing.
    #[error("sandbox/{file}: nothing is called `{key}`")]
    UnknownKey {
        /// The file in which it stands.
        file: SourceFile,
        /// The key.
        key: String,
    },
    /// Two things share a key, a number, a code or a telephone.
    #[error("sandbox/{file}: `{key}` stands for two")]
    Twice {
        /// The file in which the second stands.
        file: SourceFile,
        /// What they share.
        key: String,
    },
    /// A code of a house that is not twelve digits, a range of flats that is none, an area that is
    /// not a number of square metres.
    #[error("sandbox/{file}: `{key}`: {text} is not {expected}")]
    Value {
        /// The file.
        file: SourceFile,
        /// Key of the house or person.
        key: String,
        /// What stands there.
        text: String,
        /// What should.
        expected: &'static str,
    },
    /// The certification authority cannot sign its own certificates.
    #[error("sandbox authority: {0}")]
    Authority(#[from] eds::signing::SigningError),
    /// The sandbox's own file cannot be opened.
    #[error("{path}: {cause}")]
    Journal {
        /// Where it is.
        path: std::path::PathBuf,
        /// Why not.
        cause: super::journal::JournalError,
    },
}
