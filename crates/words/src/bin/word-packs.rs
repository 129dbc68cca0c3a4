//! `word-packs FOLDER`: writes the words of each language there, for the citizens' page.

use std::{env, fs, path::PathBuf, process::ExitCode};

use words::{Lang, pack};

fn main() -> ExitCode {
    let Some(folder) = env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("word-packs FOLDER: name the folder to write to");
        return ExitCode::from(2);
    };
    for lang in Lang::ALL {
        let file = folder.join(format!("words-{}.txt", lang.tag()));
        if let Err(error) = fs::write(&file, pack::written(lang)) {
            eprintln!("{} cannot be written: {error}", file.display());
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
