//! Opening pages for the person.

use super::{End, Io};
use crate::render::clean;

/// Opens a page in the browser, or says where to go.
pub(super) fn open(page: &str, io: &mut Io) -> Result<(), End> {
    let web = page.starts_with("https://") || page.starts_with("http://");
    let opened = match web {
        true => open::that_detached(page),
        false => Err(std::io::Error::other("it is not a web page")),
    };
    match opened {
        Ok(()) => writeln!(io.err, "opened {}", clean(page))?,
        Err(error) => {
            let page = clean(page);
            writeln!(
                io.err,
                "the browser could not be opened ({error}); go to {page}"
            )?;
        }
    }
    Ok(())
}
