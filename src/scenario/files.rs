//! Reading files with messages that a planner can act on.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// No file that a scenario names is larger than this many bytes.
pub const LARGEST: u64 = 64 << 20;

/// No scenario itself is larger than this many bytes: it is written by hand, and its tree takes much more memory.
pub(super) const LARGEST_SCENARIO: u64 = 4 << 20;

/// Why a file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileProblem {
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub help: String,
}

impl FileProblem {
    /// A problem with what would be right.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> FileProblem {
        FileProblem { message: message.into(), help: help.into() }
    }
}

/// Where the files come from that a scenario names: the disk, or the memory of a test.
pub trait Files {
    /// The bytes of a file.
    ///
    /// # Errors
    /// Why it cannot be used.
    fn read(&self, path: &Path) -> Result<Vec<u8>, FileProblem>;
}

/// The files of the disk.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl Files for Disk {
    fn read(&self, path: &Path) -> Result<Vec<u8>, FileProblem> {
        self.read_at_most(path, LARGEST)
    }
}

impl Disk {
    /// The bytes of a file that has at most so many.
    pub(super) fn read_at_most(self, path: &Path, most: u64) -> Result<Vec<u8>, FileProblem> {
        let about = std::fs::metadata(path).map_err(|error| unreadable(&error))?;
        if about.is_dir() {
            return Err(FileProblem::new("this is a folder, not a file", "name a file inside of it"));
        }
        if about.len() > most {
            return Err(too_large(most));
        }
        let file = File::open(path).map_err(|error| unreadable(&error))?;
        let mut bytes = Vec::new();
        // A device has no length: the limit holds while reading, too.
        file.take(most + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
        if bytes.len() as u64 > most { Err(too_large(most)) } else { Ok(bytes) }
    }
}

fn too_large(most: u64) -> FileProblem {
    let most = most >> 20;
    FileProblem::new(format!("the file is larger than {most} MB"), "is it the right file? shorten or split it")
}

fn unreadable(error: &io::Error) -> FileProblem {
    match error.kind() {
        io::ErrorKind::NotFound => FileProblem::new(
            "there is no such file",
            "check the spelling; relative paths start at the folder of the scenario",
        ),
        io::ErrorKind::PermissionDenied => {
            FileProblem::new("the file may not be read", "change its permissions, or copy it")
        }
        _ => FileProblem::new(format!("the file cannot be read: {error}"), "check the disk and the path"),
    }
}

/// The text of a file's bytes; a byte order mark is dropped.
///
/// # Errors
/// At which byte it is no text, and how it may have come about.
pub(super) fn text(mut bytes: Vec<u8>) -> Result<String, FileProblem> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(FileProblem::new("the file is text in UTF-16", "save it as UTF-8"));
    }
    if bytes.starts_with(&[0xef, 0xbb, 0xbf]) {
        bytes.drain(..3);
    }
    if let Some(place) = bytes.iter().position(|&byte| byte == 0) {
        return Err(FileProblem::new(
            format!("the file is binary, not text: byte {place} is zero"),
            "is it the right file? a text in UTF-8 is expected",
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let place = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..place].iter().filter(|&&byte| byte == b'\n').count() + 1;
        FileProblem::new(format!("the file is not UTF-8: byte {place}, in line {line}"), "save it as UTF-8")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_named_with_its_byte() {
        assert_eq!(text(b"\xef\xbb\xbfa".to_vec()).unwrap(), "a");
        assert!(text(b"a\nb\xffc".to_vec()).unwrap_err().message.contains("byte 3, in line 2"));
        assert!(text(b"a\0".to_vec()).unwrap_err().message.contains("binary"));
        assert!(text(b"\xff\xfea\0".to_vec()).unwrap_err().message.contains("UTF-16"));
    }

    #[test]
    fn the_disk_says_what_is_wrong_with_a_path() {
        let folder = tempfile::tempdir().unwrap();
        let message = |path: &Path| Disk.read(path).unwrap_err().message;
        assert_eq!(message(folder.path()), "this is a folder, not a file");
        assert_eq!(message(&folder.path().join("missing")), "there is no such file");
        assert!(message(&folder.path().join("a\0b")).contains("cannot be read"));
        let large = folder.path().join("large");
        File::create(&large).unwrap().set_len(LARGEST + 1).unwrap();
        assert_eq!(message(&large), "the file is larger than 64 MB");
    }
}
