//! `assistant token rotate`.

use super::super::args::{Global, Rotate};
use super::super::{End, Io};

pub(in crate::cli) async fn run(_global: &Global, _args: &Rotate, _io: &mut Io) -> Result<u8, End> {
    Err(End::Fault(anyhow::anyhow!("not written yet")))
}
