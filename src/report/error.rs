//! Why nothing was written.

use std::io;
use std::path::{Path, PathBuf};

/// Why nothing was written. What stood in the folder before still stands there.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The path is a file.
    #[error("{} is a file; name a folder to write to", .0.display())]
    NotAFolder(PathBuf),
    /// The path is the root of the file system.
    #[error("{} is the root; name a folder in it to write to", .0.display())]
    IsTheRoot(PathBuf),
    /// The path has a name of a file of ours.
    #[error("{} is called like a file of ours; name the folder to write to", .0.display())]
    NamedLikeAFile(PathBuf),
    /// Tried beforehand: nothing can be written there.
    #[error("{}: nothing can be written here ({source})", .path.display())]
    NotWritable {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The folder holds an answer of another kind.
    #[error("{} holds {word}, which would be lost; name another folder", .folder.display())]
    HoldsOther {
        /// The folder.
        folder: PathBuf,
        /// What it holds.
        word: &'static str,
    },
    /// The folder's mark tells of a file that is not there: it is not as we left it.
    #[error("{} lacks {name} of what was written there; it is not as it was left, name another folder", .folder.display())]
    LacksOwn {
        /// The folder.
        folder: PathBuf,
        /// The file.
        name: String,
    },
    /// The path is a folder, or no ordinary file.
    #[error("{} is no ordinary file; name a file to write to", .0.display())]
    NotAFile(PathBuf),
    /// What was read would be overwritten.
    #[error("{} is the input; name another place to write to", .0.display())]
    IsTheInput(PathBuf),
    /// The folder holds a district, whose tables bear names of ours.
    #[error("{} holds a district ({table}); its tables would be overwritten, name another folder", .folder.display())]
    HoldsDistrict {
        /// The folder.
        folder: PathBuf,
        /// A table that tells.
        table: &'static str,
    },
    /// The folder holds a file that bears a name of ours, but nothing that says that we wrote it.
    #[error("{} holds {name}, which would be overwritten; name an empty or a new folder", .folder.display())]
    HoldsForeign {
        /// The folder.
        folder: PathBuf,
        /// The file.
        name: String,
    },
    /// Another run is writing to the folder at this moment.
    #[error("another run is writing to {}; wait until it is done", .0.display())]
    Busy(PathBuf),
    /// The disk, or whoever guards it, says no.
    #[error("{}: {source}", .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl ReportError {
    /// Turns an error of the file system into ours, with the path that it is about.
    pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io {
            path: path.to_owned(),
            source,
        }
    }
}
