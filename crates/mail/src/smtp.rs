//! Letters leave over SMTP: to a relay, over TLS unless it is this machine.

use std::sync::OnceLock;
use std::time::Duration;

use async_trait::async_trait;
use kernel::Secret;
use lettre::address::Envelope;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::{AsyncSmtpTransportBuilder, PoolConfig};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};

use crate::Written;

/// How long the relay may take to answer.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(30);
/// Connections to the relay that one node keeps open.
const CONNECTIONS_MAX: u32 = 4;
const TLS_PORT: u16 = 465;
const SUBMISSION_PORT: u16 = 587;

/// Why a letter did not leave.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// It may leave later.
    #[error("the mail relay cannot take it now: {0}")]
    Later(String),
    /// It never will.
    #[error("the mail relay refused it: {0}")]
    Refused(String),
}

/// Takes a letter and sends it on.
#[async_trait]
pub trait Transport: Send + Sync + std::fmt::Debug {
    /// # Errors
    /// [`SendError`]; without one, whoever is next on its way has it.
    async fn send(&self, letter: &Written) -> Result<(), SendError>;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Security {
    /// TLS from the first byte.
    Tls,
    /// TLS after STARTTLS, or nothing is sent.
    StartTls,
    /// None: this machine alone hears it.
    Local,
}

/// Where the relay is, and who we are to it.
#[derive(Debug, Clone)]
pub struct SmtpOptions {
    host: String,
    port: u16,
    security: Security,
    /// User and password.
    pub credentials: Option<(String, Secret)>,
}

impl SmtpOptions {
    /// Reads `smtps://host[:port]` (TLS at once, 465) or `smtp://host[:port]` (STARTTLS, 587; plain to
    /// this machine alone).
    ///
    /// # Errors
    /// In words, with what to write.
    pub fn parse(url: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "{url:?} is no address of a relay; write smtps://mail.example.com or smtp://mail.example.com:587"
            )
        };
        let (scheme, rest) = url.split_once("://").ok_or_else(wrong)?;
        let (host, port) = match rest.trim_end_matches('/').rsplit_once(':') {
            Some((host, port)) => (host, Some(port.parse::<u16>().map_err(|_| wrong())?)),
            None => (rest.trim_end_matches('/'), None),
        };
        if host.is_empty() || host.contains(['/', '@', '?', ' ']) {
            return Err(wrong());
        }
        let here = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
        let (security, usual) = match scheme {
            "smtps" => (Security::Tls, TLS_PORT),
            "smtp" if here => (Security::Local, SUBMISSION_PORT),
            "smtp" => (Security::StartTls, SUBMISSION_PORT),
            _ => return Err(wrong()),
        };
        let (host, port) = (host.to_owned(), port.unwrap_or(usual));
        Ok(Self { host, port, security, credentials: None })
    }
}

/// A relay. Connections are kept open between letters.
pub struct Smtp {
    builder: AsyncSmtpTransportBuilder,
    /// Made at the first letter: it needs a runtime for its idle connections.
    transport: OnceLock<AsyncSmtpTransport<Tokio1Executor>>,
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Smtp")
    }
}

impl Smtp {
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(options: &SmtpOptions) -> Result<Self, SendError> {
        // Another part of the process may have chosen before: any is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let parameters = || {
            let made = TlsParameters::new(options.host.clone());
            made.map_err(|error| SendError::Later(error.to_string()))
        };
        let tls = match options.security {
            Security::Tls => Tls::Wrapper(parameters()?),
            Security::StartTls => Tls::Required(parameters()?),
            Security::Local => Tls::None,
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&options.host)
            .port(options.port)
            .tls(tls)
            .timeout(Some(ANSWER_TIME_MAX))
            .pool_config(PoolConfig::new().max_size(CONNECTIONS_MAX));
        if let Some((user, password)) = &options.credentials {
            let credentials = Credentials::new(user.clone(), password.expose().to_owned());
            builder = builder.credentials(credentials);
        }
        Ok(Self { builder, transport: OnceLock::new() })
    }
}

#[async_trait]
impl Transport for Smtp {
    async fn send(&self, letter: &Written) -> Result<(), SendError> {
        let address = |text: &str| {
            text.parse().map_err(|error| SendError::Refused(format!("{text:?}: {error}")))
        };
        let envelope = Envelope::new(Some(address(&letter.from)?), vec![address(&letter.to)?]);
        let envelope = envelope.map_err(|error| SendError::Refused(error.to_string()))?;
        let transport = self.transport.get_or_init(|| self.builder.clone().build());
        match transport.send_raw(&envelope, &letter.bytes).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err(SendError::Refused(words(&error))),
            Err(error) => Err(SendError::Later(words(&error))),
        }
    }
}

/// The error with what led to it.
fn words(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relay_is_reached_over_tls_unless_it_is_here() {
        for (url, expected) in [
            ("smtps://mail.example.com", Some(("mail.example.com", 465, Security::Tls))),
            ("smtps://mail.example.com:2465/", Some(("mail.example.com", 2465, Security::Tls))),
            ("smtp://mail.example.com", Some(("mail.example.com", 587, Security::StartTls))),
            ("smtp://127.0.0.1:1025", Some(("127.0.0.1", 1025, Security::Local))),
            (
                "smtp://localhost.example.com:25",
                Some(("localhost.example.com", 25, Security::StartTls)),
            ),
            ("mail.example.com", None),
            ("smtp://", None),
            ("smtp://user@mail.example.com", None),
            ("smtp://mail.example.com:x", None),
            ("http://mail.example.com", None),
        ] {
            let read = SmtpOptions::parse(url);
            let seen = read.as_ref().ok().map(|o| (o.host.as_str(), o.port, o.security));
            assert_eq!(seen, expected, "{url}");
        }
    }
}
