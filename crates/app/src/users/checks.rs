//! What an address, a name and a list of skills may look like.

use crate::AppError;

const EMAIL_CHARS_MAX: usize = 254;
const NAME_CHARS_MAX: usize = 100;
const TAGS_MAX: usize = 50;
const TAG_CHARS_MAX: usize = 50;
const CAPACITY_UNITS_MAX: i64 = 100;

/// An address as it is compared.
pub(crate) fn normal_email(email: &str) -> String {
    email.trim().to_lowercase()
}

pub(super) fn checked_email(email: &str) -> Result<String, AppError> {
    let email = normal_email(email);
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>,;:\"()[]\\".contains(c);
    let parts = email.split_once('@');
    let shaped = parts.is_some_and(|(name, domain)| {
        !name.is_empty() && !domain.contains('@') && domain.split('.').all(|part| !part.is_empty())
    });
    if !shaped || !email.chars().all(plain) || email.chars().count() > EMAIL_CHARS_MAX {
        return Err(AppError::invalid("email", "must be an e-mail address"));
    }
    Ok(email)
}

pub(crate) fn checked_name(name: &str) -> Result<String, AppError> {
    let name = name.trim();
    let chars = name.chars().count();
    if !(1..=NAME_CHARS_MAX).contains(&chars) || name.chars().any(char::is_control) {
        let problem = format!("must have 1 to {NAME_CHARS_MAX} characters on one line");
        return Err(AppError::invalid("name", problem));
    }
    Ok(name.to_owned())
}

pub(super) fn tags(field: &str, tags: &[String]) -> Result<String, AppError> {
    let plain = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    let good =
        |tag: &String| (1..=TAG_CHARS_MAX).contains(&tag.chars().count()) && tag.chars().all(plain);
    if tags.len() > TAGS_MAX || !tags.iter().all(good) {
        let problem = format!("at most {TAGS_MAX}, each of letters, digits and - _ .");
        return Err(AppError::invalid(field, problem));
    }
    Ok(serde_json::to_string(tags)?)
}

pub(super) fn units(units: i64) -> Result<i64, AppError> {
    if (0..=CAPACITY_UNITS_MAX).contains(&units) {
        return Ok(units);
    }
    Err(AppError::invalid("capacity_units", format!("must be 0 to {CAPACITY_UNITS_MAX}")))
}
