//! One tab: a page that is opened, and captured as in a session.

use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::cdp::{Cdp, HAND_OUT};

const LOAD_SECONDS_MAX: u64 = 30;
const WIDTH_PX: u32 = 1_280;
const HEIGHT_PX: u32 = 900;
/// Between two looks whether a page still tells something, how many of them in a row must find nothing new, and the most.
const QUIET_MS: u64 = 500;
const QUIET_ROUNDS: u32 = 3;
const ROUNDS_MAX: u32 = 30;

pub(super) struct Tab<'c> {
    pub(super) cdp: &'c mut Cdp,
    session: String,
    context: String,
}

/// The capture client as it is built, and what is handed out.
fn begin(client: &str, policy: &Value) -> String {
    format!(
        "(() => {{ {client}
        const errors = [];
        const onFrame = (bytes) => {{
          let text = '';
          for (let at = 0; at < bytes.length; at += 8192)
            text += String.fromCharCode(...bytes.subarray(at, at + 8192));
          window.{HAND_OUT}(btoa(text));
        }};
        const onError = (error) => errors.push(String(error));
        const stop = OmbudCobrowse.capture({{ policy: {policy}, onFrame, onError }});
        window.ombudLintStop = () => {{ stop(); return errors; }};
        return true; }})()"
    )
}

impl<'c> Tab<'c> {
    /// A tab with cookies and storage of its own.
    pub(super) async fn open(cdp: &'c mut Cdp) -> Result<Self> {
        let text = |value: &Value, field: &str| -> Result<String> {
            let found = value.get(field).and_then(Value::as_str);
            Ok(found.with_context(|| format!("the browser gives no {field}"))?.to_owned())
        };
        let made = cdp.call(None, "Target.createBrowserContext", json!({})).await?;
        let context = text(&made, "browserContextId")?;
        let new = json!({ "url": "about:blank", "browserContextId": context });
        let target = text(&cdp.call(None, "Target.createTarget", new).await?, "targetId")?;
        let attach = json!({ "targetId": target, "flatten": true });
        let attached = cdp.call(None, "Target.attachToTarget", attach).await?;
        let mut tab = Self { cdp, session: text(&attached, "sessionId")?, context };
        tab.call("Page.enable", json!({})).await?;
        tab.call("Runtime.enable", json!({})).await?;
        tab.call("Runtime.addBinding", json!({ "name": HAND_OUT })).await?;
        let screen = json!({
            "width": WIDTH_PX, "height": HEIGHT_PX, "deviceScaleFactor": 1, "mobile": false
        });
        tab.call("Emulation.setDeviceMetricsOverride", screen).await?;
        Ok(tab)
    }

    pub(super) async fn close(self) -> Result<()> {
        let whole = json!({ "browserContextId": self.context });
        self.cdp.call(None, "Target.disposeBrowserContext", whole).await.map(|_| ())
    }

    async fn call(&mut self, method: &str, params: Value) -> Result<Value> {
        self.cdp.call(Some(&self.session), method, params).await
    }

    pub(super) async fn go(&mut self, url: &str) -> Result<()> {
        let went = self.call("Page.navigate", json!({ "url": url })).await?;
        if let Some(why) = went.get("errorText").and_then(Value::as_str) {
            bail!("{url} cannot be opened: {why}");
        }
        let long = Duration::from_secs(LOAD_SECONDS_MAX);
        if !self.cdp.wait_loaded(&self.session, long).await? {
            eprintln!("{url} has not loaded after {LOAD_SECONDS_MAX} s; it is taken as it is");
        }
        Ok(())
    }

    /// What an expression gives, as JSON.
    pub(super) async fn evaluate<T: DeserializeOwned>(&mut self, expression: &str) -> Result<T> {
        let asked =
            json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let answer = self.call("Runtime.evaluate", asked).await?;
        if let Some(failed) = answer.get("exceptionDetails") {
            let thrown = failed.pointer("/exception/description").or(failed.get("text"));
            bail!("in the page: {}", thrown.and_then(Value::as_str).unwrap_or("an error"));
        }
        let value = answer.pointer("/result/value").cloned().unwrap_or_default();
        serde_json::from_value(value).context("the page gives something else than was asked for")
    }

    /// Begins a capture; `policy` as browsers get it, or null.
    pub(super) async fn begin(&mut self, client: &str, policy: &Value) -> Result<()> {
        self.cdp.take(&self.session);
        let _: bool = self.evaluate(&begin(client, policy)).await?;
        Ok(())
    }

    /// Waits until the page tells nothing new for a while.
    pub(super) async fn settle(&mut self) -> Result<()> {
        let (mut count, mut quiet) = (usize::MAX, 0);
        for _ in 0..ROUNDS_MAX {
            self.cdp.wait(Duration::from_millis(QUIET_MS)).await?;
            let now = self.cdp.count(&self.session);
            quiet = if now == count { quiet + 1 } else { 0 };
            count = now;
            if quiet >= QUIET_ROUNDS {
                break;
            }
        }
        Ok(())
    }

    /// Ends the capture, and gives its frames.
    pub(super) async fn end(&mut self) -> Result<Vec<Vec<u8>>> {
        let errors: Vec<String> = self.evaluate("window.ombudLintStop()").await?;
        if let Some(error) = errors.first() {
            bail!("the capture ended: {error}");
        }
        Ok(self.cdp.take(&self.session))
    }
}
