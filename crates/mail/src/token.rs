//! Reply tokens: what stands in a letter's `Reply-To`, so that the answer finds its conversation.
//!
//! `support+TOKEN@…`, where the token is the conversation's id and a MAC over company and id, as one
//! word of lower-case letters and digits: mail programs change the case of addresses. Whoever shows one
//! has had a letter of that conversation in their hands; who they are is another question.

use hmac::{Hmac, KeyInit, Mac};
use kernel::{ConversationId, Secret, TenantId};
use sha2::Sha256;

/// Shortest key, in bytes.
const KEY_BYTES_MIN: usize = 32;
/// What is kept of the MAC: 80 bits, of which nobody can try many.
const MAC_BYTES: usize = 10;
const ID_BYTES: usize = 16;
/// Crockford's base 32 in lower case.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Makes and reads tokens.
#[derive(Clone)]
pub struct ReplyTokens(Hmac<Sha256>);

impl std::fmt::Debug for ReplyTokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReplyTokens")
    }
}

impl ReplyTokens {
    /// `None` for a key of fewer than 32 bytes.
    pub fn new(key: &Secret) -> Option<Self> {
        let key = key.expose().as_bytes();
        if key.len() < KEY_BYTES_MIN {
            return None;
        }
        Hmac::new_from_slice(key).ok().map(Self)
    }

    /// The token of a conversation.
    pub fn make(&self, tenant: &TenantId, conversation: ConversationId) -> String {
        let id = conversation.uuid();
        let mac = self.mac(tenant, id.as_bytes()).finalize().into_bytes();
        let bytes: Vec<u8> =
            id.as_bytes().iter().chain(mac.iter().take(MAC_BYTES)).copied().collect();
        encode(&bytes)
    }

    /// The conversation of a token that was made here for this company.
    pub fn read(&self, tenant: &TenantId, token: &str) -> Option<ConversationId> {
        let bytes = decode(token)?;
        if bytes.len() != ID_BYTES + MAC_BYTES {
            return None;
        }
        let (id, mac) = bytes.split_at_checked(ID_BYTES)?;
        self.mac(tenant, id).verify_truncated_left(mac).ok()?;
        let id: [u8; ID_BYTES] = id.try_into().ok()?;
        Some(ConversationId::from_uuid(uuid::Uuid::from_bytes(id)))
    }

    /// A number that stands for a text and tells nothing of it.
    pub fn pseudonym(&self, tenant: &TenantId, text: &str) -> uuid::Uuid {
        let mac = self.mac(tenant, format!("pseudonym\n{text}").as_bytes()).finalize().into_bytes();
        let mut bytes = [0u8; ID_BYTES];
        for (to, from) in bytes.iter_mut().zip(mac) {
            *to = from;
        }
        uuid::Builder::from_custom_bytes(bytes).into_uuid()
    }

    fn mac(&self, tenant: &TenantId, what: &[u8]) -> Hmac<Sha256> {
        let mut mac = self.0.clone();
        mac.update(b"ombud-reply-1\n");
        mac.update(tenant.as_str().as_bytes());
        mac.update(b"\n");
        mac.update(what);
        mac
    }
}

fn encode(bytes: &[u8]) -> String {
    let (mut text, mut bits, mut held) = (String::new(), 0u32, 0u32);
    for byte in bytes {
        bits = (bits << 8) | u32::from(*byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            text.push(letter(bits >> held));
        }
        bits &= (1 << held) - 1;
    }
    if held > 0 {
        text.push(letter(bits << (5 - held)));
    }
    text
}

fn letter(bits: u32) -> char {
    let place = usize::try_from(bits & 31).unwrap_or(0);
    char::from(LETTERS.get(place).copied().unwrap_or(b'0'))
}

fn decode(text: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0u32, 0u32);
    for c in text.bytes() {
        let place = LETTERS.iter().position(|known| *known == c.to_ascii_lowercase())?;
        bits = (bits << 5) | u32::try_from(place).ok()?;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xff).ok()?);
        }
        bits &= (1 << held) - 1;
    }
    // What is left over says nothing, or two texts would be one token.
    (bits == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tokens(key: &str) -> ReplyTokens {
        ReplyTokens::new(&Secret::new(key)).unwrap()
    }

    const KEY: &str = "a key of thirty-two bytes or more";

    proptest! {
        #[test]
        fn a_token_is_read_by_whom_it_was_made_for(id in any::<u128>(), other in any::<u128>()) {
            let (acme, rival): (TenantId, TenantId) = ("acme".parse().unwrap(), "rival".parse().unwrap());
            let id = ConversationId::from_uuid(uuid::Uuid::from_u128(id));
            let token = tokens(KEY).make(&acme, id);
            prop_assert!(token.len() + "support+".len() <= 64, "a local part has 64 characters");
            prop_assert_eq!(tokens(KEY).read(&acme, &token), Some(id));
            prop_assert_eq!(tokens(KEY).read(&acme, &token.to_uppercase()), Some(id));
            prop_assert_eq!(tokens(KEY).read(&rival, &token), None);
            prop_assert_eq!(tokens("another key of thirty-two bytes!!").read(&acme, &token), None);
            // The id of another conversation with this one's MAC.
            let mut forged = encode(&other.to_be_bytes());
            forged.truncate(25);
            forged.push_str(token.get(25..).unwrap());
            if forged != token {
                prop_assert_eq!(tokens(KEY).read(&acme, &forged), None);
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,80}") {
            let acme: TenantId = "acme".parse().unwrap();
            prop_assert_eq!(tokens(KEY).read(&acme, &text), None);
        }
    }

    #[test]
    fn a_short_key_is_no_key() {
        assert!(ReplyTokens::new(&Secret::new("short")).is_none());
    }
}
