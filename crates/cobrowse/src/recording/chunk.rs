//! The bytes of a sealed chunk: a header in the clear, then the compressed records under AES-256-GCM with the header as
//! associated data.

use kernel::canonical::Sha256Hex;
use kernel::{CobrowseId, Timestamp};
use ring::aead::{Aad, LessSafeKey, NONCE_LEN, Nonce};

use super::{CHUNK_BYTES_MAX, Kind, RECORD_BYTES_MAX, Record};

const MAGIC: [u8; 4] = *b"OBRC";
const VERSION: u8 = 1;
const FLAG_LAST: u8 = 1;
pub(super) const HEADER_BYTES: usize = 82;
/// The most bytes that a chunk unpacks to: one large record, or many small ones, and what they take beside.
const RAW_BYTES_MAX: usize = RECORD_BYTES_MAX + CHUNK_BYTES_MAX;
/// Takes a twentieth less than the usual 3, and a tenth less than 1; above it nothing is left to gain. Nor is a dictionary
/// worth it: even with the whole chunk before as one, a chunk was smaller by an eighth.
const LEVEL: i32 = 6;

/// What stands before the sealed records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) is_last: bool,
    pub(super) session: CobrowseId,
    /// How often the recording had been taken up again: a number is never sealed twice under one nonce.
    pub(super) part: u32,
    pub(super) number: u32,
    pub(super) started_at: Timestamp,
    pub(super) first_ms: u32,
    pub(super) last_ms: u32,
    /// Of the records before they were compressed. Bytes.
    pub(super) raw: u32,
    pub(super) before: Sha256Hex,
}

impl Header {
    fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(HEADER_BYTES);
        out.extend(MAGIC);
        out.extend([VERSION, if self.is_last { FLAG_LAST } else { 0 }]);
        out.extend(self.session.uuid().as_bytes());
        out.extend(self.started_at.as_millis().to_be_bytes());
        for number in [self.part, self.number, self.first_ms, self.last_ms, self.raw] {
            out.extend(number.to_be_bytes());
        }
        out.extend(self.before.bytes());
        out
    }

    /// Strict: what [`Header::bytes`] writes, and nothing else.
    pub(super) fn read(sealed: &[u8]) -> Option<(Self, &[u8])> {
        let (mut from, rest) = sealed.split_at_checked(HEADER_BYTES)?;
        let [a, b, c, d, version, flags] = raw(&mut from)?;
        if [a, b, c, d] != MAGIC || version != VERSION || flags > FLAG_LAST {
            return None;
        }
        let header = Self {
            is_last: flags == FLAG_LAST,
            session: CobrowseId::from_uuid(uuid::Uuid::from_bytes(raw(&mut from)?)),
            started_at: Timestamp::from_millis(i64::from_be_bytes(raw(&mut from)?)),
            part: u32::from_be_bytes(raw(&mut from)?),
            number: u32::from_be_bytes(raw(&mut from)?),
            first_ms: u32::from_be_bytes(raw(&mut from)?),
            last_ms: u32::from_be_bytes(raw(&mut from)?),
            raw: u32::from_be_bytes(raw(&mut from)?),
            before: Sha256Hex::from_bytes(raw(&mut from)?),
        };
        Some((header, rest))
    }

    fn nonce(&self) -> Nonce {
        let mut nonce = [0; NONCE_LEN];
        let number = u64::from(self.number).to_be_bytes();
        let bytes = self.part.to_be_bytes().into_iter().chain(number);
        nonce.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
        Nonce::assume_unique_for_key(nonce)
    }
}

fn raw<const N: usize>(from: &mut &[u8]) -> Option<[u8; N]> {
    let (head, rest) = from.split_first_chunk::<N>()?;
    *from = rest;
    Some(*head)
}

/// Seals records. `None` where the cipher or the compressor refuses, which neither does below their limits.
pub(super) fn seal(header: &Header, records: &[u8], cipher: &LessSafeKey) -> Option<Vec<u8>> {
    let mut packed = zstd::bulk::compress(records, LEVEL).ok()?;
    let mut out = header.bytes();
    cipher.seal_in_place_append_tag(header.nonce(), Aad::from(out.as_slice()), &mut packed).ok()?;
    out.append(&mut packed);
    Some(out)
}

/// The records of a sealed chunk; `None` if anything of it was changed.
pub(super) fn open(header: &Header, sealed: &[u8], cipher: &LessSafeKey) -> Option<Vec<Record>> {
    let (head, body) = sealed.split_at_checked(HEADER_BYTES)?;
    let mut body = body.to_vec();
    let packed = cipher.open_in_place(header.nonce(), Aad::from(head), &mut body).ok()?;
    let raw = usize::try_from(header.raw).ok().filter(|raw| *raw <= RAW_BYTES_MAX)?;
    let records = zstd::bulk::decompress(packed, raw).ok()?;
    if records.len() != raw {
        return None;
    }
    read_records(&records, header.first_ms)
}

/// Appends a record: kind, milliseconds since the one before, length, bytes.
pub(super) fn push(out: &mut Vec<u8>, kind: Kind, after_ms: u32, bytes: &[u8]) {
    out.push(kind.byte());
    push_whole(out, after_ms);
    push_whole(out, u32::try_from(bytes.len()).unwrap_or(u32::MAX));
    out.extend_from_slice(bytes);
}

fn read_records(mut from: &[u8], first_ms: u32) -> Option<Vec<Record>> {
    let mut records = Vec::new();
    let mut ms = first_ms;
    while let Some((kind, rest)) = from.split_first() {
        from = rest;
        ms = ms.checked_add(whole(&mut from)?)?;
        let length = usize::try_from(whole(&mut from)?).ok()?;
        let (bytes, rest) = from.split_at_checked(length)?;
        from = rest;
        records.push(Record { kind: Kind::of(*kind)?, ms, bytes: bytes.to_vec() });
    }
    Some(records)
}

/// LEB128, as on the wire.
fn push_whole(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn whole(from: &mut &[u8]) -> Option<u32> {
    let mut value = 0_u64;
    for shift in [0, 7, 14, 21, 28] {
        let (byte, rest) = from.split_first()?;
        *from = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return u32::try_from(value).ok();
        }
    }
    None
}
