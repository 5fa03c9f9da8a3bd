//! `assistant doctor`: this machine.

use super::args::{Global, Several};
use super::{End, Io};

pub(super) async fn run(_global: &Global, _args: &Several, _io: &mut Io) -> Result<u8, End> {
    Err(End::Fault(anyhow::anyhow!("not written yet")))
}
