//! What goes over the wire, and what is taken of what comes.
//!
//! Subject: `ombud.<region>.v1.<word>`. Another version, and a word that is not known here, is passed over: a
//! newer node may send it. Payload: who sent it, as 16 hexadecimal digits, a space, and the number of the
//! message; what a newer node adds after another space is passed over too.

use crate::Kind;

/// All messages of all regions.
pub(crate) const ALL: &str = "ombud.*.v1.*";
/// Nobody sends a longer payload.
const PAYLOAD_BYTES_MAX: usize = 256;
const PULSE: &str = "pulse";
/// The region of those that have none.
const NO_REGION: &str = "default";

/// What a message tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// Something was stored.
    Stored(Kind),
    /// A node proves to itself that its messages come back.
    Pulse,
}

/// Who sent a message, and which of theirs it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct From {
    pub(crate) node: u64,
    pub(crate) number: u64,
}

/// The subject of a message of a region. What has a meaning in subjects is replaced: a region is there for
/// whoever routes and restricts messages, and nobody reads it.
pub(crate) fn subject(region: &str, told: Told) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
    let region: String = region.chars().map(plain).collect();
    let region = if region.is_empty() { NO_REGION } else { &region };
    let word = match told {
        Told::Stored(kind) => kind.word(),
        Told::Pulse => PULSE,
    };
    format!("ombud.{region}.v1.{word}")
}

pub(crate) fn payload(from: From) -> String {
    format!("{:016x} {}", from.node, from.number)
}

/// Reads a message; none where no node of this version sends it.
pub(crate) fn read(subject: &str, payload: &[u8]) -> Option<(Told, From)> {
    let mut tokens = subject.split('.');
    let (name, _region, version) = (tokens.next()?, tokens.next()?, tokens.next()?);
    let word = tokens.next().filter(|_| tokens.next().is_none())?;
    if (name, version) != ("ombud", "v1") || payload.len() > PAYLOAD_BYTES_MAX {
        return None;
    }
    let told = if word == PULSE { Told::Pulse } else { Told::Stored(Kind::of(word)?) };
    let mut words = std::str::from_utf8(payload).ok()?.split(' ');
    let node = words.next().filter(|digits| digits.len() == 16)?;
    let node = u64::from_str_radix(node, 16).ok()?;
    Some((told, From { node, number: words.next()?.parse().ok()? }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FROM: From = From { node: 0xab, number: 7 };

    #[test]
    fn what_one_node_writes_another_reads() {
        let kinds = Kind::ALL.into_iter().map(Told::Stored);
        for told in kinds.chain([Told::Pulse]) {
            for region in ["", "eu", "eu-1", "eu.north > *", "Östersund"] {
                let subject = subject(region, told);
                assert_eq!(
                    read(&subject, payload(FROM).as_bytes()),
                    Some((told, FROM)),
                    "{subject}"
                );
            }
        }
        assert_eq!(subject("", Told::Pulse), "ombud.default.v1.pulse");
        assert_eq!(subject("a.*", Told::Stored(Kind::Calls)), "ombud.a__.v1.calls");
    }

    #[test]
    fn what_nobody_sends_is_passed_over() {
        let good = payload(FROM);
        let long = format!("{good} {}", "x".repeat(PAYLOAD_BYTES_MAX));
        let cases: [(&str, &[u8]); 12] = [
            ("ombud.eu.v2.calls", good.as_bytes()),
            ("ombud.eu.v1.later", good.as_bytes()),
            ("ombud.eu.v1", good.as_bytes()),
            ("ombud.eu.v1.calls.more", good.as_bytes()),
            ("other.eu.v1.calls", good.as_bytes()),
            ("", good.as_bytes()),
            ("ombud.eu.v1.calls", b""),
            ("ombud.eu.v1.calls", b"\xff\xfe\x00"),
            ("ombud.eu.v1.calls", b"00000000000000ab"),
            ("ombud.eu.v1.calls", b"ab 7"),
            ("ombud.eu.v1.calls", b"+0000000000000ab -7"),
            ("ombud.eu.v1.calls", long.as_bytes()),
        ];
        for (subject, payload) in cases {
            assert_eq!(read(subject, payload), None, "{subject} {payload:?}");
        }
        let more = format!("{good} of=a newer version");
        let read = read("ombud.eu.v1.calls", more.as_bytes());
        assert_eq!(read, Some((Told::Stored(Kind::Calls), FROM)), "what is added is passed over");
    }
}
