//! Recordings written, read again, and tampered with.

use kernel::{CobrowseId, Rng, TenantId, Timestamp};

use super::*;

fn at(ms: i64) -> Timestamp {
    Timestamp::from_millis(1_800_000_000_000 + ms)
}

fn session(seed: u64) -> CobrowseId {
    CobrowseId::generate(at(0), &mut Rng::seeded(seed))
}

fn key() -> RecordingKey {
    RecordingKey::generate(&mut Rng::seeded(5))
}

/// A recording with a record every 1.7 s.
fn recording(records: u32) -> (Vec<Sealed>, Head, Vec<Record>) {
    let mut writer = Writer::new(session(1), &key(), at(0), 0, Head::NONE).unwrap();
    let mut chunks = Vec::new();
    let mut put = Vec::new();
    for n in 0..records {
        let kind = match n % 5 {
            0 => Kind::Checkpoint,
            1 => Kind::Event,
            _ => Kind::Frame,
        };
        let ms = n * 1_700;
        let bytes = vec![n as u8; 10 + n as usize];
        chunks.extend(writer.push(kind, at(i64::from(ms)), &bytes));
        put.push(Record { kind, ms, bytes });
    }
    let (last, head) = writer.finish().unwrap();
    chunks.push(last);
    (chunks, head, put)
}

fn read(chunks: &[Vec<u8>], head: &Head) -> Result<Vec<Record>, Broken> {
    let mut reader = Reader::new(session(1), &key()).unwrap();
    let mut records = Vec::new();
    for chunk in chunks {
        records.append(&mut reader.next(chunk)?.records);
    }
    reader.finish(head)?;
    Ok(records)
}

fn bytes(chunks: &[Sealed]) -> Vec<Vec<u8>> {
    chunks.iter().map(|chunk| chunk.bytes.clone()).collect()
}

#[test]
fn what_was_recorded_is_read_again() {
    let (chunks, head, put) = recording(20);
    assert!(chunks.len() > 4, "{}", chunks.len());
    assert_eq!(read(&bytes(&chunks), &head).unwrap(), put);
    for (n, chunk) in chunks.iter().enumerate() {
        assert_eq!(chunk.entry.number as usize, n);
        assert_eq!(chunk.entry.bytes as usize, chunk.bytes.len());
        assert!(chunk.entry.last_ms - chunk.entry.first_ms < 5_000);
    }
}

#[test]
fn every_changed_bit_is_found() {
    let (chunks, head, _) = recording(9);
    let good = bytes(&chunks);
    let mut tried = 0;
    for n in 0..good.len() {
        for bit in 0..good[n].len() * 8 {
            let mut bad = good.clone();
            bad[n][bit / 8] ^= 1 << (bit % 8);
            assert!(read(&bad, &head).is_err(), "chunk {n}, bit {bit}");
            tried += 1;
        }
    }
    assert!(tried > 3_000, "{tried}");
}

#[test]
fn every_shortened_lengthened_missing_doubled_or_swapped_chunk_is_found() {
    let (chunks, head, _) = recording(20);
    let good = bytes(&chunks);
    for n in 0..good.len() {
        for length in 0..good[n].len() {
            let mut bad = good.clone();
            bad[n].truncate(length);
            assert!(read(&bad, &head).is_err(), "chunk {n} of {length} bytes");
        }
        let mut longer = good.clone();
        longer[n].push(0);
        assert!(read(&longer, &head).is_err());
        let mut missing = good.clone();
        missing.remove(n);
        assert!(read(&missing, &head).is_err());
        let mut cut = good.clone();
        cut.truncate(n);
        assert!(matches!(read(&cut, &head), Err(Broken::End { .. })));
        for m in 0..good.len() {
            let mut double = good.clone();
            double.insert(m, good[n].clone());
            assert!(read(&double, &head).is_err());
            let mut swapped = good.clone();
            swapped.swap(n, m);
            assert_eq!(read(&swapped, &head).is_err(), n != m);
        }
    }
}

#[test]
fn a_chunk_of_another_recording_is_found() {
    let (chunks, head, _) = recording(20);
    let mut other = Writer::new(session(2), &key(), at(0), 0, Head::NONE).unwrap();
    assert!(other.push(Kind::Frame, at(0), b"other").is_none());
    let mut mixed = bytes(&chunks);
    mixed[0] = other.finish().unwrap().0.bytes;
    assert_eq!(read(&mixed, &head), Err(Broken::Session(0)));
    let key = RecordingKey::generate(&mut Rng::seeded(6));
    let mut reader = Reader::new(session(1), &key).unwrap();
    assert_eq!(reader.next(&chunks[0].bytes), Err(Broken::Seal(0)));
}

#[test]
fn a_recording_is_taken_up_again_without_using_a_nonce_twice() {
    let mut first = Writer::new(session(1), &key(), at(0), 0, Head::NONE).unwrap();
    let mut chunks = Vec::new();
    chunks.extend(first.push(Kind::Checkpoint, at(0), b"page"));
    chunks.extend(first.tick(at(5_000)));
    let head = first.head();
    // What it sealed after that was lost with its node.
    let _ = first.push(Kind::Frame, at(6_000), b"the same");
    let (lost, _) = first.finish().unwrap();
    let mut second = Writer::new(session(1), &key(), at(0), 1, head).unwrap();
    let _ = second.push(Kind::Frame, at(6_000), b"the same");
    let (kept, end) = second.finish().unwrap();
    let sealed = |chunk: &Sealed| chunk.bytes[super::chunk::HEADER_BYTES..].to_vec();
    assert_ne!(sealed(&lost), sealed(&kept));
    chunks.push(kept);
    let records = read(&bytes(&chunks), &end).unwrap();
    assert_eq!(records.iter().map(|record| record.ms).collect::<Vec<_>>(), [0, 6_000]);
}

#[test]
fn a_busy_page_is_cut_by_size_and_an_idle_one_by_time() {
    let mut writer = Writer::new(session(1), &key(), at(0), 0, Head::NONE).unwrap();
    let large = vec![7; CHUNK_BYTES_MAX / 2];
    assert!(writer.push(Kind::Frame, at(0), &large).is_none());
    assert!(writer.push(Kind::Frame, at(1), &large[100..]).is_none());
    let full = writer.push(Kind::Frame, at(2), &large).unwrap();
    assert_eq!((full.entry.first_ms, full.entry.last_ms), (0, 1));
    assert!(writer.tick(at(5_001)).is_none());
    assert_eq!(writer.tick(at(5_002)).unwrap().entry.first_ms, 2);
    assert!(writer.tick(at(900_000)).is_none());
    assert!(writer.push(Kind::Frame, at(900_000), &vec![0; RECORD_BYTES_MAX + 1]).is_none());
    let (last, _) = writer.finish().unwrap();
    assert_eq!((last.entry.number, last.entry.last_ms), (2, 2));
}

#[test]
fn a_clock_that_is_set_back_does_not_turn_the_order_round() {
    let mut writer = Writer::new(session(1), &key(), at(0), 0, Head::NONE).unwrap();
    let mut chunks = Vec::new();
    for ms in [9_000, 1_000, 20_000, 3_000, -5_000, 26_000] {
        chunks.extend(writer.push(Kind::Frame, at(ms), b"x"));
    }
    let (last, head) = writer.finish().unwrap();
    chunks.push(last);
    let records = read(&bytes(&chunks), &head).unwrap();
    let ms: Vec<u32> = records.iter().map(|record| record.ms).collect();
    assert_eq!(ms, [9_000, 9_000, 20_000, 20_000, 20_000, 26_000]);
}

#[test]
fn seeking_finds_the_chunk_with_the_checkpoint_before() {
    let (chunks, _, put) = recording(40);
    let index: Vec<Entry> = chunks.iter().map(|chunk| chunk.entry.clone()).collect();
    let reader = Reader::new(session(1), &key()).unwrap();
    for ms in (0..70_000).step_by(311) {
        let entry = seek(&index, ms).unwrap();
        let chunk = reader.open_at(entry, &chunks[entry.number as usize].bytes).unwrap();
        let is_page = |record: &&Record| record.kind == Kind::Checkpoint && record.ms <= ms;
        let found = chunk.records.iter().rev().find(is_page).map(|record| record.ms);
        assert_eq!(found, put.iter().rev().find(is_page).map(|record| record.ms), "{ms}");
    }
    let wrong = reader.open_at(&index[1], &chunks[2].bytes);
    assert_eq!(wrong, Err(Broken::Index(1)));
    assert_eq!(seek(&[], 0), None);
}

#[test]
fn a_wrapped_key_opens_for_its_tenant_and_session_only() {
    let tenant = |name: &str| TenantId::new(name).unwrap();
    let mut rng = Rng::seeded(9);
    let by = TenantKey::new([3; 32]);
    let wrapped = by.wrap(&tenant("acme"), session(1), &key(), &mut rng).unwrap();
    let again = by.wrap(&tenant("acme"), session(1), &key(), &mut rng).unwrap();
    assert!(wrapped != again, "a nonce of its own each time");
    let kept = Wrapped::from_bytes(wrapped.bytes()).unwrap();
    let opened = by.unwrap(&tenant("acme"), session(1), &kept).unwrap();
    let (chunks, head, _) = recording(5);
    let mut reader = Reader::new(session(1), &opened).unwrap();
    assert!(chunks.iter().all(|chunk| reader.next(&chunk.bytes).is_ok()));
    assert_eq!(reader.finish(&head), Ok(()));
    let not_ours = [
        by.unwrap(&tenant("acme2"), session(1), &kept),
        by.unwrap(&tenant("acme"), session(2), &kept),
        TenantKey::new([4; 32]).unwrap(&tenant("acme"), session(1), &kept),
    ];
    assert!(not_ours.iter().all(|key| matches!(key, Err(KeyError::NotOurs))));
    for bit in 0..WRAPPED_BYTES * 8 {
        let mut bad = wrapped.bytes().to_vec();
        bad[bit / 8] ^= 1 << (bit % 8);
        let bad = Wrapped::from_bytes(&bad).unwrap();
        assert!(by.unwrap(&tenant("acme"), session(1), &bad).is_err());
    }
    assert_eq!(Wrapped::from_bytes(&[0; 59]).err(), Some(KeyError::Length(59)));
}
