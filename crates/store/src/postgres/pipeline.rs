//! Many statements in one round trip: all are sent before the first answer is awaited.

use std::future::Future;
use std::pin::Pin;
use std::task::Poll;

use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Statement};

use crate::Value;

/// What a statement answers.
pub(super) enum Reply {
    Count(u64),
    Rows(Vec<tokio_postgres::Row>),
}

/// A statement on its way.
pub(super) type Answer<'a> =
    Pin<Box<dyn Future<Output = Result<Reply, tokio_postgres::Error>> + 'a>>;

/// A statement that is sent when its future is first polled.
pub(super) fn answer<'a>(
    client: &'a Client,
    statement: &'a Statement,
    params: &'a [Value],
    rows: bool,
) -> Answer<'a> {
    Box::pin(async move {
        let params: Vec<&(dyn ToSql + Sync)> =
            params.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        if rows {
            client.query(statement, &params).await.map(Reply::Rows)
        } else {
            client.execute(statement, &params).await.map(Reply::Count)
        }
    })
}

/// Polls every future once, which sends its statement, and then waits for them in order.
pub(super) async fn pipelined(
    mut answers: Vec<Answer<'_>>,
) -> Vec<Result<Reply, tokio_postgres::Error>> {
    let mut ready: Vec<Option<Result<Reply, tokio_postgres::Error>>> = Vec::new();
    std::future::poll_fn(|context| {
        ready = answers
            .iter_mut()
            .map(|answer| match answer.as_mut().poll(context) {
                Poll::Ready(result) => Some(result),
                Poll::Pending => None,
            })
            .collect();
        Poll::Ready(())
    })
    .await;
    let mut results = Vec::with_capacity(answers.len());
    for (answer, ready) in answers.into_iter().zip(ready) {
        results.push(match ready {
            Some(result) => result,
            None => answer.await,
        });
    }
    results
}
