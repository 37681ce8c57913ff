//! A small HTTP/1.1 client on one kept-alive connection: it costs little of the two cores that it
//! shares with the server under test.

use std::net::SocketAddr;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Largest answer that is read.
const ANSWER_BYTES_MAX: usize = 8 << 20;

/// An open connection.
#[derive(Debug)]
pub struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// A request, ready to be written.
#[derive(Debug, Clone)]
pub struct Request(Vec<u8>);

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Request {
    pub fn get(path: &str, bearer: &str) -> Self {
        Self::new("GET", path, bearer, "", None)
    }

    /// A post, under an idempotency key where there is one.
    pub fn post(path: &str, bearer: &str, key: Option<&str>, body: &Value) -> Self {
        let key = key.map(|key| format!("idempotency-key: {key}\r\n")).unwrap_or_default();
        Self::new("POST", path, bearer, &key, Some(body))
    }

    /// A post of an assistant that speaks with a customer.
    pub fn post_for(path: &str, bearer: &str, customer: &str, body: &Value) -> Self {
        let customer = format!("ombud-customer: {customer}\r\n");
        Self::new("POST", path, bearer, &customer, Some(body))
    }

    pub fn put(path: &str, bearer: &str, body: &Value) -> Self {
        Self::new("PUT", path, bearer, "", Some(body))
    }

    /// `bearer`: none when empty. `fields`: more lines of the head, each with its end.
    fn new(method: &str, path: &str, bearer: &str, fields: &str, body: Option<&Value>) -> Self {
        let bearer = match bearer {
            "" => String::new(),
            bearer => format!("authorization: Bearer {bearer}\r\n"),
        };
        let head = format!("{method} {path} HTTP/1.1\r\nhost: bench\r\n{bearer}{fields}");
        let request = match body.map(Value::to_string) {
            None => format!("{head}\r\n"),
            Some(body) => {
                let length = body.len();
                format!(
                    "{head}content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
                )
            }
        };
        Self(request.into())
    }
}

impl Answer {
    pub fn json(&self) -> Result<Value> {
        serde_json::from_slice(&self.body)
            .with_context(|| format!("{}: not JSON: {}", self.status, self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The answer, unless its status is another.
    ///
    /// # Errors
    /// With the status and the body.
    pub fn expect(self, status: u16) -> Result<Self> {
        if self.status == status {
            return Ok(self);
        }
        bail!("expected {status}, got {}: {}", self.status, self.text())
    }
}

impl Client {
    /// # Errors
    /// When nobody listens.
    pub async fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await.context("cannot connect")?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(8 << 10) })
    }

    /// Sends one request and reads its answer. After an error the connection is of no more use.
    ///
    /// # Errors
    /// When the connection breaks, or the answer is no HTTP.
    pub async fn send(&mut self, request: &Request) -> Result<Answer> {
        self.stream.write_all(&request.0).await?;
        self.buffer.clear();
        let head = loop {
            if let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
            self.read().await?;
        };
        let (status, length) = read_head(self.buffer.get(..head).unwrap_or_default())?;
        let body = match length {
            Length::Bytes(length) => {
                while self.buffer.len() < head + length {
                    self.read().await?;
                }
                self.buffer.get(head..head + length).unwrap_or_default().to_vec()
            }
            Length::Chunks => loop {
                let rest = self.buffer.get(head..).unwrap_or_default();
                if let Some(body) = join_chunks(rest)? {
                    break body;
                }
                self.read().await?;
            },
        };
        Ok(Answer { status, body })
    }

    async fn read(&mut self) -> Result<()> {
        if self.buffer.len() > ANSWER_BYTES_MAX {
            bail!("an answer of more than {ANSWER_BYTES_MAX} bytes");
        }
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the connection was closed");
        }
        Ok(())
    }
}

/// How the end of a body is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Length {
    Bytes(usize),
    Chunks,
}

/// Status, and how long the body is.
fn read_head(head: &[u8]) -> Result<(u16, Length)> {
    let text = String::from_utf8_lossy(head);
    let mut lines = text.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).unwrap_or_default();
    let status = status.parse().with_context(|| format!("not an HTTP answer: {text:?}"))?;
    let mut length = Length::Bytes(0);
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        if name.eq_ignore_ascii_case("content-length") {
            length = Length::Bytes(value.trim().parse().context("a content length")?);
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            length = Length::Chunks;
        }
    }
    Ok((status, length))
}

/// The body that came in chunks (RFC 9112, section 7.1); `None` while the last is not there.
fn join_chunks(mut rest: &[u8]) -> Result<Option<Vec<u8>>> {
    let mut body = Vec::new();
    loop {
        let Some(end) = rest.windows(2).position(|two| two == b"\r\n") else { return Ok(None) };
        let size = String::from_utf8_lossy(rest.get(..end).unwrap_or_default());
        let size = usize::from_str_radix(size.trim(), 16).context("the size of a chunk")?;
        let start = end + 2;
        let (Some(chunk), Some(b"\r\n")) =
            (rest.get(start..start + size), rest.get(start + size..start + size + 2))
        else {
            return Ok(None);
        };
        if size == 0 {
            return Ok(Some(body));
        }
        body.extend_from_slice(chunk);
        rest = rest.get(start + size + 2..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_gives_status_and_length() {
        let head = b"HTTP/1.1 201 Created\r\nContent-Type: x\r\nContent-Length: 12\r\n\r\n";
        assert_eq!(read_head(head).unwrap(), (201, Length::Bytes(12)));
        let empty = b"HTTP/1.1 204 No Content\r\n\r\n";
        assert_eq!(read_head(empty).unwrap(), (204, Length::Bytes(0)));
        let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        assert_eq!(read_head(chunked).unwrap(), (200, Length::Chunks));
        assert!(read_head(b"nonsense\r\n\r\n").is_err());
    }

    #[test]
    fn chunks_are_joined_once_the_last_is_there() {
        let whole = b"4\r\nWiki\r\n1a\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\n\r\n";
        for length in 0..whole.len() {
            assert_eq!(join_chunks(&whole[..length]).unwrap(), None, "{length}");
        }
        assert_eq!(join_chunks(whole).unwrap().unwrap(), b"Wikiabcdefghijklmnopqrstuvwxyz");
        assert!(join_chunks(b"nonsense\r\n").is_err());
    }
}
