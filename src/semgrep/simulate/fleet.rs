//! Further deployments, each with a token of its own that reaches it and no other.

use std::collections::HashMap;

use super::scenario::{App, Connection, Deployment, Section};
use super::{Platform, platform, sent};
use crate::sandbox::Deployment as Wanted;
use crate::sandbox::face::{Generated, Login, Neighbours, Received, Reply, Simulate};

/// The scenario's own deployment, and those that were generated, by their tokens.
pub(super) struct Platforms {
    own: Platform,
    others: HashMap<String, Platform>,
    /// What the scenario says of a deployment; the generated ones differ only in what they are called and connected to.
    section: serde_yaml::Value,
}

impl Platforms {
    pub(super) fn new(own: Platform, section: &serde_yaml::Value) -> Self {
        Self {
            own,
            others: HashMap::new(),
            section: section.clone(),
        }
    }

    fn further(&self, number: u64, wanted: &Wanted) -> Result<Platform, String> {
        let mut section = Section::read(&self.section)?;
        section.token.value.clone_from(&wanted.token);
        section.deployment = Deployment {
            id: self.own.deployment.id + number,
            slug: wanted.slug.clone(),
            name: wanted.slug.clone(),
        };
        section.connections = wanted.connections.iter().map(connection).collect();
        platform(section)
    }
}

impl Simulate for Platforms {
    fn receive(&mut self, request: &Received, neighbours: &dyn Neighbours) -> Reply {
        let other = sent(request).and_then(|token| self.others.get_mut(token));
        other.unwrap_or(&mut self.own).receive(request, neighbours)
    }

    fn login(&self) -> Login {
        self.own.login()
    }

    fn take_in(&mut self, deployments: &[Wanted]) -> Result<(), String> {
        for (number, wanted) in (1..).zip(deployments) {
            let further = self.further(number, wanted)?;
            self.others.insert(wanted.token.clone(), further);
        }
        Ok(())
    }
}

/// A connection in working order: GitHub's by an app, the others' by a token.
fn connection(wanted: &Generated) -> Connection {
    // Of two types for one service the first is for the hosted one, which is not what answers here.
    let kind = wanted
        .scm_types
        .iter()
        .find(|one| one.ends_with("_SELFMANAGED"));
    let kind = kind
        .or(wanted.scm_types.first())
        .copied()
        .unwrap_or_default();
    let by_app = kind.starts_with("SCM_TYPE_GITHUB");
    Connection {
        kind: kind.to_owned(),
        base_url: Some(wanted.base_url.clone()),
        token: (!by_app).then(|| wanted.token.clone()),
        subscribed: true,
        auto_scan: false,
        app: by_app.then(|| App {
            slug: format!("semgrep-code-{}", wanted.namespace),
            code_access: true,
        }),
        installed: by_app,
        suspended: false,
        personal: false,
        appears_after: 0,
        namespace: wanted.namespace.clone(),
    }
}
