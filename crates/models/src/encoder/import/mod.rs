//! Encoders from what packages ship. Each reader takes the bytes of a file and reserves nothing that they
//! do not hold.

mod minilm;
mod nano_e5;
mod protobuf;
mod safetensors;

pub use minilm::minilm;
pub use nano_e5::nano_e5;
