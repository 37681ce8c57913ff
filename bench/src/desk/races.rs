//! What must hold however many do it at once.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail, ensure};
use kernel::Rng;
use serde_json::{Value, json};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use super::client::{Socket, id_of, open_conversation};
use super::json::{number_at, text_at};
use super::{AGENTS, Cast, Options};
use crate::latency::Latencies;
use crate::server::Process;
use crate::server::http::{Client, Request};
use crate::stopwatch::Stopwatch;

/// Agents who claim the same conversation at the same time.
const CLAIMANTS: usize = 16;
/// Ways of asking for a person in twelve languages, one a line: language and words.
const PHRASINGS: &str =
    include_str!("../../../crates/understanding/tests/listen/fixtures/human.tsv");

/// Claims of one conversation by many agents, until there were so many; how often two had it.
pub(super) async fn claims(address: SocketAddr, cast: &Cast, trials: usize) -> Result<u64> {
    let mut http = Client::connect(address).await?;
    let mut doubled = 0;
    let rounds = trials.div_ceil(CLAIMANTS);
    let mut connections = Vec::new();
    for key in cast.agents.iter().take(AGENTS) {
        connections.push((Client::connect(address).await?, key.clone()));
    }
    for round in 0..rounds {
        let customer = cast.racers.get(round % cast.racers.len()).context("a customer")?;
        let unique = format!("claim-{round}");
        let opened = open_conversation(&mut http, customer, &unique, "hello").await?;
        let path = format!("/v1/conversations/{}/take", id_of(&opened)?);
        let body = json!({"assignment_version": opened.pointer("/assignment/version")});
        let together = Arc::new(Barrier::new(CLAIMANTS));
        let mut tries = JoinSet::new();
        for _ in 0..CLAIMANTS {
            let (mut client, key) = connections.pop().context("an agent")?;
            let (together, request) =
                (Arc::clone(&together), Request::post(&path, &key, None, &body));
            tries.spawn(async move {
                together.wait().await;
                let answer = client.send(&request).await?;
                Ok::<_, anyhow::Error>((client, key, answer))
            });
        }
        let mut won = 0;
        while let Some(one) = tries.join_next().await {
            let (client, key, answer) = one??;
            match answer.status {
                200 => won += 1,
                409 => {}
                other => bail!("a claim was answered {other}: {}", answer.text()),
            }
            connections.insert(0, (client, key));
        }
        ensure!(won > 0, "nobody got it");
        doubled += won - 1;
    }
    Ok(doubled)
}

/// The assistant speaks and a person takes the floor, at once, so many times; how often the assistant
/// was heard after the person had it.
pub(super) async fn take_overs(address: SocketAddr, cast: &Cast, trials: usize) -> Result<u64> {
    let lanes = 8;
    let mut running = JoinSet::new();
    for lane in 0..lanes {
        let cast = cast.clone();
        let count = trials / lanes + usize::from(lane < trials % lanes);
        running.spawn(async move { take_overs_of_one(address, &cast, lane, count).await });
    }
    let mut late = 0;
    while let Some(one) = running.join_next().await {
        late += one??;
    }
    Ok(late)
}

async fn take_overs_of_one(
    address: SocketAddr,
    cast: &Cast,
    lane: usize,
    trials: usize,
) -> Result<u64> {
    let (mut person, mut assistant) =
        (Client::connect(address).await?, Client::connect(address).await?);
    let customer = cast.racers.get(lane).context("a customer")?;
    let agent = cast.agents.get(lane).context("an agent")?;
    let opened =
        open_conversation(&mut person, customer, &format!("floor-{lane}"), "hello").await?;
    let path = format!("/v1/conversations/{}", id_of(&opened)?);
    let mut now = opened;
    for trial in 0..trials {
        let take = json!({"assignment_version": now.pointer("/assignment/version")});
        let taken = post(&mut person, &format!("{path}/take"), agent, &take).await?;
        let words = json!({"client_id": format!("p-{trial}"), "text": "One moment."});
        post(&mut person, &format!("{path}/messages"), agent, &words).await?;
        let back = json!({"epoch": taken.pointer("/floor/epoch")});
        let returned = post(&mut person, &format!("{path}/return"), agent, &back).await?;
        let words = json!({"client_id": format!("a-{trial}"), "text": "I can help.",
            "epoch": returned.pointer("/floor/epoch")});
        let said = Request::post_for(
            &format!("{path}/messages"),
            &cast.assistant,
            &format!("racer-{lane}"),
            &words,
        );
        let take = json!({"assignment_version": returned.pointer("/assignment/version")});
        let take = Request::post(&format!("{path}/take"), agent, None, &take);
        let (said, taken) = tokio::join!(assistant.send(&said), person.send(&take));
        said?.expect(200)?;
        now = taken?.expect(200)?.json()?;
    }
    heard_after_a_person(&mut person, &path, agent).await
}

/// Messages of the assistant while a person has the floor, in the log.
async fn heard_after_a_person(http: &mut Client, path: &str, agent: &str) -> Result<u64> {
    let (mut after, mut person, mut late) = (0, false, 0);
    loop {
        let request = Request::get(&format!("{path}/events?after={after}&limit=100"), agent);
        let page = http.send(&request).await?.expect(200)?.json()?;
        let items = page.pointer("/items").and_then(Value::as_array).context("events")?;
        for event in items {
            match (text_at(event, "/kind")?, text_at(event, "/by/kind")?) {
                ("floor", _) => person = text_at(event, "/body/holder")? == "person",
                ("message", "ai") if person => late += 1,
                _ => {}
            }
        }
        match items.last() {
            Some(last) => after = number_at(last, "/seq")?,
            None => return Ok(late),
        }
    }
}

async fn post(http: &mut Client, path: &str, key: &str, body: &Value) -> Result<Value> {
    http.send(&Request::post(path, key, None, body)).await?.expect(200)?.json()
}

/// Each phrasing asks for a person in a conversation of its own: each must be in the queue with a
/// clock when it is answered. How long that took.
pub(super) async fn requests(address: SocketAddr, cast: &Cast, count: usize) -> Result<Latencies> {
    let mut http = Client::connect(address).await?;
    let mut all = Vec::new();
    let phrasings = PHRASINGS.lines().filter(|line| !line.starts_with('#'));
    for (number, line) in phrasings.take(count).enumerate() {
        let Some(words) = line.rsplit('\t').next().filter(|words| !words.is_empty()) else {
            continue;
        };
        let customer = cast.racers.get(number % cast.racers.len()).context("a customer")?;
        let begun = Stopwatch::start();
        let unique = format!("ask-{number}");
        let opened = open_conversation(&mut http, customer, &unique, words).await?;
        all.push(begun.elapsed());
        let queued = text_at(&opened, "/human_requested_at").is_ok()
            && text_at(&opened, "/assignment/state")? != "none";
        ensure!(queued, "no person was asked for: {words:?}: {opened}");
    }
    Ok(Latencies::new(all))
}

/// A reader is cut off so many times while messages come, and the server is killed once; how many
/// events it read, each once and in order.
pub(super) async fn disconnects(
    server: &mut Process,
    restart: impl Fn() -> Result<Process>,
    cast: &Cast,
    options: &Options,
) -> Result<u64> {
    let customer = cast.racers.last().context("a customer")?;
    let agent = cast.agents.first().context("an agent")?;
    let mut http = Client::connect(server.address).await?;
    let opened = open_conversation(&mut http, customer, "cut", "hello").await?;
    let conversation = id_of(&opened)?;
    // A person of the desk writes: a customer would be held to a pace.
    let version = json!({"assignment_version": number_at(&opened, "/assignment/version")?});
    let taken =
        post(&mut http, &format!("/v1/conversations/{conversation}/take"), agent, &version).await?;
    let path = format!("/v1/conversations/{conversation}/messages");
    let (mut rng, mut last, mut sent) = (Rng::seeded(11), 0_u64, 0_u64);
    let mut head = number_at(&taken, "/seq")?;
    for cut in 0..options.disconnects {
        if cut == options.disconnects / 2 {
            server.kill()?;
            *server = restart()?;
            http = Client::connect(server.address).await?;
        }
        let mut socket = Socket::open(server.address, agent).await?;
        socket.watch(&conversation, last).await?;
        for _ in 0..rng.below(4) {
            let words = json!({"client_id": format!("w-{sent}"), "text": sent.to_string()});
            let said = post(&mut http, &path, agent, &words).await?;
            head = number_at(&said, "/conversation/seq")?;
            sent += 1;
        }
        // Some of what came is read, then the line is cut without a word.
        for _ in 0..rng.below(5) {
            if last >= head {
                break;
            }
            last = next(&mut socket, last).await?;
        }
    }
    let mut socket = Socket::open(server.address, agent).await?;
    socket.watch(&conversation, last).await?;
    while last < head {
        last = next(&mut socket, last).await?;
    }
    Ok(last)
}

async fn next(socket: &mut Socket, last: u64) -> Result<u64> {
    let frame = socket.hear_kind("event").await?;
    let seq = number_at(&frame, "/seq")?;
    ensure!(seq == last + 1, "event {seq} came after {last}");
    Ok(seq)
}
