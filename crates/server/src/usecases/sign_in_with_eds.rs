use eds::Purpose;
use wire::{EdsSignInRequest, ProblemCode};

use super::{
    cms::decode, issue_challenge::beginning, read_person::person_view, sign_in::session_token,
    verify_signature::verify_signature,
};
use crate::{
    app::App,
    error::ApiError,
    http::{Reply, Slot, session_until},
    ports::store::{Actor, Change, Digest, Effect, Session},
};

/// Signs in whom the certificate names that signed a challenge of ours. The challenge is used up in
/// the transaction that opens the session and ends the one that the same browser had before; a signature
/// that does not stand leaves both as they were.
pub async fn sign_in_with_eds(
    app: &App,
    request: EdsSignInRequest,
    before: Option<Digest>,
    slot: Slot,
) -> Result<Reply, ApiError> {
    let now = app.now();
    let text = request.challenge_text;
    let hash = Digest::of(text.as_bytes());
    // Before anybody else is asked about a certificate that a stranger has sent.
    if !text.starts_with(&beginning(app)) || !app.store.challenge(hash, now).await? {
        return Err(ApiError::new(ProblemCode::ChallengeExpired));
    }
    let cms = decode(&request.cms)?;
    let content = text.into_bytes();
    let verified = verify_signature(app, cms, content, None, Purpose::SignIn, now).await?;
    let iin = verified.iin;
    let person = app.outside.population.person(iin).await?;
    let person = person.ok_or_else(|| ApiError::new(ProblemCode::EdsOtherPerson))?;
    let session = Session {
        iin,
        opened_at: now,
        seen_at: now,
    };
    let view = person_view(app, &person, session_until(&session), now).await?;
    let token = session_token(app, slot.key, slot.request);
    let token = Digest::of(token.as_bytes());
    let kept = slot.keep(200, &view)?;
    let mut effects = vec![Effect::MeetChallenge { hash }];
    effects.extend(before.map(|token| Effect::CloseSession { token }));
    effects.push(Effect::OpenSession { token, session });
    let change = Change::new(now, effects)
        .audited(Actor::Person(iin), "sign_in_eds", "")
        .answered(kept.clone());
    app.commit(change).await?;
    Ok(kept.into())
}
