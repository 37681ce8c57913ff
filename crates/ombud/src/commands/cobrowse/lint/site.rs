//! The site of the leak page: one page, on this machine alone; every other path of it is almost empty.

use anyhow::{Context as _, Result};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// The path of the leak page.
pub(super) const PATH: &str = "/leaks";
const REQUEST_BYTES_MAX: usize = 64 << 10;

/// Serves the page until the runtime ends; gives the site's address.
pub(super) async fn serve(html: String) -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await.context("no port for the leak page")?;
    let address = listener.local_addr()?;
    let html: std::sync::Arc<str> = html.into();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let html = std::sync::Arc::clone(&html);
            tokio::spawn(async move { answer(stream, &html).await });
        }
    });
    Ok(format!("http://{address}"))
}

async fn answer(mut stream: TcpStream, html: &str) -> Result<()> {
    let mut read = Vec::new();
    while !read.windows(4).any(|end| end == b"\r\n\r\n") && read.len() < REQUEST_BYTES_MAX {
        if stream.read_buf(&mut read).await? == 0 {
            return Ok(());
        }
    }
    let first = String::from_utf8_lossy(&read);
    let path = first.split_whitespace().nth(1).unwrap_or_default();
    let is_page = path.split('?').next() == Some(PATH);
    let body = if is_page { html } else { "<!doctype html><p>x</p>" };
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n\
         cache-control: no-store\r\nconnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    Ok(stream.shutdown().await?)
}
