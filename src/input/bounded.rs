//! The one way in which whole files come in: ordinary files alone, and never more of them than is asked for.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// The bytes of an ordinary file of bearable size, or what was expected: pipes and devices may never end.
pub(super) fn bytes_of(path: &Path, most: u64) -> Result<Vec<u8>, String> {
    let unreadable = |error: io::Error| format!("a file that can be read ({error})");
    let metadata = fs::metadata(path).map_err(unreadable)?;
    if metadata.is_dir() {
        return Err("a file; this is a folder".into());
    }
    if !metadata.is_file() {
        return Err("an ordinary file".into());
    }
    let too_large = || format!("a file of at most {} MiB", most >> 20);
    if metadata.len() > most {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > most {
        Err(too_large())
    } else {
        Ok(bytes)
    }
}

/// The text of such a file; `None` where there is none that can be read.
pub(super) fn text_of(path: &Path, most: u64) -> Option<String> {
    String::from_utf8(bytes_of(path, most).ok()?).ok()
}
