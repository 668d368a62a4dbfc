//! A folder whose files are replaced all at once, so that a reader sees the former set or the new one.
//!
//! The new set is written and synced aside, and then takes its place. Where nothing but a former set stands, or nothing at
//! all, that is one step: a rename, or an exchange of two folders (`renameat2` on Linux). Where files of others lie in the
//! folder, or it cannot be moved (it is a mount point, someone works in it, its parent is locked), those stay where they are:
//! the new set is made ready in a folder within, and its files take their places one by one, the mark last. A run that is
//! ended in between leaves the rest ready, and whoever reads or writes there next puts it in place ([`recover`]).

use super::disk::{Disk, RealDisk, keep_permissions};
use super::error::ReportError;
use super::kind::{Kind, MARK, Mark};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// Files that appear together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSet {
    /// What they answer.
    pub kind: Kind,
    /// Name and content.
    pub files: Vec<(&'static str, Vec<u8>)>,
}

/// How a set came to stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Whether all at once; otherwise file by file.
    pub at_once: bool,
    /// What could not be cleared away once the set stood.
    pub left: Option<String>,
}

/// The folder of a new set while it is written, and of the former one after an exchange.
const FRESH: &str = "new";
/// The new set when it is whole, on its way to its place.
const READY: &str = "ready";
/// The folder within in which a set is made ready.
const WITHIN: &str = ".wasteways";

impl FileSet {
    /// Writes the set to a folder, which is made where it is missing.
    ///
    /// # Errors
    /// The folder holds something else, another run is at work there, or the file system refuses; what stood there then
    /// still stands, and nothing is left behind.
    pub fn write(&self, folder: &Path) -> Result<Written, ReportError> {
        self.write_by(folder, &RealDisk)
    }

    fn write_by(&self, folder: &Path, disk: &dyn Disk) -> Result<Written, ReportError> {
        complete(folder, disk)?;
        self.kind.may_replace(folder)?;
        let (target, made) = resolved(folder, disk)?;
        let written = self.place(&target, disk);
        if written.is_err() {
            // The first error counts; folders that were made for the set go, where they can.
            for folder in made.iter().rev() {
                let _ = disk.remove_dir(folder);
            }
        }
        written
    }

    fn place(&self, target: &Path, disk: &dyn Disk) -> Result<Written, ReportError> {
        if !target.exists() {
            return self.place_at_once(target, disk);
        }
        if !is_underfoot(target) && holds_but_ours(target) {
            match self.place_at_once(target, disk) {
                Err(ReportError::Io { source, .. }) if cannot_move(&source) => {}
                done => return done,
            }
        }
        self.place_each(target, disk)
    }

    /// The set in the place of the whole folder, or of none.
    fn place_at_once(&self, target: &Path, disk: &dyn Disk) -> Result<Written, ReportError> {
        let workshop = Workshop::open(workshop_beside(target), target, disk)?;
        let fresh = workshop.path.join(FRESH);
        let placed = self.make(&fresh, target, disk).and_then(|()| {
            let is_there = target.exists();
            let placed = if is_there {
                keep_permissions(target, &fresh);
                disk.exchange(&fresh, target)
            } else {
                disk.rename(&fresh, target)
            };
            placed.map_err(ReportError::at(target))
        });
        if let Err(error) = placed {
            let _ = discard(&fresh, target, disk).and_then(|()| workshop.close(disk));
            return Err(error);
        }
        let parent = target.parent().unwrap_or(target);
        let cleared = disk.sync_folder(parent).map_err(ReportError::at(parent));
        let cleared = cleared
            .and_then(|()| discard(&fresh, target, disk))
            .and_then(|()| workshop.close(disk));
        Ok(Written {
            at_once: true,
            left: cleared.err().map(|error| error.to_string()),
        })
    }

    /// The files of the set in the places of the former ones, beside those of others.
    fn place_each(&self, target: &Path, disk: &dyn Disk) -> Result<Written, ReportError> {
        let workshop = Workshop::open(target.join(WITHIN), target, disk)?;
        let fresh = workshop.path.join(FRESH);
        let ready = workshop.path.join(READY);
        let made = self
            .make(&fresh, target, disk)
            .and_then(|()| disk.rename(&fresh, &ready).map_err(ReportError::at(&ready)));
        if let Err(error) = made {
            let _ = discard(&fresh, target, disk).and_then(|()| workshop.close(disk));
            return Err(error);
        }
        let left = finish(target, workshop, disk)?;
        Ok(Written {
            at_once: false,
            left,
        })
    }

    /// Writes the files and the mark to a folder that is made for them.
    fn make(&self, fresh: &Path, target: &Path, disk: &dyn Disk) -> Result<(), ReportError> {
        discard(fresh, target, disk)?;
        disk.create_dir(fresh).map_err(ReportError::at(fresh))?;
        let mark = super::json(&Mark::new(
            self.kind,
            self.files.iter().map(|(name, _)| *name),
        ));
        let files = self.files.iter().map(|(name, content)| (*name, content));
        for (name, content) in files.chain([(MARK, &mark)]) {
            let path = fresh.join(name);
            disk.write(&path, content).map_err(ReportError::at(&path))?;
        }
        disk.sync_folder(fresh).map_err(ReportError::at(fresh))
    }
}

/// Puts a set in place that a run had made ready in a folder when it was ended. To be done before a folder is read.
///
/// # Errors
/// Another run is writing there at this moment, or the file system refuses.
pub fn recover(folder: &Path) -> Result<(), ReportError> {
    complete(folder, &RealDisk)
}

fn complete(folder: &Path, disk: &dyn Disk) -> Result<(), ReportError> {
    let within = folder.join(WITHIN);
    let ready = within.join(READY);
    if !ready.is_dir() {
        return Ok(());
    }
    let workshop = Workshop::open(within, folder, disk)?;
    finish(folder, workshop, disk).map(|_| ())
}

/// Moves a set that is ready to its place: the files, then the former ones that it lacks go, then the mark. Tried twice, for
/// what was moved once stays moved. Gives what could not be cleared away.
fn finish(
    target: &Path,
    workshop: Workshop,
    disk: &dyn Disk,
) -> Result<Option<String>, ReportError> {
    let ready = workshop.path.join(READY);
    move_in(target, &ready, disk).or_else(|_| move_in(target, &ready, disk))?;
    let cleared = disk
        .sync_folder(target)
        .map_err(ReportError::at(target))
        .and_then(|()| disk.remove_dir(&ready).map_err(ReportError::at(&ready)))
        .and_then(|()| workshop.close(disk));
    Ok(cleared.err().map(|error| error.to_string()))
}

fn move_in(target: &Path, ready: &Path, disk: &dyn Disk) -> Result<(), ReportError> {
    // Without a mark the set was moved before, mark and all.
    let Some(mark) = Mark::of(ready) else {
        return Ok(());
    };
    let former = Mark::of(target).map(|mark| mark.files).unwrap_or_default();
    let put = |name: &str| {
        let place = target.join(name);
        disk.rename(&ready.join(name), &place)
            .map_err(ReportError::at(&place))
    };
    for name in mark.files.iter().filter(|name| ready.join(name).exists()) {
        put(name)?;
    }
    for stale in former.iter().filter(|name| !mark.is_own(name)) {
        let stale = target.join(stale);
        if stale.exists() {
            disk.remove_file(&stale).map_err(ReportError::at(&stale))?;
        }
    }
    put(MARK)
}

/// Removes a folder of ours aside from a target; what is not ours in it comes home first.
fn discard(aside: &Path, target: &Path, disk: &dyn Disk) -> Result<(), ReportError> {
    if !aside.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(aside).map_err(ReportError::at(aside))? {
        let path = entry.map_err(ReportError::at(aside))?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let is_ours = name.is_some_and(|name| name == MARK || Kind::knows(name));
        let home = target.join(path.file_name().unwrap_or_default());
        let gone = if is_ours {
            disk.remove_file(&path)
        } else {
            disk.rename(&path, &home)
        };
        gone.map_err(ReportError::at(&path))?;
    }
    disk.remove_dir(aside).map_err(ReportError::at(aside))
}

/// The folder that a set is made in, locked as long as a run works there.
struct Workshop {
    path: PathBuf,
    _lock: File,
}

impl Workshop {
    fn open(path: PathBuf, target: &Path, disk: &dyn Disk) -> Result<Self, ReportError> {
        match disk.create_dir(&path) {
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

    /// A workshop that stays does no harm, the next run takes it over.
    fn close(self, disk: &dyn Disk) -> Result<(), ReportError> {
        let lock = self.path.join("lock");
        disk.remove_file(&lock).map_err(ReportError::at(&lock))?;
        disk.remove_dir(&self.path)
            .map_err(ReportError::at(&self.path))
    }
}

/// Whether everything in a folder belongs to the answer that its mark tells of.
fn holds_but_ours(folder: &Path) -> bool {
    let mark = Mark::of(folder);
    let is_ours = |name: &str| {
        let is_own = |mark: &Mark| name == MARK || mark.is_own(name);
        mark.as_ref().is_some_and(is_own)
    };
    let mut entries = fs::read_dir(folder).into_iter().flatten();
    entries.all(|entry| entry.is_ok_and(|entry| entry.file_name().to_str().is_some_and(is_ours)))
}

/// The folder's full path, symbolic links followed, and the folders above it that had to be made.
fn resolved(folder: &Path, disk: &dyn Disk) -> Result<(PathBuf, Vec<PathBuf>), ReportError> {
    let failed = ReportError::at(folder);
    if folder.exists() {
        return Ok((folder.canonicalize().map_err(failed)?, Vec::new()));
    }
    let (Some(name), Some(parent)) = (folder.file_name(), folder.parent()) else {
        return Err(failed(io::ErrorKind::InvalidInput.into()));
    };
    let mut made: Vec<PathBuf> = Vec::new();
    let named = |path: &&Path| !path.as_os_str().is_empty() && !path.exists();
    let mut missing: Vec<&Path> = parent.ancestors().take_while(named).collect();
    missing.reverse();
    for path in missing {
        if let Err(error) = disk.create_dir(path) {
            for folder in made.iter().rev() {
                let _ = disk.remove_dir(folder);
            }
            return Err(ReportError::at(path)(error));
        }
        made.push(path.to_owned());
    }
    let parent = if parent.as_os_str().is_empty() {
        Path::new(".")
    } else {
        parent
    };
    Ok((parent.canonicalize().map_err(failed)?.join(name), made))
}

fn workshop_beside(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.wasteways"))
}

/// Whether we stand in the folder ourselves: to move it would leave the user's shell in the former one.
fn is_underfoot(target: &Path) -> bool {
    std::env::current_dir().is_ok_and(|here| here.starts_with(target))
}

/// Whether the file system refused the move itself, so that replacing file by file may still go.
fn cannot_move(error: &io::Error) -> bool {
    use io::ErrorKind::{
        CrossesDevices, InvalidFilename, InvalidInput, PermissionDenied, ReadOnlyFilesystem,
        ResourceBusy, Unsupported,
    };
    matches!(
        error.kind(),
        CrossesDevices
            | InvalidFilename
            | InvalidInput
            | PermissionDenied
            | ReadOnlyFilesystem
            | ResourceBusy
            | Unsupported
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::collections::BTreeMap;

    /// A fleet curve, of which a file is missing.
    fn set(content: &str) -> FileSet {
        let file = |name| (name, format!("{content} {name}").into_bytes());
        FileSet {
            kind: Kind::Fleet,
            files: ["fleet.csv", "summary.json", "run.json"].map(file).into(),
        }
    }

    /// The same with a page and without a run.
    fn other_set(content: &str) -> FileSet {
        let file = |name| (name, format!("{content} {name}").into_bytes());
        FileSet {
            kind: Kind::Fleet,
            files: ["fleet.csv", "summary.json", "fleet.html"].map(file).into(),
        }
    }

    /// What ordinary files a folder and those in it hold.
    fn content(folder: &Path) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        let mut left = vec![folder.to_owned()];
        while let Some(path) = left.pop() {
            if path.is_dir() {
                left.extend(fs::read_dir(&path).unwrap().map(|e| e.unwrap().path()));
            } else {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
        found
    }

    /// The files of a set, its mark, and files of others.
    fn whole(set: &FileSet, others: &[&str]) -> BTreeMap<String, String> {
        let mark = Mark::new(set.kind, set.files.iter().map(|(name, _)| *name));
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let files = set.files.iter().cloned();
        files
            .chain([(MARK, super::super::json(&mark))])
            .map(|(name, bytes)| (name.to_owned(), text(bytes)))
            .chain(
                others
                    .iter()
                    .map(|name| ((*name).to_owned(), "mine".to_owned())),
            )
            .collect()
    }

    #[test]
    fn a_set_replaces_the_former_one_and_leaves_strangers() {
        let home = tempfile::tempdir().unwrap();
        let plan = home.path().join("made/on/the/way");
        assert!(set("one").write(&plan).unwrap().at_once);
        assert!(other_set("two").write(&plan).unwrap().at_once);
        assert_eq!(content(&plan), whole(&other_set("two"), &[]));
        fs::write(plan.join("notes.txt"), "mine").unwrap();
        fs::create_dir_all(plan.join("photos")).unwrap();
        fs::write(plan.join("photos/may.jpg"), "mine").unwrap();
        let written = set("three").write(&plan).unwrap();
        assert_eq!((written.at_once, written.left), (false, None));
        let others = ["notes.txt", "photos/may.jpg"];
        assert_eq!(content(&plan), whole(&set("three"), &others));
        assert_eq!(content(home.path()).len(), 3 + 1 + 2, "no workshop stays");
    }

    #[test]
    fn what_is_not_ours_is_refused() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path();
        let refused = |folder: &Path| set("x").write(folder).unwrap_err();
        fs::write(path.join("summary.json"), "someone's").unwrap();
        assert!(matches!(refused(path), ReportError::HoldsForeign { .. }));
        fs::write(path.join("villages.csv"), "a district's").unwrap();
        assert!(matches!(refused(path), ReportError::HoldsDistrict { .. }));
        let file = path.join("notes");
        fs::write(&file, "mine").unwrap();
        assert!(matches!(refused(&file), ReportError::NotAFolder(_)));
        let named = path.join("fleet.csv");
        assert!(matches!(refused(&named), ReportError::NamedLikeAFile(_)));
        assert!(matches!(refused(Path::new("/")), ReportError::IsTheRoot(_)));
        assert_eq!(content(path).len(), 3);
    }

    #[test]
    fn another_answer_or_a_part_of_ours_is_refused() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("fleet");
        set("one").write(&path).unwrap();
        let mut other = set("x");
        other.kind = Kind::Simulation;
        let refused = other.write(&path);
        assert!(matches!(refused, Err(ReportError::HoldsOther { .. })));
        fs::remove_file(path.join("run.json")).unwrap();
        let refused = set("x").write(&path);
        assert!(matches!(refused, Err(ReportError::LacksOwn { .. })));
        set("two").write(&home.path().join("more")).unwrap();
        let more = home.path().join("more");
        fs::write(more.join("fleet.html"), "someone's").unwrap();
        let refused = set("x").write(&more);
        assert!(matches!(refused, Err(ReportError::HoldsForeign { .. })));
        for odd in [
            "",
            "{}",
            "[1]",
            "{\"program\":\"wasteways\",\"kind\":\"fleet\",\"version\":\"9\",\"files\":[\"../x\"]}",
        ] {
            fs::write(more.join(MARK), odd).unwrap();
            assert!(set("x").write(&more).is_err(), "{odd}");
        }
    }

    #[test]
    fn two_runs_do_not_write_at_once() {
        let home = tempfile::tempdir().unwrap();
        let plan = home.path().canonicalize().unwrap().join("plan");
        let first = Workshop::open(workshop_beside(&plan), &plan, &RealDisk).unwrap();
        assert!(matches!(set("x").write(&plan), Err(ReportError::Busy(_))));
        first.close(&RealDisk).unwrap();
        set("x").write(&plan).unwrap();
    }

    #[test]
    fn what_can_be_written_is_known_beforehand() {
        let home = tempfile::tempdir().unwrap();
        let may = |path: &Path| Kind::Fleet.may_be_written(path, &[]);
        may(&home.path().join("made/on/the/way")).unwrap();
        may(home.path()).unwrap();
        assert!(content(home.path()).is_empty() && !home.path().join("made").exists());
        let refused = Kind::Fleet.may_be_written(home.path(), &[&home.path().join(".")]);
        assert!(matches!(refused, Err(ReportError::IsTheInput(_))));
        fs::write(home.path().join("file"), "mine").unwrap();
        assert!(may(&home.path().join("file/plan")).is_err());
    }

    /// A disk on which one step fails, or on which all steps fail from one on, as if the run were ended there.
    struct Failing {
        at: usize,
        ends: bool,
        step: Cell<usize>,
        kind: io::ErrorKind,
    }

    impl Failing {
        fn fails(&self) -> bool {
            self.step.set(self.step.get() + 1);
            let step = self.step.get() - 1;
            step == self.at || (self.ends && step > self.at)
        }

        fn step(&self, done: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
            if self.fails() {
                return Err(self.kind.into());
            }
            done()
        }
    }

    impl Disk for Failing {
        fn create_dir(&self, path: &Path) -> io::Result<()> {
            self.step(|| RealDisk.create_dir(path))
        }
        fn write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
            if self.fails() {
                RealDisk.write(path, &content[..content.len() / 2])?;
                return Err(self.kind.into());
            }
            RealDisk.write(path, content)
        }
        fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
            self.step(|| RealDisk.rename(from, to))
        }
        fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
            self.step(|| RealDisk.exchange(one, other))
        }
        fn remove_file(&self, path: &Path) -> io::Result<()> {
            self.step(|| RealDisk.remove_file(path))
        }
        fn remove_dir(&self, path: &Path) -> io::Result<()> {
            self.step(|| RealDisk.remove_dir(path))
        }
        fn sync_folder(&self, path: &Path) -> io::Result<()> {
            self.step(|| RealDisk.sync_folder(path))
        }
    }

    /// Writes a second set over a first one with a step that fails, for every step, and judges what then stands.
    fn each_step_fails(others: &[&str], ends: bool, kind: io::ErrorKind) {
        for at in 0.. {
            let home = tempfile::tempdir().unwrap();
            let plan = home.path().canonicalize().unwrap().join("plan");
            set("one").write(&plan).unwrap();
            for name in others {
                fs::write(plan.join(name), "mine").unwrap();
            }
            let disk = Failing {
                at,
                ends,
                step: Cell::new(0),
                kind,
            };
            let written = other_set("two").write_by(&plan, &disk);
            let is_through = disk.step.get() <= at;
            let told = format!("step {at} of {others:?}, ends: {ends}, {kind}, {written:?}");
            for name in others {
                assert_eq!(
                    fs::read_to_string(plan.join(name)).unwrap(),
                    "mine",
                    "{told}"
                );
            }
            recover(&plan).unwrap();
            let stands: BTreeMap<_, _> = content(&plan)
                .into_iter()
                .filter(|(name, _)| !name.starts_with(WITHIN) || name == MARK)
                .collect();
            let (former, new) = (whole(&set("one"), others), whole(&other_set("two"), others));
            assert!(stands == former || stands == new, "{told}: {stands:?}");
            if !ends {
                assert_eq!(written.is_ok(), stands == new, "{told}");
                let is_cleared = written
                    .as_ref()
                    .map_or(true, |written| written.left.is_none());
                let count = content(home.path()).len();
                assert!(count == stands.len() || !is_cleared, "{told}: left behind");
            }
            set("three").write(&plan).unwrap();
            assert_eq!(content(&plan), whole(&set("three"), others), "{told}");
            assert_eq!(content(home.path()).len(), content(&plan).len(), "{told}");
            if is_through {
                return;
            }
        }
    }

    #[test]
    fn whatever_step_fails_one_set_stands_whole() {
        for others in [&[][..], &["notes.txt", "photo.jpg"]] {
            for kind in [io::ErrorKind::StorageFull, io::ErrorKind::PermissionDenied] {
                each_step_fails(others, false, kind);
                each_step_fails(others, true, kind);
            }
        }
    }

    #[test]
    fn a_full_disk_leaves_nothing_behind() {
        for at in 0..6 {
            let home = tempfile::tempdir().unwrap();
            let disk = Failing {
                at,
                ends: false,
                step: Cell::new(0),
                kind: io::ErrorKind::StorageFull,
            };
            let failed = set("one").write_by(&home.path().join("made/on/way"), &disk);
            assert!(failed.is_err(), "step {at}");
            assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0, "step {at}");
        }
    }
}
