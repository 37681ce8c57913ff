//! `[mail]` and `[[mailbox]]`: the relay that letters leave by, and where each company is written to.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use ::mail::{
    ImapOptions, Incoming, ReplyTokens, SendError, Smtp, SmtpOptions, Transport, Written,
};
use anyhow::{Context as _, Result, anyhow, bail};
use app::mail::{MailOptions, SignInQueue};
use app::sign_in::{self, Mailer, Outbox};
use async_trait::async_trait;
use kernel::{Secret, TenantId};
use serde::Deserialize;

use super::Config;

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct MailSection {
    pub(crate) sender: String,
    pub(crate) smtp: String,
    pub(crate) from: String,
    pub(crate) user: String,
    pub(super) password: String,
    pub(crate) key: String,
}

impl Default for MailSection {
    fn default() -> Self {
        Self {
            sender: "none".to_owned(),
            smtp: String::new(),
            from: String::new(),
            user: String::new(),
            password: String::new(),
            key: String::new(),
        }
    }
}

impl std::fmt::Debug for MailSection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailSection").field("sender", &self.sender).finish_non_exhaustive()
    }
}

/// Where a company is written to.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mailbox {
    tenant: String,
    address: String,
    /// Shown as the sender; the company's name when absent.
    #[serde(default)]
    name: String,
    /// The mail server whose `Authentication-Results` are believed.
    #[serde(default)]
    trusted_host: Option<String>,
    /// `imaps://…`: letters are fetched there. Without it they are handed in.
    #[serde(default)]
    imap: Option<String>,
    #[serde(default)]
    user: Option<String>,
    #[serde(default)]
    password: Option<String>,
    #[serde(default)]
    password_file: Option<PathBuf>,
    #[serde(default)]
    folder: Option<String>,
}

impl std::fmt::Debug for Mailbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mailbox").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Mailbox {
    /// One that nothing is fetched from.
    pub(crate) fn handed_in(tenant: &str, address: &str, trusted_host: &str) -> Self {
        Self {
            tenant: tenant.to_owned(),
            address: address.to_owned(),
            name: String::new(),
            trusted_host: Some(trusted_host.to_owned()),
            imap: None,
            user: None,
            password: None,
            password_file: None,
            folder: None,
        }
    }

    fn read(&self) -> Result<(TenantId, app::mail::Mailbox)> {
        let tenant = self.tenant.parse().context("tenant")?;
        let address = ::mail::normal(&self.address);
        let address = address.with_context(|| format!("address = {:?} is none", self.address))?;
        if address.contains('+') {
            bail!("address = {address:?} holds a +, which marks the conversation that is answered");
        }
        let imap = match &self.imap {
            Some(url) => Some(self.imap(url)?),
            None if self.user.is_some() || self.folder.is_some() => {
                bail!("user and folder are of a mailbox that is fetched: give imap too")
            }
            None => None,
        };
        let (name, trusted_host) = (self.name.clone(), self.trusted_host.clone());
        Ok((tenant, app::mail::Mailbox { address, name, trusted_host, imap }))
    }

    fn imap(&self, url: &str) -> Result<ImapOptions> {
        let user = self.user.as_deref().context("imap needs user")?;
        let secret = (self.password.as_deref(), self.password_file.as_ref());
        let password = super::sign_in::one("password", secret.0, secret.1)?;
        let folder = self.folder.as_deref().unwrap_or("INBOX");
        ImapOptions::parse(url, user, password, folder).map_err(|error| anyhow!("imap = {error}"))
    }
}

/// What comes of both sections.
#[derive(Debug)]
pub(crate) struct Mail {
    pub(crate) options: MailOptions,
    /// By which letters of sign-in leave.
    pub(crate) mailer: Option<Arc<dyn Mailer>>,
}

pub(super) fn read(config: &Config) -> Result<Mail> {
    let section = &config.mail;
    let mut mailboxes = BTreeMap::new();
    for mailbox in &config.mailboxes {
        let name = || format!("mailbox of {}", mailbox.tenant);
        let (tenant, read) = mailbox.read().with_context(name)?;
        if mailboxes.insert(tenant, read).is_some() {
            bail!("{} is there twice", name());
        }
    }
    let tokens = match section.key.as_str() {
        "" if !mailboxes.is_empty() => bail!(
            "mail.key is needed where there is a [[mailbox]]; make one with `openssl rand -hex 32`"
        ),
        "" => None,
        key => {
            let tokens = ReplyTokens::new(&Secret::new(key));
            Some(tokens.context("mail.key must have 32 characters or more")?)
        }
    };
    let mut options = MailOptions { transport: None, mailboxes, tokens, sign_in: None };
    let mailer: Option<Arc<dyn Mailer>> = match section.sender.as_str() {
        "none" => None,
        "terminal" => {
            options.transport = Some(Arc::new(Terminal));
            Some(Arc::new(Outbox::shown_by(print_letter)))
        }
        "smtp" => {
            let transport: Arc<dyn Transport> = Arc::new(relay(section)?);
            let queue = Arc::new(SignInQueue::new(Arc::clone(&transport), from(section)?));
            options.transport = Some(transport);
            options.sign_in = Some(Arc::clone(&queue));
            Some(queue)
        }
        other => bail!("mail.sender = {other:?} is not known; write none, smtp or terminal"),
    };
    Ok(Mail { options, mailer })
}

fn relay(section: &MailSection) -> Result<Smtp> {
    let mut options =
        SmtpOptions::parse(&section.smtp).map_err(|error| anyhow!("mail.smtp = {error}"))?;
    options.credentials = match (section.user.as_str(), section.password.as_str()) {
        ("", "") => None,
        ("", _) | (_, "") => bail!("mail.user and mail.password belong together"),
        (user, password) => Some((user.to_owned(), Secret::new(password))),
    };
    Smtp::new(&options).context("the client of mail.smtp")
}

/// `Acme <noreply@acme.example>`, or the address alone.
fn from(section: &MailSection) -> Result<(String, String)> {
    let (name, address) = match section.from.split_once('<') {
        Some((name, rest)) => (name.trim(), rest.trim_end().trim_end_matches('>')),
        None => ("", section.from.as_str()),
    };
    let address = ::mail::normal(address);
    let address =
        address.with_context(|| format!("mail.from = {:?} is no address", section.from))?;
    Ok((name.trim_matches('"').to_owned(), address))
}

/// For development: whoever sees the terminal is everybody.
fn print_letter(mail: &sign_in::Mail) {
    println!("[letter to {}] {}\n  {}", mail.to, mail.subject, mail.text.replace('\n', "\n  "));
}

/// As [`print_letter`], of the desk's letters.
#[derive(Debug)]
struct Terminal;

#[async_trait]
impl Transport for Terminal {
    async fn send(&self, letter: &Written) -> Result<(), SendError> {
        let read = Incoming::parse(&letter.bytes);
        let read = read.map_err(|error| SendError::Refused(error.to_string()))?;
        let (text, to) = (read.text.trim().replace('\n', "\n  "), &letter.to);
        println!("[letter to {to}] {}\n  {text}", read.subject);
        Ok(())
    }
}

pub(super) fn redacted(config: &Config) -> String {
    let shown = |one: &Mailbox| format!("mailbox.{} = {:?}\n", one.tenant, one.address);
    config.mailboxes.iter().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<Mail> {
        let config: Config = toml::from_str(text).unwrap();
        read(&config)
    }

    const KEY: &str = "key = \"0123456789abcdef0123456789abcdef\"\n";
    const BOX: &str = "[[mailbox]]\ntenant = \"acme\"\naddress = \"support@acme.example\"\n";
    const SMTP: &str = "[mail]\nsender = \"smtp\"\nsmtp = \"smtps://mail.example.com\"\n\
        from = \"Acme <noreply@acme.example>\"\n";

    #[test]
    fn what_is_wrong_is_named() {
        let keyed = format!("[mail]\n{KEY}{BOX}");
        for (text, words) in [
            ("[mail]\nsender = \"pigeon\"".to_owned(), "mail.sender"),
            ("[mail]\nsender = \"smtp\"".to_owned(), "mail.smtp"),
            (SMTP.replace("Acme <noreply@acme.example>", "nobody"), "mail.from"),
            (format!("{SMTP}user = \"x\""), "belong together"),
            ("[mail]\nkey = \"short\"".to_owned(), "mail.key"),
            (BOX.to_owned(), "mail.key is needed"),
            (format!("{keyed}{BOX}"), "twice"),
            (keyed.replace("support@", "support+x@"), "holds a +"),
            (keyed.replace("support@acme.example", "support"), "address"),
            (format!("{keyed}user = \"x\""), "give imap too"),
            (format!("{keyed}imap = \"imaps://mail.example.com\""), "needs user"),
            (format!("{keyed}imap = \"imaps://m.example\"\nuser = \"x\""), "give password"),
            (
                format!("{keyed}imap = \"imap://m.example\"\nuser = \"x\"\npassword = \"y\""),
                "not encrypted",
            ),
        ] {
            let error = format!("{:#}", of(&text).unwrap_err());
            assert!(error.contains(words), "{text}: {error}");
        }
    }

    #[test]
    fn what_is_right_is_taken_and_not_shown() {
        let text = format!(
            "{SMTP}user = \"x\"\npassword = \"hunter2\"\n{KEY}{BOX}trusted_host = \"mx.acme.example\"\n\
             imap = \"imaps://mail.acme.example\"\nuser = \"support\"\npassword = \"hunter3\""
        );
        let mail = of(&text).unwrap();
        assert!(mail.mailer.is_some() && mail.options.sign_in.is_some());
        let tenant: TenantId = "acme".parse().unwrap();
        assert_eq!(mail.options.mailboxes[&tenant].imap.as_ref().unwrap().folder, "INBOX");
        let config: Config = toml::from_str(&text).unwrap();
        for shown in [format!("{mail:?}"), format!("{config:?}"), config.redacted()] {
            for secret in ["hunter2", "hunter3", "0123456789abcdef"] {
                assert!(!shown.contains(secret), "{shown}");
            }
        }
        assert!(of("").unwrap().options.mailboxes.is_empty());
    }
}
