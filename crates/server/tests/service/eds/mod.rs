//! Digital signatures: signing in, signing, and an owner's consent.

mod authority;
mod consents;
mod evidence;
mod program;
mod sign_in;
mod signing;
mod ways;
