//! A mailbox read over IMAP (RFC 3501): which letters came after one that is known, one by one.
//!
//! Nothing is changed in the mailbox: letters are read without being marked, and stay where they are.
//! Where the server can (RFC 2177), it tells of new letters by itself, and nobody has to ask.

use std::sync::Arc;
use std::time::Duration;

use async_imap::Session;
use async_imap::types::UnsolicitedResponse;
use futures_util::TryStreamExt as _;
use kernel::{Secret, Timestamp};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use rustls_platform_verifier::BuilderVerifierExt as _;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

/// How long one exchange with the server may take.
const EXCHANGE_TIME_MAX: Duration = Duration::from_secs(60);
/// How long one wait for new letters lasts before it is begun anew. Servers may end one after 30
/// minutes (RFC 2177); much sooner, a connection that died without a word is found to be dead.
pub const IDLE_TIME_MAX: Duration = Duration::from_secs(9 * 60);
const TLS_PORT: u16 = 993;
const PLAIN_PORT: u16 = 143;

/// Why a mailbox could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ImapError {
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("{0}")]
    Imap(#[from] async_imap::error::Error),
    #[error("TLS: {0}")]
    Tls(String),
    #[error("the server did not answer within {} s", EXCHANGE_TIME_MAX.as_secs())]
    Silent,
    #[error("the server said something else than was asked: {0}")]
    Unexpected(&'static str),
}

/// Where the mailbox is.
#[derive(Debug, Clone)]
pub struct ImapOptions {
    host: String,
    port: u16,
    tls: bool,
    pub user: String,
    pub password: Secret,
    pub folder: String,
}

impl ImapOptions {
    /// Reads `imaps://host[:port]`, or `imap://` to this machine alone.
    ///
    /// # Errors
    /// In words, with what to write.
    pub fn parse(url: &str, user: &str, password: Secret, folder: &str) -> Result<Self, String> {
        let wrong =
            || format!("{url:?} is no address of a mailbox; write imaps://mail.example.com");
        let (scheme, rest) = url.split_once("://").ok_or_else(wrong)?;
        let rest = rest.trim_end_matches('/');
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) => (host, Some(port.parse::<u16>().map_err(|_| wrong())?)),
            None => (rest, None),
        };
        let here = matches!(host, "localhost" | "127.0.0.1");
        if host.is_empty() || host.contains(['/', '@', '?', ' ']) {
            return Err(wrong());
        }
        let tls = match scheme {
            "imaps" => true,
            "imap" if here => false,
            "imap" => return Err(format!("{url:?} is not encrypted; write imaps://{host}")),
            _ => return Err(wrong()),
        };
        Ok(Self {
            host: host.to_owned(),
            port: port.unwrap_or(if tls { TLS_PORT } else { PLAIN_PORT }),
            tls,
            user: user.to_owned(),
            password,
            folder: folder.to_owned(),
        })
    }
}

/// A folder as it was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selected {
    /// Letters are numbered anew when this changes.
    pub uid_validity: u32,
    /// The number that the next letter gets.
    pub uid_next: u32,
}

/// One letter, or that it is there and too large.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    pub uid: u32,
    /// When the server got it.
    pub received_at: Option<Timestamp>,
    pub bytes_total: usize,
    /// `None` where it is larger than was asked for.
    pub raw: Option<Vec<u8>>,
}

trait Stream: AsyncRead + AsyncWrite + Unpin + Send + Sync + std::fmt::Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + Sync + std::fmt::Debug> Stream for T {}

/// A signed-in connection.
#[derive(Debug)]
pub struct ImapSession {
    session: Session<Box<dyn Stream>>,
    idles: bool,
}

impl ImapSession {
    /// Connects and signs in.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn open(options: &ImapOptions) -> Result<Self, ImapError> {
        within(async {
            let stream = TcpStream::connect((options.host.as_str(), options.port)).await?;
            let stream: Box<dyn Stream> = if options.tls {
                Box::new(encrypted(options, stream).await?)
            } else {
                Box::new(stream)
            };
            let mut client = async_imap::Client::new(stream);
            client.read_response().await?.ok_or(ImapError::Unexpected("no greeting"))?;
            let (user, password) = (quotable(&options.user)?, quotable(options.password.expose())?);
            let mut session = client.login(user, password).await.map_err(|(error, _)| error)?;
            let idles = session.capabilities().await?.has_str("IDLE");
            Ok(Self { session, idles })
        })
        .await
    }

    /// Opens a folder for reading.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn select(&mut self, folder: &str) -> Result<Selected, ImapError> {
        within(async {
            let folder = self.session.examine(folder).await?;
            Ok(Selected {
                uid_validity: folder.uid_validity.ok_or(ImapError::Unexpected("no UIDVALIDITY"))?,
                uid_next: folder.uid_next.ok_or(ImapError::Unexpected("no UIDNEXT"))?,
            })
        })
        .await
    }

    /// Whether the server tells of new letters by itself.
    pub const fn idles(&self) -> bool {
        self.idles
    }

    /// Waits until the server tells of something in the selected folder, at most `time_max` and never
    /// longer than [`IDLE_TIME_MAX`]. What it tells is not read: look what is new. What it told since
    /// [`Self::after`] last looked counts.
    ///
    /// # Errors
    /// [`ImapError`], also where the connection was lost meanwhile.
    pub async fn idle(self, time_max: Duration) -> Result<Self, ImapError> {
        let Self { session, idles } = self;
        let told = session.unsolicited_responses.clone();
        let mut idle = session.idle();
        within(async { Ok(idle.init().await?) }).await?;
        let mut news = false;
        while let Ok(response) = told.try_recv() {
            news |= matches!(response, UnsolicitedResponse::Exists(_));
        }
        if !news {
            let (waiting, _interrupt) = idle.wait_with_timeout(IDLE_TIME_MAX);
            // A server that says every minute that it is still there would make it last for ever.
            if let Ok(told) = tokio::time::timeout(time_max.min(IDLE_TIME_MAX), waiting).await {
                told?;
            }
        }
        let session = within(async { Ok(idle.done().await?) }).await?;
        Ok(Self { session, idles })
    }

    /// The numbers of letters after `uid`, in their order, at most `limit`.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn after(&mut self, uid: u32, limit: usize) -> Result<Vec<u32>, ImapError> {
        // What was told before is found by looking.
        while self.session.unsolicited_responses.try_recv().is_ok() {}
        within(async {
            let from = uid.saturating_add(1);
            let found = self.session.uid_search(format!("UID {from}:*")).await?;
            // `*` is the last letter even where its number is lower.
            let mut uids: Vec<u32> = found.into_iter().filter(|found| *found > uid).collect();
            uids.sort_unstable();
            uids.truncate(limit);
            Ok(uids)
        })
        .await
    }

    /// One letter; `None` where it is gone. It is not read where it is larger than `bytes_max`.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn fetch(
        &mut self,
        uid: u32,
        bytes_max: usize,
    ) -> Result<Option<Fetched>, ImapError> {
        let head = self.one(uid, "(UID RFC822.SIZE INTERNALDATE)").await?;
        let Some(head) = head else { return Ok(None) };
        let size = head.size.ok_or(ImapError::Unexpected("no RFC822.SIZE"))?;
        let bytes_total = usize::try_from(size).unwrap_or(usize::MAX);
        let received_at =
            head.internal_date().map(|at| Timestamp::from_millis(at.timestamp_millis()));
        let mut fetched = Fetched { uid, received_at, bytes_total, raw: None };
        if bytes_total <= bytes_max {
            let Some(whole) = self.one(uid, "(UID BODY.PEEK[])").await? else { return Ok(None) };
            let raw = whole.body().ok_or(ImapError::Unexpected("no BODY"))?;
            fetched.raw = Some(raw.to_vec()).filter(|raw| raw.len() <= bytes_max);
        }
        Ok(Some(fetched))
    }

    async fn one(
        &mut self,
        uid: u32,
        what: &str,
    ) -> Result<Option<async_imap::types::Fetch>, ImapError> {
        within(async {
            let all: Vec<_> =
                self.session.uid_fetch(uid.to_string(), what).await?.try_collect().await?;
            let found = all.into_iter().find(|fetch| fetch.uid == Some(uid));
            if found.is_none() {
                // The client ends the list also where the connection did: a letter is gone only
                // where the server still answers.
                self.session.run_command_and_check_ok("NOOP").await?;
            }
            Ok(found)
        })
        .await
    }

    /// Says good-bye.
    pub async fn close(mut self) {
        // The server may be gone already.
        let _ = within(async { Ok(self.session.logout().await?) }).await;
    }
}

async fn within<T>(exchange: impl Future<Output = Result<T, ImapError>>) -> Result<T, ImapError> {
    tokio::time::timeout(EXCHANGE_TIME_MAX, exchange).await.map_err(|_| ImapError::Silent)?
}

/// The client quotes what it is given; a line break would begin a command of its own.
fn quotable(text: &str) -> Result<&str, ImapError> {
    if text.contains(['\r', '\n', '\0']) {
        return Err(ImapError::Unexpected("user or password with a line break"));
    }
    Ok(text)
}

async fn encrypted(
    options: &ImapOptions,
    stream: TcpStream,
) -> Result<tokio_rustls::client::TlsStream<TcpStream>, ImapError> {
    let wrong = |error: &dyn std::fmt::Display| ImapError::Tls(error.to_string());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_platform_verifier())
        .map_err(|error| wrong(&error))?
        .with_no_client_auth();
    let name = ServerName::try_from(options.host.clone()).map_err(|error| wrong(&error))?;
    Ok(TlsConnector::from(Arc::new(config)).connect(name, stream).await?)
}
