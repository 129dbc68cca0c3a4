//! Digital signatures: signing in, signing, and an owner's consent.

mod consents;
mod evidence;
mod sign_in;
mod signing;
mod ways;
