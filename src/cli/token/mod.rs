//! `assistant token`: the tokens kept here.

mod add;
mod list;
mod remove;
mod rotate;

use super::args::{Global, Token};
use super::{End, Io};

pub(super) async fn run(global: &Global, command: &Token, io: &mut Io) -> Result<u8, End> {
    match command {
        Token::List => list::run(global, io),
        Token::Add(kept) => add::run(global, kept, io).await,
        Token::Remove(kept) => remove::run(global, kept, io),
        Token::Rotate(args) => rotate::run(global, args, io).await,
    }
}
