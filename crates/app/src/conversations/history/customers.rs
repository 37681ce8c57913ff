//! Whose a conversation of another desk is: a customer of ours, or somebody we do not know.

use std::collections::HashMap;

use importers::Conversation;
use kernel::CustomerId;
use kernel::canonical::Sha256Hex;
use store::parties::Party;

use crate::sign_in::customer_of;
use crate::users::normal_email;
use crate::{AppError, Session};

/// What the ids of people begin with whom we do not know.
const STRANGER_PREFIX: &str = "imported-";
/// How much of the hash stands in such an id.
const STRANGER_CHARS: usize = 32;
const NAMELESS: &str = "Customer";
const LANGUAGE: &str = "en";

/// Somebody, as the conversation names them.
#[derive(Debug, Clone)]
pub(super) struct Whose {
    pub(super) id: CustomerId,
    pub(super) name: String,
    pub(super) language: String,
}

/// A customer of ours: the id, and the language of letters.
type Ours = (CustomerId, String);

/// Those of one batch: who writes often is looked up once.
#[derive(Debug, Default)]
pub(super) struct Customers {
    by_id: HashMap<String, Option<Ours>>,
    by_email: HashMap<String, Option<Ours>>,
}

impl Customers {
    /// By the company's own id, else by the e-mail address that our customer has today, as at signing
    /// in; else a stranger, the same one in all their conversations of this source.
    pub(super) fn of(
        &mut self,
        s: &mut Session<'_, '_>,
        told: &Conversation,
    ) -> Result<Whose, AppError> {
        let email = told.customer.email.as_deref().map(normal_email);
        let mut ours = match &told.customer.external_id {
            Some(id) => self.with_id(s, id)?,
            None => None,
        };
        if let (None, Some(email)) = (&ours, &email) {
            ours = self.with_email(s, email)?;
        }
        let local = email.as_deref().and_then(|email| email.split_once('@'));
        let name = told.customer.name.clone().or(local.map(|(name, _)| name.to_owned()));
        let mut name = name.unwrap_or_else(|| NAMELESS.to_owned());
        crate::order::scrub::text(&mut name);
        let (id, language) = match ours {
            Some(ours) => ours,
            None => (stranger(told, email.as_deref())?, LANGUAGE.to_owned()),
        };
        Ok(Whose { id, name, language })
    }

    fn with_id(&mut self, s: &mut Session<'_, '_>, id: &str) -> Result<Option<Ours>, AppError> {
        if let Some(found) = self.by_id.get(id) {
            return Ok(found.clone());
        }
        let tenant = s.tenant().clone();
        let found = match CustomerId::new(id) {
            Ok(_) => store::parties::get(s.tx(), Party::Customer, &tenant, id)?,
            Err(_) => None,
        };
        let found = match found {
            Some(row) => {
                let record: commerce::Customer = serde_json::from_str(&row.doc)?;
                Some((record.id, record.language))
            }
            None => None,
        };
        self.by_id.insert(id.to_owned(), found.clone());
        Ok(found)
    }

    fn with_email(
        &mut self,
        s: &mut Session<'_, '_>,
        email: &str,
    ) -> Result<Option<Ours>, AppError> {
        if let Some(found) = self.by_email.get(email) {
            return Ok(found.clone());
        }
        let found = customer_of(s, email)?.map(|record| (record.id, record.language));
        self.by_email.insert(email.to_owned(), found.clone());
        Ok(found)
    }
}

/// An id for somebody whom we do not know, which does not say who they are.
fn stranger(told: &Conversation, email: Option<&str>) -> Result<CustomerId, AppError> {
    let customer = &told.customer;
    let (kind, key) = match (&customer.external_id, email, &customer.source_id) {
        (Some(id), _, _) => ("external", id.as_str()),
        (None, Some(email), _) => ("email", email),
        (None, None, Some(id)) => ("person", id.as_str()),
        (None, None, None) => ("conversation", told.id.as_str()),
    };
    let mut hash = Sha256Hex::of(format!("{}\n{kind}\n{key}", told.source).as_bytes()).to_string();
    hash.truncate(STRANGER_CHARS);
    CustomerId::new(format!("{STRANGER_PREFIX}{hash}"))
        .map_err(|error| AppError::internal("the id of somebody unknown", error))
}
