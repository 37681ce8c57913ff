//! The peer: Matrix Synapse, a server of persisted rooms, on the same PostgreSQL. Customers put messages
//! into rooms of their own, agents who joined wait for them with `/sync`: both as Matrix clients do
//! (client-server API v3, <https://spec.matrix.org/>).
//!
//! It gives every event a hash and a signature, which Ombud's log does only for what decides about
//! money; and its watchers get what came meanwhile in one answer, which costs it less.

use std::ffi::OsString;
use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::json::text_at;
use super::load::{Seen, Stage};
use super::words::Writer;
use crate::server::http::{Client, Request};

/// Names the Python that has Synapse; `cargo xtask bench` sets it.
const VARIABLE: &str = "OMBUD_BENCH_SYNAPSE";
/// How often it is asked whether it is up, and how long between.
const START_TRIES: usize = 300;
const START_WAIT: Duration = Duration::from_millis(200);
/// How long a watcher's question stays open.
const SYNC_MILLIS: u32 = 30_000;

/// The Python with Synapse, where there is one.
pub(super) fn installed() -> Option<PathBuf> {
    std::env::var_os(VARIABLE).map(PathBuf::from)
}

/// A running server. Dropping it kills it.
#[derive(Debug)]
pub(super) struct Synapse {
    address: SocketAddr,
    child: Child,
}

impl Drop for Synapse {
    fn drop(&mut self) {
        // One that has ended already is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Synapse {
    /// Starts it on an empty database, and waits until it answers.
    ///
    /// # Errors
    /// When it does not start; with what it said.
    pub(super) async fn start(python: &Path, database: &str, folder: &Path) -> Result<Self> {
        let address = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?;
        let config = folder.join("homeserver.yaml");
        fs::write(&config, configuration(database, folder, address.port()).to_string())?;
        fs::write(folder.join("log.yaml"), LOGGING)?;
        let start = |more: &[&str]| {
            let mut command = Command::new(python);
            command.args(["-m", "synapse.app.homeserver", "--config-path"]).arg(&config);
            command.args(more.iter().map(OsString::from)).current_dir(folder);
            command
        };
        let keys = start(&["--generate-keys"]).stdout(Stdio::null()).output()?;
        if !keys.status.success() {
            bail!("Synapse made no keys: {}", String::from_utf8_lossy(&keys.stderr));
        }
        let said = fs::File::create(folder.join("said"))?;
        let child = start(&[]).stdout(said.try_clone()?).stderr(said).spawn()?;
        let mut server = Self { address, child };
        for _ in 0..START_TRIES {
            if let Some(status) = server.child.try_wait()? {
                bail!("Synapse ended ({status}): {}", fs::read_to_string(folder.join("said"))?);
            }
            if Client::connect(address).await.is_ok() {
                return Ok(server);
            }
            tokio::time::sleep(START_WAIT).await;
        }
        bail!("Synapse does not listen: {}", fs::read_to_string(folder.join("said"))?)
    }

    /// The system's number of it.
    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    /// A room for each of so many customers, joined by `watchers` agents.
    ///
    /// # Errors
    /// When the server refuses one.
    pub(super) async fn stage(&self, rooms: usize, watchers: usize) -> Result<Stage> {
        let mut stage = Stage::new(watchers);
        let mut http = Client::connect(self.address).await?;
        let mut agents = Vec::new();
        for number in 0..watchers {
            agents.push(register(&mut http, &format!("agent-{watchers}-{number}")).await?);
        }
        let mut senders = Vec::new();
        for number in 0..rooms {
            let customer = register(&mut http, &format!("customer-{watchers}-{number}")).await?;
            let request = Request::post(
                "/_matrix/client/v3/createRoom",
                &customer,
                None,
                &json!({"preset": "public_chat"}),
            );
            let made = http.send(&request).await?.expect(200)?.json()?;
            let room = text_at(&made, "/room_id")?.to_owned();
            for agent in &agents {
                let path = format!("/_matrix/client/v3/join/{}", escaped(&room));
                http.send(&Request::post(&path, agent, None, &json!({}))).await?.expect(200)?;
            }
            senders.push((customer, room));
        }
        for agent in agents {
            let mut client = Client::connect(self.address).await?;
            let begun = sync(&mut client, &agent, None).await?;
            stage.watcher(|seen| watch(client, agent, begun, seen));
        }
        for (number, (customer, room)) in senders.into_iter().enumerate() {
            let client = Client::connect(self.address).await?;
            let writer = Writer::new(number);
            stage.sender(|ids| speak(client, customer, room, writer, ids));
        }
        Ok(stage)
    }
}

/// Only what comes to the log: warnings.
const LOGGING: &str = "version: 1\nroot:\n  level: WARNING\n";

/// No limits on rates, no presence, nothing federated: nothing that would slow it down.
fn configuration(database: &str, folder: &Path, port: u16) -> Value {
    let free = json!({"per_second": 1e9, "burst_count": 1_000_000_000});
    json!({
        "server_name": "bench",
        "pid_file": folder.join("pid"),
        "listeners": [{"port": port, "type": "http", "tls": false, "bind_addresses": ["127.0.0.1"],
            "resources": [{"names": ["client"], "compress": false}]}],
        "database": {"name": "psycopg2", "args": {"dsn": database, "cp_min": 5, "cp_max": 10}},
        "log_config": folder.join("log.yaml"),
        "media_store_path": folder.join("media"),
        "signing_key_path": folder.join("signing.key"),
        "macaroon_secret_key": "bench",
        "report_stats": false,
        "trusted_key_servers": [],
        "enable_registration": true,
        "enable_registration_without_verification": true,
        "bcrypt_rounds": 4,
        "presence": {"enabled": false},
        "rc_message": free, "rc_registration": free,
        "rc_login": {"address": free, "account": free, "failed_attempts": free},
        "rc_joins": {"local": free, "remote": free}, "rc_joins_per_room": free,
        "rc_invites": {"per_room": free, "per_user": free, "per_issuer": free},
        "rc_room_creation": free,
    })
}

/// The access token of a new user.
async fn register(http: &mut Client, name: &str) -> Result<String> {
    let body = json!({"auth": {"type": "m.login.dummy"}, "username": name, "password": "bench"});
    let request = Request::post("/_matrix/client/v3/register", "", None, &body);
    let user = http.send(&request).await?.expect(200)?.json()?;
    Ok(text_at(&user, "/access_token")?.to_owned())
}

/// A customer who sends what they are given.
async fn speak(
    mut client: Client,
    token: String,
    room: String,
    mut writer: Writer,
    mut ids: mpsc::Receiver<String>,
) {
    while let Some(id) = ids.recv().await {
        let path = format!("/_matrix/client/v3/rooms/{}/send/m.room.message/{id}", escaped(&room));
        let body = json!({"msgtype": "m.text", "body": format!("{id} {}", writer.message())});
        match client.send(&Request::put(&path, &token, &body)).await {
            Ok(answer) if answer.status == 200 => {}
            Ok(answer) => return eprintln!("refused: {}", answer.text()),
            Err(error) => return eprintln!("broken: {error:#}"),
        }
    }
}

/// An agent who sees messages come.
async fn watch(mut client: Client, token: String, mut since: String, seen: Seen) {
    loop {
        let path = path(Some(&since));
        let Ok(answer) = client.send(&Request::get(&path, &token)).await else { return };
        let text = answer.text();
        // Parsed by hand: the reader must cost less than what is read.
        for rest in text.split("\"body\":\"").skip(1) {
            if let Some(id) = rest.split(' ').next() {
                seen.note(id);
            }
        }
        match next_batch(&text) {
            Some(next) => next.clone_into(&mut since),
            None => return eprintln!("no more: {text}"),
        }
    }
}

/// Where the next question goes on.
async fn sync(client: &mut Client, token: &str, since: Option<&str>) -> Result<String> {
    let answer = client.send(&Request::get(&path(since), token)).await?.expect(200)?;
    Ok(next_batch(&answer.text()).context("no next_batch")?.to_owned())
}

fn path(since: Option<&str>) -> String {
    let base = "/_matrix/client/v3/sync?set_presence=offline";
    match since {
        // The filter, escaped: {"room":{"timeline":{"limit":1000}}}
        Some(since) => format!(
            "{base}&timeout={SYNC_MILLIS}&since={since}\
             &filter=%7B%22room%22%3A%7B%22timeline%22%3A%7B%22limit%22%3A1000%7D%7D%7D"
        ),
        None => base.to_owned(),
    }
}

fn next_batch(text: &str) -> Option<&str> {
    text.split("\"next_batch\":\"").nth(1)?.split('"').next()
}

/// A room's id as part of a path.
fn escaped(room: &str) -> String {
    room.replace('!', "%21").replace(':', "%3A")
}
