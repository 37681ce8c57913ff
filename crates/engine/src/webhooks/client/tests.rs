//! Where the client must never connect to, in every spelling of an address.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::*;

const NOW: Timestamp = Timestamp::from_millis(1_795_219_200_000);

/// Answers from a table; a name with several rows gives one after the other (rebinding).
#[derive(Default)]
struct FakeLookup(Mutex<BTreeMap<String, Vec<Vec<IpAddr>>>>);

impl Lookup for FakeLookup {
    fn lookup(&self, name: String) -> Resolving {
        let mut table = self.0.lock().unwrap();
        let rows = table.entry(name).or_default();
        let found =
            if rows.len() > 1 { rows.remove(0) } else { rows.first().cloned().unwrap_or_default() };
        Box::pin(async move {
            Ok(Box::new(found.into_iter().map(|ip| SocketAddr::new(ip, 0))) as Addrs)
        })
    }
}

fn request(url: &str, development: bool) -> WebhookRequest {
    WebhookRequest {
        url: url.to_owned(),
        development,
        id: "evt-1".to_owned(),
        timestamp: 1,
        signature: "v1,x".to_owned(),
        body: "{}".to_owned(),
    }
}

/// A server that answers every connection with these bytes and counts connections.
async fn server(answer: &'static str) -> (u16, Arc<AtomicU32>, tokio::task::JoinSet<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let connects = Arc::new(AtomicU32::new(0));
    let seen = Arc::clone(&connects);
    let mut tasks = tokio::task::JoinSet::new();
    tasks.spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            seen.fetch_add(1, Ordering::SeqCst);
            let mut buffer = [0u8; 4096];
            let _ = stream.read(&mut buffer).await;
            let _ = stream.write_all(answer.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    (port, connects, tasks)
}

#[tokio::test]
async fn names_that_lead_inside_are_never_connected_to() {
    let (port, connects, _server) = server("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    let lookup = FakeLookup::default();
    let public: IpAddr = "93.184.216.34".parse().unwrap();
    let inside = [
        "127.0.0.1",
        "::1",
        "10.1.2.3",
        "169.254.169.254",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "fd00::1",
        "100.64.0.1",
        "0.0.0.0",
    ];
    for (number, ip) in inside.iter().enumerate() {
        let ip: IpAddr = ip.parse().unwrap();
        let mut table = lookup.0.lock().unwrap();
        table.insert(format!("inside{number}.example.com"), vec![vec![ip]]);
        table.insert(format!("mixed{number}.example.com"), vec![vec![public, ip]]);
    }
    lookup.0.lock().unwrap().insert("empty.example.com".to_owned(), vec![Vec::new()]);
    let sender = HttpSender::new(Arc::new(lookup), false).unwrap();
    let mut names = vec!["empty.example.com".to_owned()];
    names.extend((0..inside.len()).flat_map(|number| {
        [format!("inside{number}.example.com"), format!("mixed{number}.example.com")]
    }));
    for name in names {
        let request = request(&format!("https://{name}:{port}/hook"), false);
        let target = request.url.parse().unwrap();
        let error = sender.exchange(target, &request, NOW).await.unwrap_err();
        assert!(matches!(error, SendError::Forbidden(_)), "{name}: {error:?}");
    }
    assert_eq!(connects.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_name_that_changes_its_answer_is_judged_each_time() {
    let lookup = FakeLookup::default();
    // Public when it was registered, inside when it is called.
    let answers = vec![vec!["127.0.0.1".parse().unwrap()]];
    lookup.0.lock().unwrap().insert("rebind.example.com".to_owned(), answers);
    let sender = HttpSender::new(Arc::new(lookup), false).unwrap();
    let request = request("https://rebind.example.com/hook", false);
    url::check(&request.url, false).unwrap();
    let error = sender.send(&request, NOW).await.unwrap_err();
    assert!(matches!(error, SendError::Forbidden(_)), "{error:?}");
}

#[tokio::test]
async fn redirects_are_failures_and_not_followed() {
    let (inner, connects, _inner) = server("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    let answer: &'static str = Box::leak(
        format!(
            "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:{inner}/\r\ncontent-length: 0\r\n\r\n"
        )
        .into_boxed_str(),
    );
    let (port, _, _outer) = server(answer).await;
    let sender = HttpSender::new(Arc::new(SystemLookup), true).unwrap();
    let answer =
        sender.send(&request(&format!("http://127.0.0.1:{port}/"), true), NOW).await.unwrap();
    assert_eq!((answer.status, answer.is_success()), (302, false));
    assert_eq!(connects.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn no_development_endpoint_is_called_where_none_is_allowed() {
    let (port, connects, _server) = server("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    let sender = HttpSender::new(Arc::new(SystemLookup), false).unwrap();
    let request = request(&format!("http://127.0.0.1:{port}/"), true);
    let error = sender.send(&request, NOW).await.unwrap_err();
    assert!(error.to_string().contains("server.development_webhooks"), "{error}");
    assert_eq!(connects.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn nothing_is_read_back_from_a_development_endpoint() {
    let secret = "HTTP/1.1 500 Oops\r\ncontent-length: 12\r\n\r\ninternal key";
    let (port, connects, server) = server(secret).await;
    let sender = HttpSender::new(Arc::new(SystemLookup), true).unwrap();
    let request = request(&format!("http://127.0.0.1:{port}/"), true);
    let answer = sender.send(&request, NOW).await.unwrap();
    assert_eq!((answer.status, answer.body.as_str()), (500, ""));
    assert_eq!(connects.load(Ordering::SeqCst), 1);
    drop(server);
    // Whether a port is closed or silent is not told either.
    let error = sender.send(&request, NOW).await.unwrap_err();
    assert_eq!(error.to_string(), "the development endpoint did not answer");
}

#[tokio::test]
async fn an_endless_body_is_read_in_part() {
    let body = "x".repeat(100_000);
    let answer: &'static str = Box::leak(
        format!("HTTP/1.1 503 Busy\r\nretry-after: 7\r\ncontent-length: 999999999\r\n\r\n{body}")
            .into_boxed_str(),
    );
    let (port, _, _server) = server(answer).await;
    let sender = HttpSender::new(Arc::new(SystemLookup), true).unwrap();
    let request = request(&format!("http://127.0.0.1:{port}/"), true);
    let answer = sender.exchange(request.url.parse().unwrap(), &request, NOW).await.unwrap();
    assert_eq!(answer.status, 503);
    assert_eq!(answer.retry_after, Some(Duration::from_secs(7)));
    assert_eq!(answer.body.len(), ANSWER_BYTES_MAX);
}

#[test]
fn retry_after_is_seconds_or_a_date() {
    let now: Timestamp = "1994-11-06T08:49:07Z".parse().unwrap();
    let cases = [
        ("120", Some(120)),
        (" 0 ", Some(0)),
        ("Sun, 06 Nov 1994 08:49:37 GMT", Some(30)),
        ("Sun, 06 Nov 1994 08:49:00 GMT", None),
        ("soon", None),
        ("-5", None),
    ];
    for (value, seconds) in cases {
        assert_eq!(retry_after(value, now), seconds.map(Duration::from_secs), "{value}");
    }
}
