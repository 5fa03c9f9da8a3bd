//! `assistant token add`.

use super::super::args::{Global, Kept};
use super::super::{End, Io};

pub(in crate::cli) async fn run(_global: &Global, _kept: &Kept, _io: &mut Io) -> Result<u8, End> {
    Err(End::Fault(anyhow::anyhow!("not written yet")))
}
