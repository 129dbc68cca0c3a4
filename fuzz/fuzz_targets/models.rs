//! DMN XML: what is imported is the same after it has been exported.
#![no_main]

use dmn::{Definitions, Suite, Version, export, import};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // Tests of the kit are XML as well.
    let suite = Suite::parse("x.xml", bytes);
    let Ok(model) = Definitions::parse("x.dmn", bytes) else {
        return;
    };
    if let Ok(suite) = suite {
        suite.run(&model);
    }
    let Ok(imported) = import(&model) else {
        return;
    };
    if let Ok(text) = export(&imported.policy, None, Version::V1_5) {
        let again = Definitions::parse("again.dmn", text.as_bytes()).unwrap();
        assert_eq!(import(&again).unwrap().policy, imported.policy);
    }
});
