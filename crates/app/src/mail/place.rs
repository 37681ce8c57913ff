//! To which conversation a letter belongs, and whether it counts as the customer's own.

use ::mail::{Incoming, without_tag};
use kernel::{ConversationId, CustomerId};
use support::conversation::{Channel, Conversation};

use super::out::address_of;
use crate::conversations::{self, parsed};
use crate::sign_in::{VISITOR_PREFIX, customer_of};
use crate::{AppError, Session};

/// Earlier letters that are looked up to find a thread.
const ANSWERS_MAX: usize = 20;
/// How a number stands in a subject, and how long one is.
const MARK: &str = "[#";
const NUMBER_CHARS_MAX: usize = 16;

/// Where a letter belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// `None`: it begins one.
    pub(super) conversation: Option<ConversationId>,
    pub(super) customer: CustomerId,
    /// It counts as the customer's own.
    pub(super) verified: bool,
}

/// How a thread was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// The signed address that our letter asked to be answered at.
    Token,
    /// The id of a letter in it.
    Answer,
    /// The number in the subject.
    Number,
}

/// Finds the thread: by the signed address, by the letters that it answers, or by the number in the
/// subject where the sender's address is the customer's. A letter of nobody's thread is the known
/// customer's only where their domain is proven; otherwise it is a stranger's.
pub(super) fn of(s: &mut Session<'_, '_>, letter: &Incoming) -> Result<Place, AppError> {
    let (tenant, app) = (s.tenant().clone(), s.app().clone());
    let trusted = app.mail().mailboxes.get(&tenant).and_then(|one| one.trusted_host.clone());
    let proven = trusted.is_some_and(|host| letter.proven_by(&host).is_some());
    if let Some((conversation, by)) = thread(s, letter)? {
        let is_theirs = address_of(s, &conversation)?.is_some_and(|known| known == letter.from);
        if is_theirs || by != By::Number {
            return Ok(Place {
                conversation: Some(conversation.id),
                customer: conversation.customer,
                verified: is_theirs && (proven || by == By::Token),
            });
        }
    }
    if proven && let Some(known) = customer_of(s, &letter.from)? {
        return Ok(Place { conversation: None, customer: known.id, verified: true });
    }
    Ok(Place { conversation: None, customer: stranger(s, &letter.from)?, verified: false })
}

fn thread(
    s: &mut Session<'_, '_>,
    letter: &Incoming,
) -> Result<Option<(Conversation, By)>, AppError> {
    let (tenant, app) = (s.tenant().clone(), s.app().clone());
    let mut found: Vec<(ConversationId, By)> = Vec::new();
    if let (Some(mailbox), Some(tokens)) =
        (app.mail().mailboxes.get(&tenant), app.mail().tokens.as_ref())
    {
        let token = |to: &String| {
            let (plain, tag) = without_tag(to);
            tag.filter(|_| plain == mailbox.address).and_then(|tag| tokens.read(&tenant, tag))
        };
        found.extend(letter.to.iter().filter_map(token).map(|id| (id, By::Token)));
    }
    for id in letter.answers.iter().take(ANSWERS_MAX) {
        let row = store::mail::get(s.tx(), &tenant, id)?;
        found.extend(row.and_then(|row| row.conversation).map(|id| (id, By::Answer)));
    }
    if let Some(number) = number(&letter.subject) {
        let row = store::conversations::by_number(s.tx(), &tenant, &number)?;
        let known = row.as_ref().map(parsed).transpose()?.map(|kept| kept.conversation);
        // Anybody may guess a number; a chat is answered in the chat.
        let by_mail = known.filter(|known| known.channel == Channel::Email);
        found.extend(by_mail.map(|known| (known.id, By::Number)));
    }
    for (id, by) in found {
        if let Some(kept) = conversations::current(s, id)? {
            return Ok(Some((kept.conversation, by)));
        }
    }
    Ok(None)
}

/// The number in `[#7F3K-9QDM]`.
fn number(subject: &str) -> Option<String> {
    let (_, rest) = subject.rsplit_once(MARK)?;
    let (number, _) = rest.split_once(']')?;
    let plain = number.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (plain && !number.is_empty() && number.len() <= NUMBER_CHARS_MAX)
        .then(|| number.to_ascii_uppercase())
}

/// The same stranger for the same address, and nothing that tells the address.
fn stranger(s: &mut Session<'_, '_>, address: &str) -> Result<CustomerId, AppError> {
    let (tenant, app) = (s.tenant().clone(), s.app().clone());
    let id = match &app.mail().tokens {
        Some(tokens) => tokens.pseudonym(&tenant, address),
        None => ConversationId::generate(s.now(), s.rng()).uuid(),
    };
    CustomerId::new(format!("{VISITOR_PREFIX}{id}"))
        .map_err(|error| AppError::internal("a visitor's id", error))
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn a_number_is_found_in_a_subject() {
        for (subject, expected) in [
            ("Re: My parcel [#7F3K-9QDM]", Some("7F3K-9QDM")),
            ("SV: [#aaaa-bbbb] x [#7f3k-9qdm]", Some("7F3K-9QDM")),
            ("[#]", None),
            ("[#7F3K", None),
            ("[#7F3K 9QDM]", None),
            ("#7F3K-9QDM", None),
            ("[#0123456789ABCDEFG]", None),
        ] {
            assert_eq!(number(subject).as_deref(), expected, "{subject}");
        }
    }
}
