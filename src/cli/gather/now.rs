//! What the platform says at this moment: what a change has to start from.

use super::{Heard, Session};
use crate::ask::Answers;
use crate::audit::{Cause, Deployment, Gap};
use crate::semgrep::connections::Connections;
use crate::semgrep::{self, Platform, features};

impl Session {
    /// The connections as they are at this moment.
    pub(in crate::cli) async fn connections_now(&self, heard: &Heard) -> Result<Connections, Gap> {
        let before = semgrep::deployment(&heard.answers);
        let before = before.ok_or_else(|| Gap::of(Cause::Unreadable))?;
        let asked = Platform {
            connections: true,
            ..Platform::default()
        };
        let answers = self.of_same(asked, heard, &before).await?;
        Ok(Connections::of(&answers))
    }

    /// The settings as they are at this moment.
    pub(in crate::cli) async fn settings_now(
        &self,
        heard: &Heard,
        deployment: &Deployment,
    ) -> Result<(serde_json::Value, features::Found), Gap> {
        let asked = Platform {
            features: true,
            ..Platform::default()
        };
        let answers = self.of_same(asked, heard, deployment).await?;
        semgrep::found(&answers)
    }

    /// What the platform answers, if it still answers for this deployment: a token reaches one, and what belongs to
    /// another must not be written onto this one.
    async fn of_same(
        &self,
        asked: Platform,
        heard: &Heard,
        before: &Deployment,
    ) -> Result<Answers, Gap> {
        let platform = Platform {
            guard: self.settings.deployment.clone(),
            ..asked
        };
        let answers = self.gather(&platform, &heard.platform).await;
        match semgrep::deployment(&answers) {
            Some(now) if now.id == before.id => Ok(answers),
            Some(_) => Err(Gap::of(Cause::NotThisOrganization)),
            None => Err(Gap::of(Cause::Unreadable)),
        }
    }
}
