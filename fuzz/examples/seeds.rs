//! Writes material that stands, for the targets of signatures to begin with, into `corpus/`.

use std::{fs, io, path::Path};

fn main() -> io::Result<()> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for (target, bytes) in fuzz::seeds() {
        let folder = corpus.join(target);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("good"), bytes)?;
    }
    Ok(())
}
