//! The last net: whatever is printed, by whichever way, goes through here and loses the secrets in it.

use std::io::Write;
use std::panic::PanicHookInfo;
use std::sync::{Arc, Mutex, PoisonError};

use zeroize::Zeroizing;

use super::{Io, network};
use crate::audit::Report;
use crate::render::{clean, lines};
use crate::scm;
use crate::secret::{KeptOut, Secret};

/// A stream without the run's secrets and without what looks like a token. A secret may be written in several parts, so
/// only whole lines go on.
struct Net {
    inner: Box<dyn Write + Send>,
    /// Whether signs are told in ASCII.
    ascii: bool,
    kept_out: KeptOut,
    line: Zeroizing<Vec<u8>>,
}

impl Net {
    /// Lets the first so many bytes of what was written go on.
    fn release(&mut self, end: usize) -> std::io::Result<()> {
        if end == 0 {
            return Ok(());
        }
        let whole: Zeroizing<Vec<u8>> = Zeroizing::new(self.line.drain(..end).collect());
        let text = String::from_utf8_lossy(&whole);
        let mut text = self.kept_out.scrub_all(&text);
        if self.ascii {
            text = lines::ascii(&text);
        }
        self.inner.write_all(text.as_bytes())
    }
}

impl Write for Net {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.line.extend_from_slice(bytes);
        let end = self.line.iter().rposition(|byte| *byte == b'\n');
        self.release(end.map_or(0, |at| at + 1))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.release(self.line.len())?;
        self.inner.flush()
    }
}

impl Drop for Net {
    fn drop(&mut self) {
        let _ = self.flush();
    }
}

/// A stream that several write to.
#[derive(Clone)]
pub(super) struct Shared(Arc<Mutex<Box<dyn Write + Send>>>);

impl Shared {
    /// A whole line at once.
    pub(super) fn line(&self, text: &str) {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = writeln!(inner, "{text}");
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        inner.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .flush()
    }
}

impl Io {
    /// Puts the net before both streams, and the environment's tokens into it.
    pub(super) fn spread_net(&mut self, wants_json: bool) {
        let own = ["ASSISTANT_SEMGREP_TOKEN", "SEMGREP_APP_TOKEN"];
        let of_scms = scm::ALL
            .into_iter()
            .flat_map(|scm| scm.about().token_variables);
        for name in own.iter().chain(of_scms) {
            if let Some(secret) = self.env.get(*name).cloned().and_then(Secret::from_input) {
                self.kept_out.add(&secret);
            }
        }
        network::keep_out(&self.env, &self.kept_out);
        self.kept_out.know_by_look(is_token);
        // Data is never reworded.
        let ascii = [!self.unicode.0 && !wants_json, !self.unicode.1];
        for (stream, ascii) in [&mut self.out, &mut self.err].into_iter().zip(ascii) {
            let inner = std::mem::replace(stream, Box::new(std::io::sink()));
            *stream = Box::new(Net {
                inner,
                ascii,
                kept_out: self.kept_out.clone(),
                line: Zeroizing::default(),
            });
        }
    }

    /// Standard error, for somebody else to write to as well.
    pub(super) fn shared_err(&mut self) -> Shared {
        let err = std::mem::replace(&mut self.err, Box::new(std::io::sink()));
        let shared = Shared(Arc::new(Mutex::new(err)));
        self.err = Box::new(shared.clone());
        shared
    }
}

fn is_token(word: &str) -> bool {
    scm::ALL.into_iter().any(|scm| scm.is_token(word))
}

/// Takes secrets out of what services said. A table breaks long words, where the net would not find them any more; and
/// a mark that is not seen may stand in the midst of one.
pub(super) fn redact(report: &mut Report, kept_out: &KeptOut) {
    let scrub = |text: &mut String| {
        let plain = kept_out.scrub_all(text);
        let seen = clean(&plain);
        let scrubbed = kept_out.scrub_all(&seen);
        *text = if scrubbed == seen { plain } else { scrubbed };
    };
    let of_platform = report.platform.iter_mut().flat_map(|one| &mut one.findings);
    let of_connections = report
        .connections
        .iter_mut()
        .flat_map(|one| &mut one.findings);
    for finding in of_platform.chain(of_connections) {
        let judged = &mut finding.judged;
        scrub(&mut judged.why);
        judged.by.iter_mut().for_each(|one| scrub(&mut one.detail));
        let lists = judged.missing.iter_mut().chain(&mut judged.excess);
        lists.for_each(scrub);
        if let Some(fix) = &mut finding.fix {
            scrub(&mut fix.text);
        }
    }
}

/// From now on a panic says what and where, without secrets and without a backtrace.
pub(super) fn hush_panics(kept_out: KeptOut) {
    std::panic::set_hook(Box::new(move |about| {
        let _ = std::io::stderr().write_all(told(about, &kept_out).as_bytes());
    }));
}

fn told(about: &PanicHookInfo<'_>, kept_out: &KeptOut) -> String {
    let payload = about.payload();
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let words = text.or(payload.downcast_ref::<&str>().copied());
    let words = words.unwrap_or("no words");
    let place = about
        .location()
        .map(|place| format!(" ({}:{})", place.file(), place.line()))
        .unwrap_or_default();
    let words = kept_out.scrub_all(&clean(words));
    format!(
        "error: the program broke: {words}{place}\nhint: {}\n",
        super::output::OUR_FAULT
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const CANARY: &str = "canary-0123456789";

    /// What comes out of the net when these are written one after the other.
    fn through(parts: &[&[u8]]) -> String {
        #[derive(Clone, Default)]
        struct Sink(Arc<Mutex<Vec<u8>>>);
        impl Write for Sink {
            fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
                self.0.lock().unwrap().extend_from_slice(bytes);
                Ok(bytes.len())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let sink = Sink::default();
        let kept_out = KeptOut::default();
        kept_out.add(&Secret::new(CANARY.to_owned()));
        let mut net = Net {
            inner: Box::new(sink.clone()),
            ascii: false,
            kept_out,
            line: Zeroizing::default(),
        };
        for part in parts {
            net.write_all(part).unwrap();
        }
        drop(net);
        let bytes = sink.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_secret_written_in_parts_is_found() {
        for at in 0..CANARY.len() {
            let (one, other) = CANARY.as_bytes().split_at(at);
            assert_eq!(through(&[b"a ", one, other, b" b\nc"]), "a [redacted] b\nc");
        }
        let single: Vec<&[u8]> = CANARY.as_bytes().chunks(1).collect();
        assert_eq!(through(&single), "[redacted]");
    }

    #[test]
    fn a_secret_beside_bytes_that_are_no_text_is_found() {
        let out = through(&[b"\xff\xfe ", CANARY.as_bytes(), b"\x80\n"]);
        assert!(
            out.contains("[redacted]") && !out.contains("canary"),
            "{out}"
        );
    }

    #[test]
    fn a_character_written_in_parts_stays_whole() {
        assert_eq!(through(&[b"\xe2\x9c", b"\x93 met\n"]), "✓ met\n");
    }

    #[test]
    fn a_lost_reader_is_told_to_whoever_writes() {
        struct Gone;
        impl Write for Gone {
            fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
                Err(std::io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let mut net = Net {
            inner: Box::new(Gone),
            ascii: false,
            kept_out: KeptOut::default(),
            line: Zeroizing::default(),
        };
        assert!(net.write_all(b"a line\n").is_err());
        assert!(net.write_all(b"a part").is_ok());
        assert!(net.flush().is_err());
    }
}
