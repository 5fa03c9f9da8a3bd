//! `assistant token list`.

use super::super::args::Global;
use super::super::{End, Io};

pub(in crate::cli) fn run(_global: &Global, _io: &mut Io) -> Result<u8, End> {
    Err(End::Fault(anyhow::anyhow!("not written yet")))
}
