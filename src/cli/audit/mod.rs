//! `assistant audit`: many deployments and connections in one run, each told as soon as it is known.

mod journal;
mod member;
mod sink;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::sync::Semaphore;

use super::args::{Audit, Global};
use super::copied::aim_of_many;
use super::gather::Way;
use super::interrupt::blocking;
use super::{End, Io};
use crate::audit::Shard;
use crate::settings::Given;
use crate::settings::fleet::File;
use crate::vault::Store;

use journal::Journal;
pub(super) use sink::Finished;
use sink::Sink;

const NAME: &str = "audit";

/// So many deployments are under way at once; their connections share the places.
const DEPLOYMENTS: usize = 8;

/// What every deployment of the run shares.
struct Run<'a> {
    way: Way,
    file: &'a File,
    given: Given,
    env: &'a BTreeMap<String, String>,
    store: &'a dyn Store,
    shard: Option<Shard>,
    /// Places for connections that are asked at once.
    places: Semaphore,
    journal: &'a Journal,
    sink: RefCell<Sink<'a>>,
}

impl Run<'_> {
    /// Whether this part of the fleet holds what has this name.
    fn holds(&self, name: &str) -> bool {
        self.shard.is_none_or(|shard| shard.holds(name))
    }
}

pub(super) async fn run(global: &Global, args: &Audit, io: &mut Io) -> Result<u8, End> {
    let shard = args.shard.as_deref().map(Shard::parse).transpose();
    let shard = shard.map_err(|text| End::usage(format!("--shard: {text}"), "--shard 1/8"))?;
    let given = global.given(Vec::new(), None);
    let env = io.env.clone();
    let file =
        blocking(|| File::read(&args.file, &given, &env)).map_err(|problems| End::Usage {
            problems: problems.into_iter().map(|one| one.text).collect(),
            credentials: false,
            hint: Some("assistant schema fleet prints what the file may hold".to_owned()),
        })?;
    let journal = match &args.resume {
        Some(path) => Journal::open(path).map_err(|text| End::usage(text, "--resume FILE"))?,
        None => Journal::default(),
    };
    let mut way = Way::new(global, io);
    way.aim = aim_of_many(global);
    if let Some(seconds) = global.deadline {
        way.end_after(Duration::from_secs(seconds));
    }
    let store = std::mem::replace(&mut io.store, Box::new(crate::vault::Nowhere));
    let frame = sink::frame(global, args, io);
    let run = Run {
        places: Semaphore::new(file.concurrency()),
        way,
        file: &file,
        given,
        env: &env,
        store: store.as_ref(),
        shard,
        journal: &journal,
        sink: RefCell::new(Sink::open(global, frame, shard, &journal, io)?),
    };
    let mut members = file.members();
    let mut under_way = FuturesUnordered::new();
    loop {
        while under_way.len() < DEPLOYMENTS {
            let Some(member) = members.next() else { break };
            under_way.push(member::audit(&run, member));
        }
        match under_way.next().await {
            Some(done) => done?,
            None => break,
        }
    }
    drop(under_way);
    let Run { sink, way, .. } = run;
    let finished = sink.into_inner().finish(&way);
    io.store = store;
    finished.told(global, io)
}
