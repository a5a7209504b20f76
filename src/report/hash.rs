//! SHA-256 of what is written, as `sha256sum` prints it.

use sha2::{Digest, Sha256};
use std::io::{self, Write};

/// The hash of bytes.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(Sha256::digest(bytes).as_ref())
}

fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A file that hashes what is written to it.
#[derive(Debug)]
pub struct Hashed<W> {
    file: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Hashed<W> {
    /// Nothing is written yet.
    pub fn new(file: W) -> Hashed<W> {
        Hashed { file, hash: Sha256::new(), bytes: 0 }
    }

    /// The file, how many bytes were written, and their hash.
    pub fn finish(self) -> (W, u64, String) {
        (self.file, self.bytes, hexadecimal(self.hash.finalize().as_ref()))
    }
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
