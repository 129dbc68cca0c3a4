//! Digital signatures: signing in, signing, and an owner's consent.

mod authority;
mod consents;
mod evidence;
mod program;
mod qr;
mod sign_in;
mod signing;
mod ways;
