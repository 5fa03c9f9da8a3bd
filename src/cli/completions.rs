//! `assistant completions`.

use clap::CommandFactory;
use clap_complete::Shell;

use super::args::Cli;
use super::{End, Io, output};

pub(super) fn run(shell: Shell, io: &mut Io) -> Result<u8, End> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "assistant", &mut script);
    output::print(io, &String::from_utf8_lossy(&script))?;
    Ok(0)
}
