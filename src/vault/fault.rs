//! What can be wrong with the plain text file of tokens.

use std::path::{Path, PathBuf};

/// Why the file can't be used; it is left exactly as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Others may read or change it; the permissions' lower nine bits.
    #[error("{path} is open to other users (mode {mode:03o})", path = .path.display())]
    Exposed {
        /// The file or its folder.
        path: PathBuf,
        /// Permission bits.
        mode: u32,
        /// Whether it is the folder.
        folder: bool,
    },
    /// It belongs to another user.
    #[error("{path} belongs to another user", path = .0.display())]
    Foreign(PathBuf),
    /// A link, a folder, a pipe: following it could lead anywhere.
    #[error("{path} is not a plain file", path = .0.display())]
    NotAFile(PathBuf),
    /// It does not hold what was written; where, never what.
    #[error("{path} is damaged ({what})", path = .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Such as `line 3, column 7`.
        what: String,
    },
    /// Another process has been writing it for too long.
    #[error("{path} is being written by another process", path = .0.display())]
    Busy(PathBuf),
    /// The system refuses.
    #[error("{path} can't be used: {why}", path = .path.display())]
    System {
        /// The file or its folder.
        path: PathBuf,
        /// In the system's words.
        why: String,
    },
}

impl Fault {
    pub(super) fn system(path: &Path, error: &std::io::Error) -> Self {
        Self::System {
            path: path.to_owned(),
            why: error.to_string(),
        }
    }

    pub(super) fn damaged(path: &Path, what: impl Into<String>) -> Self {
        Self::Damaged {
            path: path.to_owned(),
            what: what.into(),
        }
    }

    /// What to do about it.
    pub(super) fn hint(&self) -> String {
        match self {
            Self::Exposed { path, folder, .. } => {
                let mode = if *folder { "700" } else { "600" };
                format!(
                    "chmod {mode} {}, and replace the tokens if others use this machine",
                    quoted(path)
                )
            }
            Self::Foreign(path) => format!(
                "run as the user who owns it, or move it away: mv {0} {0}.old",
                quoted(path)
            ),
            Self::NotAFile(path) => {
                format!("move it away: mv {0} {0}.old", quoted(path))
            }
            Self::Damaged { path, .. } => format!(
                "mend it, or move it away (mv {0} {0}.old) and add the tokens again",
                quoted(path)
            ),
            Self::Busy(_) => "try again".to_owned(),
            Self::System { .. } => "make it readable and writable for yourself".to_owned(),
        }
    }
}

/// A path for a shell.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "-_./".contains(c);
    if text.chars().all(plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}
