//! Who may read the plain text file. Unix has owners and modes; on Windows the profile's own permissions have to do, and
//! nothing here was ever run there.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::Fault;

/// Whether this system can tell who else may read a file.
pub(super) const CHECKED: bool = cfg!(unix);

#[cfg(unix)]
mod unix {
    use std::fs::{DirBuilder, Metadata, OpenOptions};
    use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};

    use rustix::fs::OFlags;

    use super::*;

    /// A link is not followed, and a pipe does not block.
    const FLAGS: OFlags = OFlags::NOFOLLOW.union(OFlags::NONBLOCK);

    fn flags() -> i32 {
        FLAGS.bits().cast_signed()
    }

    pub(in crate::vault) fn open(path: &Path) -> io::Result<File> {
        OpenOptions::new()
            .read(true)
            .custom_flags(flags())
            .open(path)
    }

    pub(in crate::vault) fn is_link(error: &io::Error) -> bool {
        error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
    }

    pub(in crate::vault) fn open_lock(path: &Path) -> io::Result<File> {
        OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .custom_flags(flags())
            .open(path)
    }

    pub(in crate::vault) fn make_folder(folder: &Path) -> Result<(), Fault> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(|error| Fault::system(folder, &error))?;
        let about = fs::metadata(folder).map_err(|error| Fault::system(folder, &error))?;
        // Who may write into it could put another file into the place of ours.
        private(&about, folder, 0o022, true)
    }

    pub(in crate::vault) fn check_file(file: &File, path: &Path) -> Result<(), Fault> {
        let about = file
            .metadata()
            .map_err(|error| Fault::system(path, &error))?;
        if !about.is_file() {
            return Err(Fault::NotAFile(path.to_owned()));
        }
        private(&about, path, 0o077, false)
    }

    fn private(about: &Metadata, path: &Path, others: u32, folder: bool) -> Result<(), Fault> {
        if about.uid() != rustix::process::geteuid().as_raw() {
            return Err(Fault::Foreign(path.to_owned()));
        }
        let mode = about.mode() & 0o777;
        if mode & others != 0 {
            return Err(Fault::Exposed {
                path: path.to_owned(),
                mode,
                folder,
            });
        }
        Ok(())
    }

    pub(in crate::vault) fn sync_folder(folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }
}

#[cfg(unix)]
pub(super) use unix::*;

#[cfg(not(unix))]
mod other {
    use super::*;

    pub(in crate::vault) fn open(path: &Path) -> io::Result<File> {
        File::open(path)
    }

    pub(in crate::vault) fn is_link(_: &io::Error) -> bool {
        false
    }

    pub(in crate::vault) fn open_lock(path: &Path) -> io::Result<File> {
        File::options()
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
    }

    pub(in crate::vault) fn make_folder(folder: &Path) -> Result<(), Fault> {
        fs::create_dir_all(folder).map_err(|error| Fault::system(folder, &error))
    }

    pub(in crate::vault) fn check_file(_: &File, path: &Path) -> Result<(), Fault> {
        match fs::symlink_metadata(path) {
            Ok(about) if about.is_file() => Ok(()),
            Ok(_) => Err(Fault::NotAFile(path.to_owned())),
            Err(error) => Err(Fault::system(path, &error)),
        }
    }

    pub(in crate::vault) fn sync_folder(_: &Path) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(not(unix))]
pub(super) use other::*;
