/// Random bytes from a cryptographic source. Nothing else in the server draws any.
pub trait Randomness: Send + Sync {
    /// Fills the whole slice.
    ///
    /// # Errors
    /// A text for the log where the machine has no randomness to give; nothing may be issued then.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), String>;
}
