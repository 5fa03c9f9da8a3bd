//! Whether a host's name resolves.

use std::io;
use std::net::ToSocketAddrs;
use std::thread;

use tokio::sync::oneshot;
use tokio::time::{Instant, timeout_at};

/// How many addresses a name has, by the system's resolver; or why none, in words.
///
/// The resolver can't be interrupted, so it gets a thread that may be left behind: it never keeps the process from
/// ending.
pub async fn addresses(host: &str, until: Instant) -> Result<usize, String> {
    let name = host.to_owned();
    within(until, move || {
        let found = (name.as_str(), 0).to_socket_addrs();
        found.map(Iterator::count)
    })
    .await
}

async fn within(
    until: Instant,
    resolve: impl FnOnce() -> io::Result<usize> + Send + 'static,
) -> Result<usize, String> {
    let (say, hear) = oneshot::channel();
    let thread = thread::Builder::new().name("names".to_owned());
    // Nobody hears when time ran out.
    if thread.spawn(move || drop(say.send(resolve()))).is_err() {
        return Err("no thread could be started to ask".to_owned());
    }
    match timeout_at(until, hear).await {
        Ok(Ok(Ok(0))) => Err("it has no address".to_owned()),
        Ok(Ok(Ok(count))) => Ok(count),
        Ok(Ok(Err(error))) => Err(error.to_string()),
        Ok(Err(_)) => Err("the resolver failed".to_owned()),
        Err(_) => Err("the resolver gave no answer in time".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(20)
    }

    #[tokio::test]
    async fn this_machine_has_an_address() {
        let found = addresses("localhost", soon()).await;
        assert!(found.is_ok_and(|count| count > 0));
    }

    #[tokio::test]
    async fn a_name_that_no_host_may_have_is_a_failure_in_words() {
        // No part of a name may be that long (RFC 1035, 2.3.4), so nobody needs to be asked.
        let never = format!("{}.example", "a".repeat(300));
        let told = addresses(&never, soon()).await;
        assert!(told.is_err_and(|text| !text.is_empty()));
    }

    #[tokio::test]
    async fn a_resolver_that_never_answers_is_left_behind() {
        let (never, blocked) = mpsc::channel::<()>();
        let told = within(Instant::now(), move || {
            let _ = blocked.recv();
            Ok(1)
        })
        .await;
        assert_eq!(told, Err("the resolver gave no answer in time".to_owned()));
        drop(never);
    }
}
