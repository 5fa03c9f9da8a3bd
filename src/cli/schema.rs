//! `assistant schema`: what the output and the files look like, for editors and for scripts.

use super::args::SchemaOf;
use super::output::print;
use super::sandbox::PLATFORM;
use super::{End, Io};
use crate::render::json;
use crate::{sandbox, scm, settings};

pub(super) fn run(of: SchemaOf, io: &mut Io) -> Result<u8, End> {
    let schema = match of {
        SchemaOf::Output => json::schema(),
        SchemaOf::Ndjson => json::record_schema(),
        SchemaOf::Audit => json::audit_schema(),
        SchemaOf::Fleet => settings::schema::fleet(),
        SchemaOf::Assistant => settings::schema::assistant(),
        SchemaOf::Profiles => settings::schema::profiles(),
        SchemaOf::Scenario => {
            let of_scms = scm::ALL.into_iter().map(|scm| scm.about().id);
            let services: Vec<&str> = std::iter::once(PLATFORM).chain(of_scms).collect();
            sandbox::schema(&services)
        }
    };
    let text = serde_json::to_string_pretty(&schema).map_err(anyhow::Error::from)?;
    print(io, &(text + "\n"))?;
    Ok(0)
}
