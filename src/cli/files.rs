//! Which formats a command takes, and the files that `-o` names: checked before anything is sent, written whole.

use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use anyhow::Context;
use tempfile::NamedTempFile;

use super::args::{Command, Format, Global};
use super::output::To;
use super::{End, name};
use crate::audit::Report;
use crate::render::{self, Frame, clean};
use crate::secret::KeptOut;
use crate::settings::files::discover;

/// The file that results are pinned to where none is known.
const DEFAULT: &str = "assistant.yaml";

/// Whether the command takes the format, the files and the baseline; names everything that is wrong.
pub(super) fn fit(global: &Global, command: Option<&Command>) -> Result<(), End> {
    // What runs in the sandbox's environment prints for itself.
    if matches!(command, Some(Command::Sandbox(args)) if !args.command.is_empty()) {
        return Ok(());
    }
    let one = matches!(command, Some(Command::CheckScopes(_)));
    let many = matches!(command, Some(Command::Audit(_) | Command::Report { .. }));
    let reports = (one || many) && !global.explain;
    let what = match (name(command), global.explain) {
        (name, true) => format!("{name} --explain").trim_start().to_owned(),
        ("", false) => "no command".to_owned(),
        (name, false) => name.to_owned(),
    };
    let mut problems = Vec::new();
    if !reports && !matches!(global.format, Format::Table | Format::Json) {
        problems.push(format!(
            "--format: {what} prints table and json only; check-scopes prints every format"
        ));
    }
    if !(one && reports) && global.baseline.is_some() {
        problems.push(format!(
            "--baseline: {what} compares nothing; it goes with check-scopes"
        ));
    }
    if !reports && !global.output.is_empty() {
        problems.push(format!(
            "-o: {what} writes no report; it goes with check-scopes"
        ));
    } else {
        let kept = match command {
            Some(Command::Audit(args)) => args.resume.as_deref(),
            _ => None,
        };
        problems.extend(wrong(&global.output, kept));
    }
    if problems.is_empty() {
        return Ok(());
    }
    Err(End::Usage {
        problems,
        credentials: false,
        hint: Some(
            "assistant check-scopes --format sarif -o report.json -o report.html".to_owned(),
        ),
    })
}

/// What is wrong with the files; `kept` is the one that an audit goes on with.
fn wrong(files: &[PathBuf], kept: Option<&Path>) -> Vec<String> {
    let mut problems = Vec::new();
    let kept = kept.and_then(|file| target(file).ok());
    let mut known: Vec<PathBuf> = Vec::new();
    for file in files {
        let problem = match place(file) {
            Ok(real) if known.contains(&real) => Some("is given twice".to_owned()),
            // A run that comes to no result would put that in its place.
            Ok(real) if kept.as_ref() == Some(&real) => {
                Some("is the file of --resume, which must stay".to_owned())
            }
            Ok(real) => {
                known.push(real);
                None
            }
            Err(problem) => Some(problem),
        };
        problems.extend(problem.map(|problem| format!("-o {}: {problem}", file.display())));
    }
    problems
}

/// Where the file really is, once it is sure that it can be written.
fn place(file: &Path) -> Result<PathBuf, String> {
    if file == Path::new("-") {
        return Err("standard output gets what --format says; -o names a file".to_owned());
    }
    if format(file).is_none() {
        let ends = Format::EXTENSIONS.map(|(end, _)| end).join(" ");
        return Err(format!("its extension says no format; there are {ends}"));
    }
    let real = target(file).map_err(|error| error.to_string())?;
    match fs::metadata(&real) {
        Ok(about) if about.is_dir() => return Err("is a folder".to_owned()),
        Ok(about) if !about.is_file() => return Err("is no ordinary file".to_owned()),
        Ok(about) if about.permissions().readonly() => return Err("is read-only".to_owned()),
        _ => {}
    }
    let folder = folder(&real);
    // Written and removed at once: nothing is left behind if the run is ended from outside.
    let tried = temporary(folder);
    tried.map_err(|error| format!("can't write to the folder {}: {error}", folder.display()))?;
    Ok(real)
}

fn format(file: &Path) -> Option<Format> {
    Format::of_file(file.file_name().and_then(OsStr::to_str)?)
}

/// The file itself where a link leads to it: the link stays. One that leads out of its folder may come with a checkout,
/// and lead to what nobody meant to replace.
fn target(file: &Path) -> io::Result<PathBuf> {
    let linked = fs::symlink_metadata(file).is_ok_and(|about| about.is_symlink());
    match fs::canonicalize(file) {
        Ok(real) if linked && !real.starts_with(fs::canonicalize(folder(file))?) => {
            let words = format!(
                "is a link out of its folder; name {} itself",
                real.display()
            );
            Err(io::Error::other(words))
        }
        Ok(real) => Ok(real),
        Err(error) if fs::symlink_metadata(file).is_ok() => Err(error),
        Err(_) => match (fs::canonicalize(folder(file)), file.file_name()) {
            (Ok(real), Some(name)) => Ok(real.join(name)),
            _ => Ok(file.to_path_buf()),
        },
    }
}

fn folder(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

/// A file beside the one to write, with the permissions that any new file gets.
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".assistant-").suffix(".tmp");
    #[cfg(unix)]
    let mode = <Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666);
    #[cfg(unix)]
    builder.permissions(mode);
    builder.tempfile_in(folder)
}

/// Writes every file, each whole or not at all; the error names those that were not written.
pub(super) fn write(
    report: &Report,
    frame: &Frame<'_>,
    to: To<'_>,
    kept_out: &KeptOut,
    err: &mut dyn Write,
) -> Result<(), End> {
    let mut failed = Vec::new();
    for file in to.files {
        let Some(format) = format(file) else { continue };
        // The same net as before both streams.
        let text = kept_out.scrub(&text(format, report, frame));
        match replace(file, &text) {
            Ok(()) if !to.quiet => writeln!(err, "wrote {}", clean(&file.display().to_string()))?,
            Ok(()) => {}
            Err(error) => failed.push(format!("{error:#}")),
        }
    }
    match failed.is_empty() {
        true => Ok(()),
        false => Err(End::Fault(anyhow::anyhow!(failed.join("; ")))),
    }
}

/// What goes into a file. On a terminal the verdict stands on standard error; a table in a file needs it too.
fn text(format: Format, report: &Report, frame: &Frame<'_>) -> String {
    if format != Format::Table {
        return format.render(report, frame);
    }
    let mut plain = frame.clone();
    plain.style.colors = false;
    let mut text = format.render(report, &plain);
    text.push_str(&format!("\n{}\n", render::summary(report, frame)));
    if let Some(error) = &frame.error {
        text.push_str(&format!("error: {}\n", clean(&error.message)));
        let hint = error.fix.iter();
        text.extend(hint.map(|hint| format!("hint: {}\n", clean(hint))));
    }
    text
}

pub(super) fn replace(file: &Path, text: &str) -> anyhow::Result<()> {
    let shown = || format!("can't write {}", file.display());
    let real = target(file).with_context(shown)?;
    let mut fresh = temporary(folder(&real)).with_context(shown)?;
    // Whoever narrowed the file down meant it.
    if let Ok(about) = fs::metadata(&real) {
        keep(&fresh, about.permissions()).with_context(shown)?;
    }
    fresh.write_all(text.as_bytes()).with_context(shown)?;
    fresh.as_file().sync_all().with_context(shown)?;
    fresh.persist(&real).with_context(shown)?;
    Ok(())
}

fn keep(fresh: &NamedTempFile, permissions: Permissions) -> io::Result<()> {
    fresh.as_file().set_permissions(permissions)
}

/// The configuration file that results are pinned to, relative to the repository's root, as a URI.
pub(super) fn location(config: Option<&Path>, folder: Option<&Path>) -> String {
    let found = config.map(Path::to_path_buf).or_else(|| discover(folder?));
    let Some(real) = found.and_then(|file| fs::canonicalize(file).ok()) else {
        return DEFAULT.to_owned();
    };
    let root = real.ancestors().skip(1).find(|it| it.join(".git").exists());
    let here = folder.and_then(|folder| fs::canonicalize(folder).ok());
    let roots = [root.map(Path::to_path_buf), here];
    let relative = roots
        .iter()
        .flatten()
        .find_map(|it| real.strip_prefix(it).ok());
    let name = real.file_name().map(Path::new);
    relative.or(name).map_or(DEFAULT.to_owned(), as_uri)
}

/// A relative path as a URI: slashes between its parts, whatever else is not plain as `%XX`.
fn as_uri(path: &Path) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
    let parts = path.components().filter_map(|part| match part {
        Component::Normal(part) => Some(part.to_string_lossy().into_owned()),
        _ => None,
    });
    let encoded = parts.map(|part| {
        let bytes = part.bytes();
        let each = bytes.map(|byte| match plain(&byte) {
            true => char::from(byte).to_string(),
            false => format!("%{byte:02X}"),
        });
        each.collect::<String>()
    });
    encoded.collect::<Vec<_>>().join("/")
}
