//! The kit's tests, where they are at hand: a folder beside the checkout or named by
//! `TIRKEU_DMN_TCK`.

use std::fs;
use std::path::PathBuf;

use dmn::{CaseResult, Definitions, Suite};

fn folder() -> Option<PathBuf> {
    let named = std::env::var_os("TIRKEU_DMN_TCK").map(PathBuf::from);
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let beside =
        ["../../..", "../../../.."].map(|up| beside.join(up).join("shared/fixtures/dmn-tck"));
    named
        .into_iter()
        .chain(beside)
        .find(|folder| folder.is_dir())
}

#[test]
fn everything_in_the_folder_passes() {
    let Some(folder) = folder() else {
        println!("skipped: there is no folder of the test kit; name it in TIRKEU_DMN_TCK");
        return;
    };
    let mut run = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let folder = entry.unwrap().path();
        if !folder.is_dir() {
            continue;
        }
        for file in fs::read_dir(&folder).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if !(name.contains("-test-") && name.ends_with(".xml")) {
                continue;
            }
            let suite = Suite::parse(&name, &fs::read(&path).unwrap()).unwrap();
            let model = fs::read(folder.join(suite.model())).unwrap();
            let model = Definitions::parse(suite.model(), &model).unwrap();
            assert_eq!(model.notes(), [""; 0]);
            for outcome in suite.run(&model) {
                println!("{name} {outcome}");
                assert_eq!(outcome.result, CaseResult::Passed, "{name} {outcome}");
                run += 1;
            }
        }
    }
    assert!(run > 0);
}
