//! The rules that ship, and their texts: what every benchmark decides by.

use anyhow::{Context as _, Result};
use app::Bundle;
use dispute::RuleBook;

/// # Errors
/// When a shipped file is broken, which the tests of `app` rule out.
pub fn shipped() -> Result<RuleBook> {
    Ok(Bundle::shipped().load()?)
}

/// The text of a shipped policy file, by its name under `policy/`.
///
/// # Errors
/// When there is no such file in the bundle.
pub fn text(name: &str) -> Result<String> {
    let bundle = Bundle::shipped();
    Ok(bundle.text(name).with_context(|| format!("policy/{name} is not in the bundle"))?.to_owned())
}
