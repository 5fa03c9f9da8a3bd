//! The `assistant` program: everything else is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(assistant::cli::run(assistant::cli::Io::of_this_process()))
}
