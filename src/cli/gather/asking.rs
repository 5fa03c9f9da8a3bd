//! Whom a command asks, and in which order it hears.

use std::cell::RefCell;
use std::pin::Pin;

use futures_util::StreamExt;
use futures_util::future::join_all;
use futures_util::stream::FuturesOrdered;

use super::{Heard, Session, SideHeard};
use crate::ask::{Answers, Probe, Target};
use crate::audit::Side;
use crate::secret::Secret;
use crate::semgrep::{self, Platform};
use crate::settings::{Connection, Credential};

impl Session {
    /// Asks the platform and every connection's source code manager, all at once.
    pub(in crate::cli) async fn ask(&self, narrow: impl FnOnce(&mut Platform)) -> Heard {
        self.ask_in_order(narrow, |_, _| {}).await
    }

    /// The same; `heard` is told as soon as the platform has been heard (`None`), then for each connection by its
    /// place, in their order, whichever ends first.
    pub(in crate::cli) async fn ask_in_order(
        &self,
        narrow: impl FnOnce(&mut Platform),
        mut heard: impl FnMut(&Heard, Option<usize>),
    ) -> Heard {
        let mut so_far = self.nothing_yet();
        let mut platform = self.platform(&so_far.sides);
        narrow(&mut platform);
        let runner = self.runner(false);
        let progress = self.progress(&so_far.sides);
        let target = so_far.platform.clone();
        let targets: Vec<_> = so_far
            .sides
            .iter()
            .map(|side| (side.connection.scm, side.target.clone()))
            .collect();
        let mut asking: FuturesOrdered<Pin<Box<dyn Future<Output = Answers>>>> =
            FuturesOrdered::new();
        asking.push_back(Box::pin(runner.gather(&platform, &target, &|_| {})));
        for (scm, target) in &targets {
            asking.push_back(Box::pin(runner.gather(*scm, target, &|_| {})));
        }
        if let Some(answers) = asking.next().await {
            so_far.answers = answers;
        }
        drop(progress);
        heard(&so_far, None);
        let mut at = 0;
        while let Some(answers) = asking.next().await {
            so_far.sides[at].answers = answers;
            heard(&so_far, Some(at));
            at += 1;
        }
        so_far
    }

    /// Asks everybody at once; `watch` is told after every round of each, with who is done: the platform first, then
    /// the connections in their order.
    pub(in crate::cli) async fn ask_watched(&self, watch: impl FnMut(&Heard, &[bool])) -> Heard {
        let nothing = self.nothing_yet();
        let platform = self.platform(&nothing.sides);
        let platform_target = nothing.platform.clone();
        let mut whom: Vec<(&dyn Probe, Target)> = vec![(&platform, platform_target)];
        for side in &nothing.sides {
            whom.push((side.connection.scm, side.target.clone()));
        }
        let runner = self.runner(false);
        let so_far = RefCell::new((nothing, vec![false; whom.len()], watch));
        let tell = |place: usize, answers: &Answers, over: bool| {
            let (heard, done, watch) = &mut *so_far.borrow_mut();
            match place.checked_sub(1) {
                None => heard.answers = answers.clone(),
                Some(at) => heard.sides[at].answers = answers.clone(),
            }
            done[place] |= over;
            watch(heard, done);
        };
        let asking = whom.iter().enumerate().map(|(place, (probe, target))| {
            let (runner, tell) = (&runner, &tell);
            async move {
                let each = |answers: &Answers| tell(place, answers, false);
                let answers = runner.gather(*probe, target, &each).await;
                tell(place, &answers, true);
            }
        });
        join_all(asking).await;
        so_far.into_inner().0
    }

    /// Asks one side only: the platform, or a connection's source code manager by its place.
    pub(in crate::cli) async fn ask_one(&self, place: Option<usize>) -> Heard {
        let Some(at) = place else {
            return self.ask_platform().await;
        };
        let mut heard = self.nothing_yet();
        let _progress = self.progress(&heard.sides[at..=at]);
        let side = &heard.sides[at];
        let scm = side.connection.scm;
        let answers = self.gather(scm, &side.target).await;
        heard.sides[at].answers = answers;
        heard
    }

    /// Asks the platform only, about the connections of this run.
    pub(in crate::cli) async fn ask_platform(&self) -> Heard {
        let sides = self.nothing_yet().sides;
        let platform = Platform {
            prerequisites: false,
            features: false,
            ..self.platform(&sides)
        };
        self.ask_this(platform, sides).await
    }

    /// Asks the source code managers only; nothing is sent to the platform.
    pub(in crate::cli) async fn ask_scms(&self) -> Heard {
        let mut heard = self.nothing_yet();
        for at in 0..heard.sides.len() {
            self.ask_scm(&mut heard.sides[at]).await;
        }
        heard
    }

    /// Asks one source code manager, again with another token where one is given.
    pub(in crate::cli) async fn ask_with(
        &self,
        heard: &mut Heard,
        at: usize,
        credential: Credential,
    ) {
        let connection = Connection {
            credential: Some(credential),
            ..heard.sides[at].connection.clone()
        };
        heard.sides[at] = self.side(&connection);
        self.ask_scm(&mut heard.sides[at]).await;
    }

    async fn ask_scm(&self, side: &mut SideHeard) {
        let _progress = self.progress(std::slice::from_ref(side));
        side.answers = self.gather(side.connection.scm, &side.target).await;
    }

    /// Asks the platform about its settings, and which connections they are for.
    pub(in crate::cli) async fn ask_features(&self) -> Heard {
        let platform = Platform {
            features: true,
            connections: true,
            guard: self.settings.deployment.clone(),
            ..Platform::default()
        };
        self.ask_this(platform, Vec::new()).await
    }

    /// Asks the platform again, after a change.
    pub(in crate::cli) async fn ask_again(&self, heard: &mut Heard) {
        let platform = self.platform(&heard.sides);
        let _progress = self.progress(&[]);
        heard.answers = self.gather(&platform, &heard.platform).await;
    }

    async fn ask_this(&self, platform: Platform, sides: Vec<SideHeard>) -> Heard {
        let _progress = self.progress(&sides);
        let target = self.platform_target();
        let answers = self.gather(&platform, &target).await;
        Heard {
            platform: target,
            answers,
            sides,
        }
    }

    /// The id of the deployment that another token of the platform belongs to.
    pub(in crate::cli) async fn recognise(&self, token: &Secret) -> Option<String> {
        self.way.kept_out.add(token);
        let mut target = self.target(Side::Platform, &self.settings.semgrep_host, "");
        target.token = Some(token.clone());
        semgrep::equip(&self.settings.semgrep_url, Some(token), &mut target);
        let platform = Platform::default();
        let answers = self.gather(&platform, &target).await;
        semgrep::identified(&answers)
    }
}
