//! The browser: addresses and history, storage, clock, chance. Nothing else in the page touches it,
//! save components that touch their own elements.

pub mod base64;
pub mod browser;
pub mod clock;
pub mod history;
pub mod ncalayer;
pub mod random;
pub mod shell;
pub mod storage;
pub mod words;
