//! Where a run may go, found without looking for any token.

use std::path::PathBuf;

use url::Url;

use super::{Documents, Given, World, connections, documents, platform_url};
use crate::scm::{self, Scm};

/// Where a run may go, as far as that can be told: what is wrong is left out.
pub struct Places {
    /// The platform's base URL.
    pub platform: Option<Url>,
    /// The source code managers of the connections chosen or known; without any, those that are chosen, or all.
    pub scms: Vec<Place>,
    /// The configuration files that were read, most telling first.
    pub files: Vec<PathBuf>,
}

/// One instance of a source code manager.
pub struct Place {
    /// Which one.
    pub scm: &'static dyn Scm,
    /// Its base URL.
    pub base: Url,
}

/// Finds the places. Runs no token command and reads no token; what is wrong is for [`super::resolve`] to tell.
pub fn places(given: &Given, world: &World<'_>) -> Places {
    let mut untold = Vec::new();
    let documents = documents::gather(given, world, &mut untold, &mut Vec::new());
    Places {
        platform: platform_url(given, world.env, &documents).ok(),
        scms: scms(given, world, &documents),
        files: documents.paths().map(PathBuf::from).collect(),
    }
}

fn scms(given: &Given, world: &World<'_>, documents: &Documents) -> Vec<Place> {
    let mut untold = Vec::new();
    let chosen = connections::chosen(given, &mut untold);
    let bases = connections::bases(given, world.env, &chosen, &mut untold);
    let known = connections::known(given, world, documents, &chosen, &bases, &mut untold);
    if !known.is_empty() {
        let place = |one: connections::Candidate| Place {
            scm: one.scm,
            base: one.base,
        };
        return known.into_iter().map(place).collect();
    }
    let home = |scm: &'static dyn Scm| {
        let named = bases.get(scm.about().id).cloned();
        let base = named.or_else(|| connections::public(scm))?;
        Some(Place { scm, base })
    };
    match chosen.is_empty() {
        true => scm::ALL.into_iter().filter_map(home).collect(),
        false => chosen.into_iter().filter_map(home).collect(),
    }
}
