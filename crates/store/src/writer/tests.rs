//! What the writer does when a commit fails, with a connection whose commits fail on order.

use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};

use kernel::{ManualClock, Timestamp};

use super::*;
use crate::connection::{Engine, Expect};
use crate::insert::Insert;
use crate::job::TypedJob;
use crate::sqlite::SqliteConnection;
use crate::store::SqliteLocation;
use crate::{Row, Value, migrate, tenants};

/// How coming commits fail: the first entry decides the next commit.
type Script = Arc<Mutex<VecDeque<fn() -> CommitError>>>;

#[derive(Debug)]
struct Scripted {
    inner: SqliteConnection,
    script: Script,
}

impl Connection for Scripted {
    fn engine(&self) -> Engine {
        self.inner.engine()
    }
    fn exec(&mut self, sql: &str, params: &[Value]) -> Result<u64, StoreError> {
        self.inner.exec(sql, params)
    }
    fn exec_deferred(
        &mut self,
        sql: &str,
        params: Vec<Value>,
        expect: Expect,
    ) -> Result<(), StoreError> {
        self.inner.exec_deferred(sql, params, expect)
    }
    fn insert(&mut self, insert: &Insert, rows: Vec<Vec<Value>>) -> Result<(), StoreError> {
        self.inner.insert(insert, rows)
    }
    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.inner.query(sql, params)
    }
    fn query_all(&mut self, queries: &[(&str, Vec<Value>)]) -> Result<Vec<Vec<Row>>, StoreError> {
        self.inner.query_all(queries)
    }
    fn script(&mut self, sql: &str) -> Result<(), StoreError> {
        self.inner.script(sql)
    }
    fn prepare(&mut self, sql: &str) -> Result<(), StoreError> {
        self.inner.prepare(sql)
    }
    fn flush(&mut self) -> Result<(), StoreError> {
        self.inner.flush()
    }
    fn begin_write(&mut self, gather: bool) -> Result<(), StoreError> {
        self.inner.begin_write(gather)
    }
    fn begin_read(&mut self) -> Result<(), StoreError> {
        self.inner.begin_read()
    }
    fn savepoint(&mut self) -> Result<(), StoreError> {
        self.inner.savepoint()
    }
    fn release_savepoint(&mut self) -> Result<(), StoreError> {
        self.inner.release_savepoint()
    }
    fn rollback_to_savepoint(&mut self) -> Result<(), StoreError> {
        self.inner.rollback_to_savepoint()
    }
    fn commit(&mut self) -> Result<(), CommitError> {
        match self.script.lock().unwrap().pop_front() {
            None => self.inner.commit(),
            Some(failure) => {
                self.inner.rollback().unwrap();
                Err(failure())
            }
        }
    }
    fn rollback(&mut self) -> Result<(), StoreError> {
        self.inner.rollback()
    }
    fn reconnect(&mut self) -> Result<(), StoreError> {
        self.inner.reconnect()
    }
}

fn lost() -> StoreError {
    StoreError::CommitUnknown(Arc::new(std::io::Error::other("gone")))
}

fn eio() -> StoreError {
    StoreError::statement("COMMIT", std::io::Error::other("fdatasync: EIO"))
}

struct Bench {
    send: std::sync::mpsc::SyncSender<Message>,
    state: Arc<Mutex<WriterState>>,
    script: Script,
}

impl Bench {
    fn start() -> Self {
        let clock = Arc::new(ManualClock::at(Timestamp::from_millis(1_000)));
        let options = StoreOptions::new("n1", clock);
        let mut connection = SqliteConnection::open(&SqliteLocation::Memory).unwrap();
        let now = options.clock.now();
        migrate::migrate(&mut connection, now).unwrap();
        let lease = lease::register(&mut connection, "n1", now, options.lease).unwrap();
        let script = Script::default();
        let connection = Box::new(Scripted { inner: connection, script: Arc::clone(&script) });
        let (send, queue) = sync_channel(100);
        let state = Arc::new(Mutex::new(WriterState::default()));
        let writer = Writer { connection, lease, options, queue, state: Arc::clone(&state) };
        std::thread::spawn(move || writer.run());
        Self { send, state, script }
    }

    fn fail_next(&self, failure: fn() -> CommitError) {
        self.script.lock().unwrap().push_back(failure);
    }

    fn insert(&self, name: &str) -> Receiver<Result<(), StoreError>> {
        let tenant = kernel::TenantId::new(name).unwrap();
        let (reply, answer): (Sender<Result<(), StoreError>>, _) = channel();
        let now = Timestamp::from_millis(1_000);
        let job = TypedJob::new(
            Vec::new(),
            move |tx: &mut crate::Tx<'_>| tenants::insert(tx, &tenant, "{}".to_owned(), false, now),
            move |result| reply.send(result).unwrap(),
        );
        self.send.send(Message::Job(Box::new(job))).unwrap();
        answer
    }
}

#[test]
fn a_commit_that_could_not_be_made_durable_stops_the_writer_for_good() {
    let bench = Bench::start();
    bench.insert("before").recv().unwrap().unwrap();
    bench.fail_next(|| CommitError::Fatal(eio()));
    let during = bench.insert("during").recv().unwrap();
    assert!(matches!(during, Err(StoreError::Poisoned(_))), "{during:?}");
    // The disk "works" again: nothing is acknowledged all the same.
    for _ in 0..3 {
        let after = bench.insert("after").recv().unwrap();
        assert!(matches!(after, Err(StoreError::Poisoned(_))), "{after:?}");
    }
    assert!(bench.state.lock().unwrap().poisoned.as_ref().unwrap().contains("COMMIT"));
    assert_eq!(bench.state.lock().unwrap().commits, 1);
}

#[test]
fn a_full_disk_refuses_and_then_works_again() {
    let bench = Bench::start();
    bench.fail_next(|| CommitError::NotCommitted(StoreError::DiskFull));
    let full = bench.insert("a").recv().unwrap();
    assert!(matches!(full, Err(StoreError::DiskFull)), "{full:?}");
    bench.insert("a").recv().unwrap().unwrap();
}

#[test]
fn a_connection_lost_during_commit_is_answered_as_unknown_and_not_run_again() {
    let bench = Bench::start();
    bench.fail_next(|| CommitError::Unknown(lost()));
    let unknown = bench.insert("a").recv().unwrap();
    assert!(matches!(unknown, Err(StoreError::CommitUnknown(_))), "{unknown:?}");
    bench.insert("b").recv().unwrap().unwrap();
    assert_eq!(bench.state.lock().unwrap().closures, 1);
}

#[test]
fn what_was_not_committed_for_a_passing_reason_runs_again() {
    let bench = Bench::start();
    for _ in 0..3 {
        bench.fail_next(|| {
            CommitError::NotCommitted(StoreError::Conflict { what: "the file".to_owned() })
        });
    }
    bench.insert("a").recv().unwrap().unwrap();
    assert_eq!(bench.state.lock().unwrap().commits, 1);
}

#[test]
fn closing_answers_what_waits() {
    let bench = Bench::start();
    let answers: Vec<_> = (0..20).map(|n| bench.insert(&format!("t{n}"))).collect();
    bench.send.send(Message::Close).unwrap();
    for answer in answers {
        answer.recv().unwrap().unwrap();
    }
}
