//! What a folder of files is written with, one step at a time, so that tests can let each step fail.

use super::error::ReportError;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// The steps that change a disk. Each is done or not done; only a file may be left cut off.
pub(super) trait Disk {
    /// Makes a folder whose parent is there.
    fn create_dir(&self, path: &Path) -> io::Result<()>;
    /// Writes a file and waits until it would outlast a power cut.
    fn write(&self, path: &Path, content: &[u8]) -> io::Result<()>;
    /// Gives a file or folder another name.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Exchanges two folders in one step.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove_file(&self, path: &Path) -> io::Result<()>;
    /// Removes an empty folder.
    fn remove_dir(&self, path: &Path) -> io::Result<()>;
    /// Waits until the names in a folder would outlast a power cut, where the system has a way to.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
}

/// The disk itself.
pub(super) struct RealDisk;

impl Disk for RealDisk {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        let mut file = File::create(path)?;
        file.write_all(content)?;
        file.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    #[cfg(target_os = "linux")]
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
    }

    #[cfg(not(target_os = "linux"))]
    fn exchange(&self, _one: &Path, _other: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        if cfg!(unix) {
            File::open(path)?.sync_all()
        } else {
            Ok(())
        }
    }
}

/// The new folder is as open or closed to others as the one it replaces; where that fails it is as new folders are.
pub(super) fn keep_permissions(from: &Path, to: &Path) {
    if let Ok(metadata) = fs::metadata(from) {
        let _ = fs::set_permissions(to, metadata.permissions());
    }
}

/// Writes a file without a name, of which nothing stays whatever happens, in the folder, or in the nearest one above it that is there.
pub(super) fn try_writing(folder: &Path) -> Result<(), ReportError> {
    let here = Path::new(".");
    let above = folder.ancestors().find(|path| path.exists());
    let above = above.filter(|path| !path.as_os_str().is_empty());
    let above = above.unwrap_or(here);
    if !above.is_dir() {
        return Err(ReportError::NotAFolder(above.to_owned()));
    }
    let tried = tempfile::tempfile_in(above).and_then(|mut file| file.write_all(b"ours"));
    tried.map_err(|source| ReportError::NotWritable {
        path: above.to_owned(),
        source,
    })
}
