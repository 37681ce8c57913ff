//! To which conversation a letter belongs, and whether it counts as the customer's own.

use ::mail::{Incoming, without_tag};
use kernel::{ConversationId, CustomerId, NoticeId};
use store::notices::NoticeRow;
use support::conversation::{Channel, Conversation};

use super::notices;
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
    /// The notice that it answers, where it begins a conversation.
    pub(super) notice: Option<NoticeId>,
    /// It says that it is from the address that the conversation is answered at.
    pub(super) own: bool,
}

impl Place {
    /// The beginning of a conversation of somebody whom nothing proves.
    const fn new(customer: CustomerId) -> Self {
        Self { conversation: None, customer, verified: false, own: false, notice: None }
    }
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
    let proven = is_proven(s, letter);
    if let Some((conversation, by)) = thread(s, letter)? {
        let is_theirs = address_of(s, &conversation)?.is_some_and(|known| known == letter.from);
        if is_theirs || by != By::Number {
            return Ok(Place {
                conversation: Some(conversation.id),
                customer: conversation.customer,
                verified: is_theirs && (proven || by == By::Token),
                own: is_theirs,
                notice: None,
            });
        }
    }
    if let Some((row, customer, by)) = notice(s, letter)? {
        let known = notices::of_customer(s, &customer)?;
        let verified = known.as_ref() == Some(&letter.from) && (proven || by == By::Token);
        let (own, notice) = (known.as_ref() == Some(&letter.from), Some(row.notice));
        return Ok(Place { conversation: None, customer, verified, own, notice });
    }
    if proven && let Some(known) = customer_of(s, &letter.from)? {
        return Ok(Place { verified: true, ..Place::new(known.id) });
    }
    let customer = stranger(s, &letter.from)?;
    Ok(Place::new(customer))
}

/// What the signed addresses name that a letter is to.
fn signed(s: &Session<'_, '_>, letter: &Incoming) -> Vec<ConversationId> {
    let (tenant, mail) = (s.tenant(), s.app().mail());
    let (Some(mailbox), Some(tokens)) = (mail.mailboxes.get(tenant), mail.tokens.as_ref()) else {
        return Vec::new();
    };
    let token = |to: &String| {
        let (plain, tag) = without_tag(to);
        tag.filter(|_| plain == mailbox.address).and_then(|tag| tokens.read(tenant, tag))
    };
    letter.to.iter().filter_map(token).collect()
}

/// The notice to a customer that a letter answers.
fn notice(
    s: &mut Session<'_, '_>,
    letter: &Incoming,
) -> Result<Option<(NoticeRow, CustomerId, By)>, AppError> {
    let tenant = s.tenant().clone();
    let by_token =
        signed(s, letter).into_iter().map(|id| (NoticeId::from_uuid(id.uuid()), By::Token));
    let answers = letter.answers.iter().take(ANSWERS_MAX);
    let by_answer = answers.filter_map(|id| Some((notices::notice_of(id)?, By::Answer)));
    for (id, by) in by_token.chain(by_answer) {
        let row = store::notices::get(s.tx(), &tenant, id)?;
        if let Some((row, customer)) = row.and_then(|row| row.customer.clone().map(|of| (row, of)))
        {
            return Ok(Some((row, customer, by)));
        }
    }
    Ok(None)
}

/// Whether our own mail server vouches for the sender's domain.
pub(super) fn is_proven(s: &Session<'_, '_>, letter: &Incoming) -> bool {
    let mailbox = s.app().mail().mailboxes.get(s.tenant());
    let trusted = mailbox.and_then(|one| one.trusted_host.as_ref());
    trusted.is_some_and(|host| letter.proven_by(host).is_some())
}

fn thread(
    s: &mut Session<'_, '_>,
    letter: &Incoming,
) -> Result<Option<(Conversation, By)>, AppError> {
    let (tenant, app) = (s.tenant().clone(), s.app().clone());
    let mut found: Vec<(ConversationId, By)> = Vec::new();
    for id in signed(s, letter) {
        found.push((id, By::Token));
        // Where it is a notice's, the conversation that an earlier answer to it began.
        let notice = notices::id_of(&app, &tenant, NoticeId::from_uuid(id.uuid()), 1);
        let row = store::mail::get(s.tx(), &tenant, &notice, false)?;
        found.extend(row.and_then(|row| row.conversation).map(|id| (id, By::Token)));
    }
    for id in letter.answers.iter().take(ANSWERS_MAX) {
        // Ours first: somebody may have sent a letter under the id of one of ours.
        let row = match store::mail::get(s.tx(), &tenant, id, false)? {
            None => store::mail::get(s.tx(), &tenant, id, true)?,
            ours => ours,
        };
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
pub(super) fn stranger(s: &mut Session<'_, '_>, address: &str) -> Result<CustomerId, AppError> {
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
