//! `assistant man`: the help as manual pages.

use std::path::Path;

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::{End, Io, help, output};

pub(super) fn run(words: &[String], out: Option<&Path>, io: &mut Io) -> Result<u8, End> {
    if let Some(folder) = out {
        return write(folder, io);
    }
    let root = help::plain();
    let command = help::find(&root, words)?;
    let page = page(command, &words.join(" "))?;
    output::print(io, &page)?;
    Ok(0)
}

/// Writes the page of every command; existing ones are replaced.
fn write(folder: &Path, io: &mut Io) -> Result<u8, End> {
    let cannot = |error: std::io::Error| {
        End::usage(
            format!("can't write to {}: {error}", folder.display()),
            "assistant man --out ./man",
        )
    };
    std::fs::create_dir_all(folder).map_err(cannot)?;
    let root = help::plain();
    let mut written = String::new();
    for path in help::paths(&root) {
        let command = help::find(&root, &path)?;
        let name = format!(
            "{}.1",
            [&["assistant".to_owned()], path.as_slice()]
                .concat()
                .join("-")
        );
        let file = folder.join(&name);
        std::fs::write(&file, page(command, &path.join(" "))?).map_err(cannot)?;
        written.push_str(&format!("{}\n", file.display()));
    }
    output::print(io, &written)?;
    Ok(0)
}

fn page(command: &Command, path: &str) -> Result<String, End> {
    let name = format!("assistant {path}").trim_end().replace(' ', "-");
    let called = format!("assistant {path}").trim_end().to_owned();
    let command = command.clone().bin_name(called).name(name.clone());
    let man = Man::new(command.clone())
        .title(name.to_uppercase())
        .manual("Semgrep Assistant");
    let mut text = Vec::new();
    man.render_title(&mut text)?;
    man.render_name_section(&mut text)?;
    man.render_synopsis_section(&mut text)?;
    man.render_description_section(&mut text)?;
    // Filled text would run the examples together.
    let mut examples = Roff::new();
    let lines = help::examples(path);
    if !lines.is_empty() {
        examples.control("SH", ["EXAMPLES"]);
    }
    for (about, line) in lines {
        examples.control("TP", []);
        examples.text([bold(line)]);
        examples.text([roman(about)]);
    }
    examples.to_writer(&mut text)?;
    man.render_options_section(&mut text)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut text)?;
    }
    let mut more = Roff::new();
    more.control("SH", ["SEE ALSO"]);
    more.text([roman(
        "assistant help exit-codes, assistant help environment, assistant help names",
    )]);
    more.to_writer(&mut text)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}
