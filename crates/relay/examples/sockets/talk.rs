//! How each server is spoken to.

use std::pin::Pin;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use futures_util::{SinkExt as _, StreamExt as _};
use ring::hmac;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use crate::servers::{OPENREPLAY_SECRET, Which};

pub(crate) trait Io: AsyncRead + AsyncWrite + Send {}
impl<T: AsyncRead + AsyncWrite + Send> Io for T {}

pub(crate) type Socket = WebSocketStream<Pin<Box<dyn Io>>>;

/// OpenReplay's keys of projects have 20 characters.
const PROJECT: &str = "abcdefghijklmnopqrst";
const BUFFER_BYTES: usize = 4 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Writes,
    Looks,
}

/// Opens a socket of a session, up to where frames may go.
pub(crate) async fn connect(
    which: Which,
    port: u16,
    tls: Option<&TlsConnector>,
    number: usize,
    side: Side,
) -> Result<Socket, Error> {
    let letter = if side == Side::Writes { 'w' } else { 'r' };
    let url = match which {
        Which::Ours => format!("wss://localhost:{port}/v1/cobrowse/socket"),
        Which::Node => format!("wss://localhost:{port}/{letter}{number}"),
        Which::OpenReplay => {
            let who = if side == Side::Writes { "session" } else { "agent" };
            let peer = format!("{PROJECT}-{number}-t");
            format!(
                "ws://localhost:{port}/socket/?EIO=4&transport=websocket&identity={who}&peerId={peer}"
            )
        }
    };
    let stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream.set_nodelay(true)?;
    let stream: Pin<Box<dyn Io>> = match tls {
        Some(tls) if which.has_tls() => {
            Box::pin(tls.connect(ServerName::try_from("localhost").unwrap(), stream).await?)
        }
        _ => Box::pin(stream),
    };
    let config = WebSocketConfig::default().read_buffer_size(BUFFER_BYTES).write_buffer_size(0);
    let request = url.as_str().into_client_request()?;
    let (mut socket, _) = client_async_with_config(request, stream, Some(config)).await?;
    match which {
        Which::Ours => {
            let hello = format!(r#"{{"t":"hello","protocol":1,"token":"{letter}{number}"}}"#);
            socket.send(Message::text(hello)).await?;
            // The welcome.
            socket.next().await;
        }
        Which::Node => {}
        Which::OpenReplay => {
            socket.next().await;
            let auth = match side {
                Side::Writes => "{}".to_owned(),
                Side::Looks => format!(r#"{{"token":"Bearer {}"}}"#, token(number)),
            };
            socket.send(Message::text(format!("40{auth}"))).await?;
            socket.next().await;
        }
    }
    Ok(socket)
}

/// What is sent for a frame.
pub(crate) fn wrapped(which: Which, frame: &Bytes) -> Vec<Message> {
    let binary = Message::Binary(frame.clone());
    match which {
        Which::Ours | Which::Node => vec![binary],
        // An event of Socket.IO with one thing of bytes.
        Which::OpenReplay => {
            let event = r#"451-["messages",{"_placeholder":true,"num":0}]"#;
            vec![Message::text(event), binary]
        }
    }
}

/// What is answered to a message.
pub(crate) fn answer(which: Which, message: &Message) -> Option<Message> {
    let is_ping = matches!(message, Message::Text(text) if text.as_str() == "2");
    (which == Which::OpenReplay && is_ping).then(|| Message::text("3"))
}

/// The token of an agent (JSON Web Token, HS256).
fn token(number: usize) -> String {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let claims = format!(r#"{{"projectKey":"{PROJECT}","sessionId":"{number}"}}"#);
    let signed = format!("{}.{}", part(r#"{"alg":"HS256","typ":"JWT"}"#), part(&claims));
    let key = hmac::Key::new(hmac::HMAC_SHA256, OPENREPLAY_SECRET.as_bytes());
    let signature = URL_SAFE_NO_PAD.encode(hmac::sign(&key, signed.as_bytes()));
    format!("{signed}.{signature}")
}

/// Trusts the one certificate that was made for this run.
pub(crate) fn connector(folder: &std::path::Path) -> TlsConnector {
    use tokio_rustls::rustls::pki_types::{CertificateDer, pem::PemObject as _};
    use tokio_rustls::rustls::{ClientConfig, RootCertStore};
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(folder.join("certificate.pem")).unwrap()).unwrap();
    let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    TlsConnector::from(Arc::new(config))
}
