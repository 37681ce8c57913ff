//! How a node reaches NATS.

use std::path::PathBuf;
use std::time::Duration;

use async_nats::{ConnectOptions, ServerAddr};
use kernel::Secret;

use crate::Pace;

/// Most servers that are named.
const SERVERS_MAX: usize = 16;
/// A server that says nothing for so long is given up.
const CONNECT_TIME_MAX: Duration = Duration::from_secs(2);
/// Between two signs of life on the connection; it is given up after the third without an answer.
const PING_EVERY: Duration = Duration::from_secs(2);
/// Messages that wait to be taken. What there is no room for is dropped, and a look made up for it; each may
/// be as large as the server lets it be, 1 MB by default.
const WAITING_MAX: usize = 64;
/// Waits before a server is tried again, in milliseconds: the first, and the longest.
const AGAIN_MS: u64 = 50;
const AGAIN_MS_MAX: u64 = 1_600;

/// Why there is no bus.
#[derive(Debug, thiserror::Error)]
pub enum BusError {
    #[error("no server is named; write one such as \"nats://nats.example.com:4222\"")]
    NoServer,
    #[error("{0} servers are named; there may be {SERVERS_MAX}")]
    ManyServers(usize),
    #[error(
        "{address:?} is no server: {why}; write one such as \"nats://nats.example.com:4222\", or tls://…"
    )]
    Server { address: String, why: String },
    #[error(
        "a server is named with a user or password, which would be logged; use token or credentials"
    )]
    Password,
    #[error(
        "these are no credentials of a NATS user: a JWT and the seed of its key, as `nsc generate creds` \
         writes them"
    )]
    Credentials,
    #[error("there is a bus already")]
    Linked,
    #[error("it cannot be connected to: {0}")]
    Connect(String),
    #[error("messages cannot be subscribed to: {0}")]
    Subscribe(String),
}

/// How this node proves who it is to NATS.
#[derive(Debug, Clone, Default)]
pub enum Proof {
    /// Not at all: NATS is reached by its nodes only.
    #[default]
    Nothing,
    Token(Secret),
    /// The text of a credentials file: a JWT and the seed of its key.
    Credentials(Secret),
}

/// Servers that may be asked: the addresses are such, and hold no password.
#[derive(Debug, Clone)]
pub struct Servers(Vec<ServerAddr>);

/// How this node reaches NATS, and what it is there.
#[derive(Debug, Clone)]
pub struct NatsOptions {
    pub servers: Servers,
    pub proof: Proof,
    /// TLS, or no connection.
    pub tls: bool,
    /// A PEM file: who is believed about servers; the machine's own list where absent.
    pub root_certificates: Option<PathBuf>,
    /// Under which this node's messages go out.
    pub region: String,
    /// Tells this node's messages from those of others: drawn by chance for each process.
    pub node: u64,
    pub pace: Pace,
}

impl NatsOptions {
    /// Servers by their addresses, such as `nats://nats.example.com:4222`; others of their cluster are not
    /// asked for.
    ///
    /// # Errors
    /// When there is none, or one is no address or holds a password.
    pub fn new(addresses: &[String]) -> Result<Self, BusError> {
        match addresses.len() {
            0 => return Err(BusError::NoServer),
            many if many > SERVERS_MAX => return Err(BusError::ManyServers(many)),
            _ => {}
        }
        let servers = addresses.iter().map(|address| server(address)).collect::<Result<_, _>>()?;
        Ok(Self {
            servers: Servers(servers),
            proof: Proof::Nothing,
            tls: false,
            root_certificates: None,
            region: String::new(),
            node: 0,
            pace: Pace::default(),
        })
    }

    /// # Errors
    /// When the credentials are none.
    pub fn check(&self) -> Result<(), BusError> {
        self.connect_options().map(|_| ())
    }

    /// Whether what this node proves itself with may cross the network for all to read.
    pub fn is_open(&self) -> bool {
        let is_token = matches!(self.proof, Proof::Token(_));
        is_token && !self.tls && !self.servers.0.iter().all(ServerAddr::tls_required)
    }

    pub(crate) fn servers(&self) -> Vec<ServerAddr> {
        self.servers.0.clone()
    }

    pub(crate) fn connect_options(&self) -> Result<ConnectOptions, BusError> {
        let options = match &self.proof {
            Proof::Nothing => ConnectOptions::new(),
            Proof::Token(token) => ConnectOptions::with_token(token.expose().to_owned()),
            Proof::Credentials(text) => {
                let read = ConnectOptions::with_credentials(text.expose());
                // What is wrong with a secret is not told with it.
                read.map_err(|_| BusError::Credentials)?
            }
        };
        let options = options
            .name("ombud")
            .require_tls(self.tls)
            .retry_on_initial_connect()
            .ignore_discovered_servers()
            .connection_timeout(CONNECT_TIME_MAX)
            .ping_interval(PING_EVERY)
            .subscription_capacity(WAITING_MAX)
            .reconnect_delay_callback(again_after);
        Ok(match &self.root_certificates {
            Some(path) => options.add_root_certificates(path.clone()),
            None => options,
        })
    }
}

fn server(address: &str) -> Result<ServerAddr, BusError> {
    let wrong = |why: &str| BusError::Server { address: address.to_owned(), why: why.to_owned() };
    if address.contains('@') {
        return Err(BusError::Password);
    }
    if !address.starts_with("nats://") && !address.starts_with("tls://") {
        return Err(wrong("it begins with neither nats:// nor tls://"));
    }
    let server: ServerAddr =
        address.parse().map_err(|error: std::io::Error| wrong(&error.to_string()))?;
    if server.host().is_empty() {
        return Err(wrong("it names no host"));
    }
    Ok(server)
}

/// The wait before so many tries in a row: none before the first.
fn again_after(tries: usize) -> Duration {
    let doubled = u32::try_from(tries.saturating_sub(2)).unwrap_or(u32::MAX);
    let wait_ms = AGAIN_MS.saturating_mul(2_u64.saturating_pow(doubled)).min(AGAIN_MS_MAX);
    Duration::from_millis(if tries < 2 { 0 } else { wait_ms })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(addresses: &[&str]) -> Result<NatsOptions, BusError> {
        let addresses: Vec<String> = addresses.iter().map(|one| (*one).to_owned()).collect();
        NatsOptions::new(&addresses)
    }

    #[test]
    fn servers_are_named_by_their_addresses() {
        for address in
            ["nats://127.0.0.1:4222", "nats://nats", "tls://nats.example.com:4443", "nats://[::1]"]
        {
            of(&[address]).unwrap();
        }
        of(&["nats://a:1", "nats://b:2"]).unwrap();
        let many: Vec<&str> = vec!["nats://a"; SERVERS_MAX + 1];
        let cases: [(&[&str], &str); 7] = [
            (&[], "no server is named"),
            (&many, "17 servers are named; there may be 16"),
            (&["nats.example.com"], "\"nats.example.com\" is no server: it begins with neither"),
            (&["wss://nats.example.com"], "neither nats:// nor tls://"),
            (&["nats://"], "is no server"),
            (&["nats://a:port"], "is no server"),
            (&["nats://a", "nats://ombud:hunter2@b"], "with a user or password"),
        ];
        for (addresses, expected) in cases {
            let error = of(addresses).unwrap_err().to_string();
            assert!(error.contains(expected), "{expected}: {error}");
            assert!(!error.contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn secrets_are_not_shown_and_broken_ones_not_told() {
        let secret = || Secret::new("SUhunter2");
        let mut options = of(&["nats://a"]).unwrap();
        for proof in [Proof::Token(secret()), Proof::Credentials(secret())] {
            options.proof = proof;
            assert!(!format!("{options:?}").contains("hunter2"), "{options:?}");
        }
        let error = options.check().unwrap_err().to_string();
        assert!(error.contains("nsc generate creds") && !error.contains("hunter2"), "{error}");
    }

    #[test]
    fn a_token_is_open_to_all_where_a_server_may_be_reached_without_tls() {
        for (addresses, tls, is_open) in [
            (&["nats://a"][..], false, true),
            (&["nats://a"], true, false),
            (&["tls://a"], false, false),
            (&["tls://a", "nats://b"], false, true),
        ] {
            let options = NatsOptions { tls, ..of(addresses).unwrap() };
            assert!(!options.is_open(), "nothing is proved");
            let proof = Proof::Token(Secret::new("t"));
            assert_eq!(NatsOptions { proof, ..options }.is_open(), is_open, "{addresses:?}");
        }
    }

    #[test]
    fn waits_between_tries_grow_to_a_bound() {
        let waits: Vec<u128> = (0..9).map(|tries| again_after(tries).as_millis()).collect();
        assert_eq!(waits, [0, 0, 50, 100, 200, 400, 800, 1_600, 1_600]);
        assert_eq!(again_after(usize::MAX).as_millis(), 1_600);
    }
}
