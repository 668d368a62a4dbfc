//! A folder whose files are replaced all at once, so that a reader sees the former set or the new one.
//!
//! The new set is written and synced in a folder beside the target and takes its place by one rename; where something
//! stands already the two are exchanged (`renameat2` on Linux, two renames elsewhere). Files in the target that are not ours
//! come along. A run that is killed leaves at most a folder `.NAME.wasteways`, which the next run clears up. Where the
//! target cannot be moved (it is a mount point, someone works in it, its parent is locked) each file is replaced by itself.

use super::error::ReportError;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Files that appear together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSet {
    /// Every name that a set of this kind may have, written now or by another version.
    pub names: &'static [&'static str],
    /// The file that tells that a set is ours; it is replaced last. `None`: a set that replaces nothing.
    pub mark: Option<&'static str>,
    /// Name and content.
    pub files: Vec<(&'static str, Vec<u8>)>,
}

/// How a set came to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replaced {
    /// All at once.
    AtOnce,
    /// File by file, for the folder could not be moved: each file is whole, but a kill in between leaves a mixed set.
    FileByFile,
}

/// Tables that only a district has.
const DISTRICT_MARKS: [&str; 3] = ["district.toml", "villages.csv", "vehicles.csv"];

impl FileSet {
    /// Whether the set may be written to a folder: nothing there would be lost that is not ours.
    ///
    /// # Errors
    /// The path is a file, or the folder holds a district (and the set is none) or a file of a name of ours that we did not write.
    pub fn may_replace(&self, folder: &Path) -> Result<(), ReportError> {
        if !folder.exists() {
            return Ok(());
        }
        if !folder.is_dir() {
            return Err(ReportError::NotAFolder(folder.to_owned()));
        }
        if let Some(table) = DISTRICT_MARKS
            .into_iter()
            .find(|name| !self.names.contains(name) && folder.join(name).exists())
        {
            return Err(ReportError::HoldsDistrict {
                folder: folder.to_owned(),
                table,
            });
        }
        let foreign = self.names.iter().find(|name| folder.join(name).exists());
        match foreign {
            Some(name) if !self.mark.is_some_and(|mark| folder.join(mark).exists()) => {
                Err(ReportError::HoldsForeign {
                    folder: folder.to_owned(),
                    name,
                })
            }
            _ => Ok(()),
        }
    }

    /// Writes the set to a folder, which is made where it is missing.
    ///
    /// # Errors
    /// Those of [`FileSet::may_replace`], another run at work there, and what the file system refuses.
    pub fn write(&self, folder: &Path) -> Result<Replaced, ReportError> {
        self.may_replace(folder)?;
        let target = resolved(folder)?;
        if is_underfoot(&target) {
            return self.replace_each(&target);
        }
        match self.replace_at_once(&target) {
            Err(ReportError::Io { source, .. }) if cannot_move(&source) && target.is_dir() => {
                self.replace_each(&target)
            }
            done => done,
        }
    }

    fn replace_at_once(&self, target: &Path) -> Result<Replaced, ReportError> {
        let workshop = Workshop::open(workshop_beside(target), target)?;
        workshop.clear_up(self, target)?;
        let fresh = workshop.path.join(FRESH);
        fs::create_dir(&fresh).map_err(ReportError::at(&fresh))?;
        self.write_files(&fresh)?;
        let swapped = workshop.swap(&fresh, target);
        let cleared = workshop.clear_up(self, target);
        swapped.and(cleared).and(Ok(Replaced::AtOnce))
    }

    fn replace_each(&self, target: &Path) -> Result<Replaced, ReportError> {
        let workshop = Workshop::open(target.join(".wasteways"), target)?;
        let fresh = workshop.path.join(FRESH);
        self.discard(&fresh)?;
        fs::create_dir(&fresh).map_err(ReportError::at(&fresh))?;
        self.write_files(&fresh)?;
        let (mark, others): (Vec<_>, Vec<_>) = self
            .files
            .iter()
            .partition(|(name, _)| Some(*name) == self.mark);
        for (name, _) in others.into_iter().chain(mark) {
            let place = target.join(name);
            fs::rename(fresh.join(name), &place).map_err(ReportError::at(&place))?;
        }
        for stale in self.names.iter().filter(|name| !self.has(name)) {
            remove_file_if_there(&target.join(stale))?;
        }
        self.discard(&fresh)?;
        Ok(Replaced::FileByFile)
    }

    fn has(&self, name: &str) -> bool {
        self.files.iter().any(|(file, _)| *file == name)
    }

    fn write_files(&self, folder: &Path) -> Result<(), ReportError> {
        for (name, content) in &self.files {
            let path = folder.join(name);
            let written = File::create(&path).and_then(|mut file| {
                file.write_all(content)?;
                file.sync_all()
            });
            written.map_err(ReportError::at(&path))?;
        }
        sync_folder(folder).map_err(ReportError::at(folder))
    }

    /// Removes a folder and the files of ours in it; it stays if it holds anything else.
    fn discard(&self, folder: &Path) -> Result<(), ReportError> {
        if !folder.is_dir() {
            return Ok(());
        }
        for name in self.names {
            remove_file_if_there(&folder.join(name))?;
        }
        fs::remove_dir(folder).map_err(ReportError::at(folder))
    }

    /// Moves what is not ours from a folder that was replaced into the one that replaced it.
    fn move_foreign(&self, from: &Path, to: &Path) -> Result<(), ReportError> {
        for entry in fs::read_dir(from).map_err(ReportError::at(from))? {
            let entry = entry.map_err(ReportError::at(from))?;
            let name = entry.file_name();
            let is_ours = self.names.iter().any(|ours| name == *ours);
            let place = to.join(&name);
            if !is_ours && !place.exists() {
                fs::rename(entry.path(), &place).map_err(ReportError::at(&place))?;
            }
        }
        Ok(())
    }
}

/// The new set while it is written, and the former one after the exchange.
const FRESH: &str = "new";
/// The former set between two renames.
const FORMER: &str = "former";

/// The folder that a set is made in, locked as long as a run works there.
struct Workshop {
    path: PathBuf,
    _lock: File,
}

impl Workshop {
    fn open(path: PathBuf, target: &Path) -> Result<Self, ReportError> {
        match fs::create_dir(&path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(ReportError::at(&path)(error));
            }
            _ => {}
        }
        let name = path.join("lock");
        let lock = File::create(&name).map_err(ReportError::at(&name))?;
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => Err(ReportError::Busy(target.to_owned())),
            // A file system without locks: the name of the folder has to do.
            Ok(()) | Err(TryLockError::Error(_)) => Ok(Self { path, _lock: lock }),
        }
    }

    /// Puts things right after a run that was killed, or after a swap: the former set goes, what is not ours comes home.
    fn clear_up(&self, set: &FileSet, target: &Path) -> Result<(), ReportError> {
        let former = self.path.join(FORMER);
        if former.is_dir() && !target.exists() {
            fs::rename(&former, target).map_err(ReportError::at(target))?;
        }
        for stale in [self.path.join(FRESH), former] {
            if stale.is_dir() {
                if target.is_dir() {
                    set.move_foreign(&stale, target)?;
                }
                set.discard(&stale)?;
            }
        }
        Ok(())
    }

    /// Puts the fresh folder in the target's place.
    fn swap(&self, fresh: &Path, target: &Path) -> Result<(), ReportError> {
        let failed = ReportError::at(target);
        let swapped = if target.exists() {
            keep_permissions(target, fresh);
            exchange(fresh, target).or_else(|_| two_renames(fresh, target, &self.path.join(FORMER)))
        } else {
            fs::rename(fresh, target)
        };
        swapped.map_err(failed)?;
        let parent = target.parent().unwrap_or(target);
        sync_folder(parent).map_err(ReportError::at(parent))
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        // Best effort: a workshop that stays does no harm, the next run takes it over.
        let _ = fs::remove_file(self.path.join("lock"));
        let _ = fs::remove_dir(&self.path);
    }
}

#[cfg(target_os = "linux")]
fn exchange(fresh: &Path, target: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(
        CWD,
        fresh,
        CWD,
        target,
        RenameFlags::EXCHANGE,
    )?)
}

#[cfg(not(target_os = "linux"))]
fn exchange(_fresh: &Path, _target: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// For file systems that exchange nothing. A kill between the two leaves the former set in the workshop, from where
/// [`Workshop::clear_up`] brings it back.
fn two_renames(fresh: &Path, target: &Path, former: &Path) -> io::Result<()> {
    fs::rename(target, former)?;
    fs::rename(fresh, target).inspect_err(|_| {
        // The former set comes back; if even that fails, the next run does it.
        let _ = fs::rename(former, target);
    })
}

/// The folder's full path, symbolic links followed; its parents are made where they are missing.
fn resolved(folder: &Path) -> Result<PathBuf, ReportError> {
    let failed = ReportError::at(folder);
    if folder.exists() {
        return folder.canonicalize().map_err(failed);
    }
    let (Some(name), Some(parent)) = (folder.file_name(), folder.parent()) else {
        return Err(failed(io::ErrorKind::InvalidInput.into()));
    };
    let parent = if parent.as_os_str().is_empty() {
        Path::new(".")
    } else {
        parent
    };
    let made = fs::create_dir_all(parent).and_then(|()| parent.canonicalize());
    Ok(made.map_err(failed)?.join(name))
}

fn workshop_beside(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.wasteways"))
}

/// Whether we stand in the folder ourselves: to move it would leave the user's shell in the former one. The root has no
/// place beside it either.
fn is_underfoot(target: &Path) -> bool {
    let stands_here = std::env::current_dir().is_ok_and(|here| here.starts_with(target));
    stands_here && target.is_dir() || target.parent().is_none()
}

/// Whether the file system refused the move itself, so that replacing file by file may still go.
fn cannot_move(error: &io::Error) -> bool {
    use io::ErrorKind::{
        CrossesDevices, PermissionDenied, ReadOnlyFilesystem, ResourceBusy, Unsupported,
    };
    matches!(
        error.kind(),
        CrossesDevices | PermissionDenied | ReadOnlyFilesystem | ResourceBusy | Unsupported
    )
}

/// The new folder is as open or closed to others as the one it replaces; where that fails it is as new folders are.
pub(super) fn keep_permissions(from: &Path, to: &Path) {
    if let Ok(metadata) = fs::metadata(from) {
        let _ = fs::set_permissions(to, metadata.permissions());
    }
}

fn remove_file_if_there(path: &Path) -> Result<(), ReportError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(ReportError::at(path)(error)),
        _ => Ok(()),
    }
}

/// Makes the names in a folder last through a power cut, where the system has a way to.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(content: &str) -> FileSet {
        FileSet {
            names: &["mark.json", "rows.csv", "old.csv"],
            mark: Some("mark.json"),
            files: vec![
                ("mark.json", content.as_bytes().to_vec()),
                ("rows.csv", content.as_bytes().to_vec()),
            ],
        }
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn is(folder: &Path, content: &str) -> bool {
        let text = |name| fs::read_to_string(folder.join(name)).unwrap();
        text("mark.json") == content && text("rows.csv") == content
    }

    #[test]
    fn a_set_replaces_the_former_one_and_leaves_strangers() {
        let home = tempfile::tempdir().unwrap();
        let plan = home.path().join("made/on/the/way");
        assert_eq!(set("one").write(&plan).unwrap(), Replaced::AtOnce);
        fs::write(plan.join("old.csv"), "an older version's").unwrap();
        fs::write(plan.join("notes.txt"), "mine").unwrap();
        fs::create_dir_all(plan.join("photos/may")).unwrap();
        assert_eq!(set("two").write(&plan).unwrap(), Replaced::AtOnce);
        assert!(is(&plan, "two"));
        assert_eq!(
            names(&plan),
            ["mark.json", "notes.txt", "photos", "rows.csv"]
        );
        assert_eq!(names(plan.parent().unwrap()), ["way"], "no workshop stays");
    }

    #[test]
    fn what_a_killed_run_left_is_cleared_up() {
        let home = tempfile::tempdir().unwrap();
        let (plan, workshop) = (
            home.path().join("plan"),
            home.path().join(".plan.wasteways"),
        );
        // Killed between two renames: the former set stands in the workshop, the target is missing.
        set("one").write(&workshop.join(FORMER)).unwrap();
        fs::write(workshop.join(FORMER).join("notes.txt"), "mine").unwrap();
        fs::create_dir_all(workshop.join(FRESH)).unwrap();
        fs::write(workshop.join(FRESH).join("rows.csv"), "hal").unwrap();
        set("two").write(&plan).unwrap();
        assert!(is(&plan, "two"));
        assert_eq!(names(&plan), ["mark.json", "notes.txt", "rows.csv"]);
        assert_eq!(names(home.path()), ["plan"]);
    }

    #[test]
    fn two_renames_do_where_nothing_can_be_exchanged() {
        let home = tempfile::tempdir().unwrap();
        let [plan, fresh, former] = ["plan", "fresh", "former"].map(|name| home.path().join(name));
        set("one").write(&plan).unwrap();
        set("two").write(&fresh).unwrap();
        two_renames(&fresh, &plan, &former).unwrap();
        assert!(is(&plan, "two") && is(&former, "one"));
        assert!(two_renames(&fresh, &plan, &home.path().join("other")).is_err());
        assert!(is(&plan, "two"), "a failed move leaves the former set");
    }

    #[test]
    fn file_by_file_leaves_strangers_too() {
        let home = tempfile::tempdir().unwrap();
        let plan = home.path().canonicalize().unwrap();
        set("one").replace_each(&plan).unwrap();
        fs::write(plan.join("old.csv"), "an older version's").unwrap();
        fs::write(plan.join("notes.txt"), "mine").unwrap();
        assert_eq!(
            set("two").replace_each(&plan).unwrap(),
            Replaced::FileByFile
        );
        assert!(is(&plan, "two"));
        assert_eq!(names(&plan), ["mark.json", "notes.txt", "rows.csv"]);
    }

    #[test]
    fn what_is_not_ours_is_refused() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path();
        fs::write(path.join("rows.csv"), "someone's").unwrap();
        assert!(matches!(
            set("x").write(path),
            Err(ReportError::HoldsForeign { .. })
        ));
        fs::write(path.join("villages.csv"), "a district's").unwrap();
        assert!(matches!(
            set("x").write(path),
            Err(ReportError::HoldsDistrict { .. })
        ));
        let file = path.join("rows.csv");
        assert!(matches!(
            set("x").write(&file),
            Err(ReportError::NotAFolder(_))
        ));
        assert_eq!(fs::read_to_string(&file).unwrap(), "someone's");
    }

    #[test]
    fn two_runs_do_not_write_at_once() {
        let home = tempfile::tempdir().unwrap();
        let plan = home.path().canonicalize().unwrap().join("plan");
        let first = Workshop::open(workshop_beside(&plan), &plan).unwrap();
        assert!(matches!(set("x").write(&plan), Err(ReportError::Busy(_))));
        drop(first);
        set("x").write(&plan).unwrap();
    }
}
