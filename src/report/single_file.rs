//! One file that is replaced as a whole: written and synced beside its place, then renamed into it.

use super::disk::{Disk, RealDisk, keep_permissions, try_writing};
use super::error::ReportError;
use std::fs;
use std::path::{Path, PathBuf};

/// Whether a file may be written there, and can be.
///
/// # Errors
/// Something else than an ordinary file stands there, or nothing can be written beside it.
pub fn may_write_file(path: &Path) -> Result<(), ReportError> {
    if path.exists() && !path.is_file() || path.file_name().is_none() {
        return Err(ReportError::NotAFile(path.to_owned()));
    }
    try_writing(path.parent().unwrap_or(path))
}

/// Writes a file whole or not at all; folders above it are made where they are missing.
///
/// # Errors
/// Those of [`may_write_file`], and what the file system refuses.
pub fn write_file(path: &Path, content: &[u8]) -> Result<(), ReportError> {
    may_write_file(path)?;
    // Through a symbolic link the file that it names is replaced, not the link.
    let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let parent = match place.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(parent).map_err(ReportError::at(parent))?;
    let fresh = beside(&place);
    let written = RealDisk
        .write(&fresh, content)
        .map_err(ReportError::at(&fresh));
    if place.exists() {
        keep_permissions(&place, &fresh);
    }
    let placed = written.and_then(|()| fs::rename(&fresh, &place).map_err(ReportError::at(&place)));
    if placed.is_err() {
        // The first error counts; what was begun goes, where it can.
        let _ = fs::remove_file(&fresh);
    }
    placed?;
    RealDisk
        .sync_folder(parent)
        .map_err(ReportError::at(parent))
}

/// A name of our own, so that two runs do not write the same file.
fn beside(place: &Path) -> PathBuf {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    place.with_file_name(format!(".{name}.wasteways-{}", std::process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_and_nothing_stays_beside_it() {
        let home = tempfile::tempdir().unwrap();
        let place = home.path().join("made/on/the/way.sol");
        write_file(&place, b"one").unwrap();
        write_file(&place, b"two").unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"two");
        let beside = fs::read_dir(place.parent().unwrap()).unwrap();
        assert_eq!(beside.count(), 1);
    }

    #[test]
    fn no_folder_is_replaced() {
        let home = tempfile::tempdir().unwrap();
        let refused = write_file(home.path(), b"one");
        assert!(matches!(refused, Err(ReportError::NotAFile(_))));
    }
}
