//! The fields of a message in the wire format of Protocol Buffers, and of ONNX what an encoder's weights
//! are in.
//!
//! Sources: protobuf.dev/programming-guides/encoding; onnx/onnx.proto.

use super::super::LoadError;
use super::super::reader::Reader;

const WHAT: &str = "graph";

/// The fields of a message, each with its number, and its bytes where it is not a mere number.
fn fields(message: &[u8]) -> impl Iterator<Item = Result<(u64, Option<&[u8]>), LoadError>> {
    let mut rest = Reader::new(message);
    let mut failed = false;
    std::iter::from_fn(move || {
        if failed || rest.left() == 0 {
            return None;
        }
        let field = field(&mut rest);
        failed = field.is_err();
        Some(field)
    })
}

fn field<'f>(rest: &mut Reader<'f>) -> Result<(u64, Option<&'f [u8]>), LoadError> {
    let tag = number(rest)?;
    let value = match tag & 7 {
        0 => number(rest).map(|_| None)?,
        1 => rest.bytes(8, WHAT).map(|_| None)?,
        2 => {
            let length = number(rest)?;
            Some(rest.bytes(usize::try_from(length).unwrap_or(usize::MAX), WHAT)?)
        }
        5 => rest.bytes(4, WHAT).map(|_| None)?,
        _ => return Err(LoadError::Kind("ONNX model")),
    };
    Ok((tag >> 3, value))
}

/// A number of seven bits a byte, the lowest first.
fn number(rest: &mut Reader) -> Result<u64, LoadError> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let byte = rest.byte(WHAT)?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(number);
        }
    }
    Err(LoadError::Kind("ONNX model"))
}

/// A step of the graph.
#[derive(Debug, Clone, Default)]
pub(super) struct Node<'f> {
    pub(super) inputs: Vec<&'f str>,
    pub(super) outputs: Vec<&'f str>,
    pub(super) operation: &'f str,
}

/// Stored values and their name.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tensor<'f> {
    pub(super) name: &'f str,
    pub(super) raw: &'f [u8],
}

/// The graph of an ONNX model.
#[derive(Debug, Clone, Default)]
pub(super) struct Graph<'f> {
    pub(super) nodes: Vec<Node<'f>>,
    pub(super) tensors: Vec<Tensor<'f>>,
}

impl<'f> Graph<'f> {
    /// Reads a model's graph.
    ///
    /// # Errors
    /// [`LoadError`], when the bytes are no model or end too early.
    pub(super) fn read(model: &'f [u8]) -> Result<Self, LoadError> {
        let mut graph = Self::default();
        for field in fields(model) {
            if let (7, Some(bytes)) = field? {
                graph.fill(bytes)?;
            }
        }
        Ok(graph)
    }

    fn fill(&mut self, message: &'f [u8]) -> Result<(), LoadError> {
        for field in fields(message) {
            match field? {
                (1, Some(bytes)) => self.nodes.push(node(bytes)?),
                (5, Some(bytes)) => self.tensors.push(tensor(bytes)?),
                _ => {}
            }
        }
        Ok(())
    }
}

fn text(bytes: &[u8]) -> Result<&str, LoadError> {
    str::from_utf8(bytes).map_err(|_| LoadError::Text("a name in the graph"))
}

fn node(message: &[u8]) -> Result<Node<'_>, LoadError> {
    let mut node = Node::default();
    for field in fields(message) {
        match field? {
            (1, Some(bytes)) => node.inputs.push(text(bytes)?),
            (2, Some(bytes)) => node.outputs.push(text(bytes)?),
            (4, Some(bytes)) => node.operation = text(bytes)?,
            _ => {}
        }
    }
    Ok(node)
}

fn tensor(message: &[u8]) -> Result<Tensor<'_>, LoadError> {
    let mut tensor = Tensor::default();
    for field in fields(message) {
        match field? {
            (8, Some(bytes)) => tensor.name = text(bytes)?,
            (9, Some(bytes)) => tensor.raw = bytes,
            _ => {}
        }
    }
    Ok(tensor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_whatever_lies_between() {
        // Field 1 = 300; field 2 = "hi"; field 3, eight bytes; field 4, four bytes.
        let mut message = vec![0x08, 0xac, 0x02, 0x12, 0x02, b'h', b'i', 0x19];
        message.extend([0; 8]);
        message.extend([0x25, 0, 0, 0, 0]);
        let read: Vec<_> = fields(&message).collect::<Result<_, _>>().unwrap();
        assert!(matches!(read[..], [(1, None), (2, Some(b"hi")), (3, None), (4, None)]));
        for cut in [1, 2, 4, 6, 8, 12, message.len() - 1] {
            assert!(fields(&message[..cut]).any(|field| field.is_err()), "cut at {cut}");
        }
        for odd in
            [&[0x0b_u8][..], &[0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]]
        {
            assert!(fields(odd).all(|field| field.is_err()));
        }
    }
}
