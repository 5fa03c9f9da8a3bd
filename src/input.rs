//! Files that a person names. They may be pipes, such as a shell's `<(…)`, whose other side may keep silent for ever.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SendError, SyncSender};
use std::thread;
use std::time::Duration;

use zeroize::Zeroizing;

/// Whoever writes into a pipe may take a while to begin, or ask its person something, but not for ever.
const SILENCE: Duration = Duration::from_secs(60);

/// Opens a file to be read. Reading from what is no ordinary file fails when nothing comes for a minute.
pub fn open(path: &Path) -> io::Result<Box<dyn Read>> {
    open_within(path, SILENCE)
}

fn open_within(path: &Path, silence: Duration) -> io::Result<Box<dyn Read>> {
    if fs::metadata(path)?.is_file() {
        return Ok(Box::new(File::open(path)?));
    }
    // Opening a pipe waits for its other side as well.
    let path = path.to_owned();
    let (say, heard) = mpsc::sync_channel(1);
    thread::spawn(move || {
        // Nobody hears when that was enough, or took too long.
        let _ = tell(&path, &say);
    });
    Ok(Box::new(Heard {
        heard,
        silence,
        part: Zeroizing::default(),
        taken: 0,
    }))
}

/// Tells part by part what is in a file, the empty end or an error last.
fn tell(
    path: &Path,
    say: &SyncSender<io::Result<Part>>,
) -> Result<(), SendError<io::Result<Part>>> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) => return say.send(Err(error)),
    };
    loop {
        let part = part_of(&mut file);
        let last = part.as_ref().map_or(true, |part| part.is_empty());
        say.send(part)?;
        if last {
            return Ok(());
        }
    }
}

/// What can be read at once; nothing at the end. It may be a token.
type Part = Zeroizing<Vec<u8>>;

fn part_of(file: &mut File) -> io::Result<Part> {
    let mut part = Zeroizing::new(vec![0; 64 * 1024]);
    loop {
        match file.read(&mut part) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            read => {
                part.truncate(read?);
                return Ok(part);
            }
        }
    }
}

/// A file that is read elsewhere, part by part.
struct Heard {
    heard: Receiver<io::Result<Part>>,
    silence: Duration,
    part: Part,
    /// So much of the part was handed on.
    taken: usize,
}

impl Read for Heard {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.part.len() {
            self.taken = 0;
            self.part = match self.heard.recv_timeout(self.silence) {
                Ok(part) => part?,
                Err(RecvTimeoutError::Timeout) => return Err(silent(self.silence)),
                // The end was told before.
                Err(RecvTimeoutError::Disconnected) => Zeroizing::default(),
            };
        }
        let left = &self.part[self.taken..];
        let count = left.len().min(into.len());
        into[..count].copy_from_slice(&left[..count]);
        self.taken += count;
        Ok(count)
    }
}

fn silent(silence: Duration) -> io::Error {
    let words = format!(
        "it is no ordinary file, and nothing came from it for {} s",
        silence.as_secs()
    );
    io::Error::new(ErrorKind::TimedOut, words)
}

#[cfg(all(test, unix))]
mod tests {
    use std::io::Write;
    use std::process::Command;

    use super::*;

    fn pipe(folder: &Path) -> std::path::PathBuf {
        let path = folder.join("pipe");
        let made = Command::new("mkfifo").arg(&path).status().expect("mkfifo");
        assert!(made.success());
        path
    }

    fn text(mut from: Box<dyn Read>) -> io::Result<String> {
        let mut text = String::new();
        from.read_to_string(&mut text).map(|_| text)
    }

    #[test]
    fn a_pipe_is_read_to_its_end() {
        let home = tempfile::tempdir().expect("a folder");
        let path = pipe(home.path());
        let long = "a rather long line\n".repeat(20_000);
        let told = long.clone();
        let other = path.clone();
        let writer = thread::spawn(move || {
            let mut into = File::options().write(true).open(other)?;
            into.write_all(told.as_bytes())
        });
        let read = text(open(&path).expect("it opens")).expect("it is read");
        assert!(read == long, "{} bytes", read.len());
        writer.join().expect("it ends").expect("it writes");
    }

    #[test]
    fn a_pipe_that_nobody_writes_into_is_left() {
        let home = tempfile::tempdir().expect("a folder");
        let path = pipe(home.path());
        let from = open_within(&path, Duration::from_millis(1)).expect("that does not wait");
        let error = text(from).expect_err("nothing comes");
        assert_eq!(error.kind(), ErrorKind::TimedOut);
        // Otherwise its thread waits as long as the tests run.
        drop(File::options().read(true).write(true).open(&path));
    }

    #[test]
    fn a_pipe_that_is_held_open_in_silence_is_left() {
        let home = tempfile::tempdir().expect("a folder");
        let path = pipe(home.path());
        let mut held = File::options()
            .read(true)
            .write(true)
            .open(&path)
            .expect("it opens");
        held.write_all(b"begun").expect("it writes");
        let mut from = open_within(&path, Duration::from_secs(30)).expect("that does not wait");
        let mut begun = [0; 5];
        from.read_exact(&mut begun).expect("it began");
        assert_eq!(&begun, b"begun");
        drop(from);
        let from = open_within(&path, Duration::from_millis(1)).expect("that does not wait");
        let error = text(from).expect_err("nothing comes");
        assert_eq!(error.kind(), ErrorKind::TimedOut);
    }

    #[test]
    fn a_folder_is_no_file() {
        let home = tempfile::tempdir().expect("a folder");
        let error = text(open(home.path()).expect("that is told later")).expect_err("no text");
        assert_eq!(error.kind(), ErrorKind::IsADirectory);
    }
}
