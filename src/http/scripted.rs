//! A server on loopback that answers as it is told and remembers what it received. For tests only.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};
use url::Url;

use super::{Http, Sent};

/// No test sends more than this in one request.
const MOST: usize = 1 << 20;

/// What the server does once it has read a request.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// Sends these bytes and stays ready for the next request.
    Say(Vec<u8>),
    /// Sends these bytes and closes the connection.
    Last(Vec<u8>),
    /// Sends these bytes after a while.
    Later(Duration, Vec<u8>),
    /// Sends these bytes and breaks the connection off.
    Reset(Vec<u8>),
    /// Sends these bytes, then nothing for ever.
    Hang(Vec<u8>),
    /// Sends these bytes, then one more after each while, for ever.
    Drip(Vec<u8>, Duration),
    /// Sends these bytes, then zeros for ever.
    Flood(Vec<u8>),
}

/// A request as it came in.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    /// The method.
    pub(crate) method: String,
    /// Path and query as they stood in the request line.
    pub(crate) path: String,
    /// Headers with their names in lower case.
    pub(crate) headers: BTreeMap<String, String>,
    /// The body.
    pub(crate) body: String,
    /// When it was there as a whole.
    pub(crate) at: Instant,
}

type Script = dyn Fn(usize, &Received) -> Act + Send + Sync;

#[derive(Default)]
struct Seen {
    requests: Mutex<Vec<Received>>,
    connections: AtomicUsize,
    now: AtomicUsize,
    most: AtomicUsize,
}

/// The server; it ends when it is dropped.
pub(crate) struct Server {
    /// Its address, with a `/` at the end.
    pub(crate) url: Url,
    seen: Arc<Seen>,
    task: JoinHandle<()>,
}

impl Server {
    /// Asks `script` what to do with each request; the number counts from 0.
    pub(crate) async fn new(
        script: impl Fn(usize, &Received) -> Act + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let seen = Arc::new(Seen::default());
        let script: Arc<Script> = Arc::new(script);
        let task = tokio::spawn(accept(listener, script, Arc::clone(&seen)));
        Server {
            url: Url::parse(&url).unwrap(),
            seen,
            task,
        }
    }

    /// Does one thing for each request; a request beyond the list gets a 418.
    pub(crate) async fn of(acts: impl IntoIterator<Item = Act>) -> Self {
        let acts: Vec<Act> = acts.into_iter().collect();
        Server::new(move |number, _| {
            let act = acts.get(number).cloned();
            act.unwrap_or_else(|| reply(418, "", "beyond the script"))
        })
        .await
    }

    /// Does the same for every request.
    pub(crate) async fn always(act: Act) -> Self {
        Server::new(move |_, _| act.clone()).await
    }

    /// Its address with a path.
    pub(crate) fn at(&self, path: &str) -> Url {
        self.url.join(path).unwrap()
    }

    /// All requests so far.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.seen.requests.lock().unwrap().clone()
    }

    /// How many requests came so far.
    pub(crate) fn count(&self) -> usize {
        self.seen.requests.lock().unwrap().len()
    }

    /// The paths of all requests so far.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.received().into_iter().map(|one| one.path).collect()
    }

    /// How many connections were opened.
    pub(crate) fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }

    /// How many requests were in hand at once, at most.
    pub(crate) fn most_at_once(&self) -> usize {
        self.seen.most.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// An answer with a length; `headers` are whole lines, each with its line end.
pub(crate) fn reply(status: u16, headers: &str, body: impl AsRef<[u8]>) -> Act {
    Act::Say(raw(status, headers, body))
}

/// The bytes of [`reply`].
pub(crate) fn raw(status: u16, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let length = body.len();
    let head = format!("HTTP/1.1 {status} Invented\r\n{headers}content-length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

/// A 200 with JSON.
pub(crate) fn json(body: &str) -> Act {
    reply(200, "content-type: application/json\r\n", body)
}

async fn accept(listener: TcpListener, script: Arc<Script>, seen: Arc<Seen>) {
    let mut open = tokio::task::JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        seen.connections.fetch_add(1, Ordering::SeqCst);
        open.spawn(serve(stream, Arc::clone(&script), Arc::clone(&seen)));
    }
}

/// Serves one connection until it ends or the script says so.
async fn serve(mut stream: TcpStream, script: Arc<Script>, seen: Arc<Seen>) {
    let mut bytes = Vec::new();
    while let Some(request) = read(&mut stream, &mut bytes).await {
        let act = {
            let mut requests = seen.requests.lock().unwrap();
            let act = script(requests.len(), &request);
            requests.push(request);
            act
        };
        let now = seen.now.fetch_add(1, Ordering::SeqCst) + 1;
        seen.most.fetch_max(now, Ordering::SeqCst);
        let goes_on = perform(&mut stream, act, &seen).await;
        if !goes_on {
            break;
        }
    }
}

async fn perform(stream: &mut TcpStream, act: Act, seen: &Seen) -> bool {
    // The place is free before the client can know, so that its next request is never counted beside this one.
    let free = || seen.now.fetch_sub(1, Ordering::SeqCst);
    match act {
        Act::Say(bytes) => {
            free();
            stream.write_all(&bytes).await.is_ok()
        }
        Act::Later(wait, bytes) => {
            sleep(wait).await;
            free();
            stream.write_all(&bytes).await.is_ok()
        }
        Act::Last(bytes) => {
            free();
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
            false
        }
        Act::Reset(bytes) => {
            free();
            let _ = stream.write_all(&bytes).await;
            stream.set_zero_linger().unwrap();
            false
        }
        Act::Hang(bytes) => {
            let _ = stream.write_all(&bytes).await;
            std::future::pending().await
        }
        Act::Drip(bytes, wait) => {
            let _ = stream.write_all(&bytes).await;
            loop {
                sleep(wait).await;
                if stream.write_all(b" ").await.is_err() {
                    return false;
                }
            }
        }
        Act::Flood(bytes) => {
            let _ = stream.write_all(&bytes).await;
            while stream.write_all(&[b'0'; 65_536]).await.is_ok() {}
            false
        }
    }
}

/// The next request of a connection; `bytes` keeps what came beyond it.
async fn read(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> Option<Received> {
    let head = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        if bytes.len() > MOST || stream.read_buf(bytes).await.ok()? == 0 {
            return None;
        }
    };
    let text = String::from_utf8(bytes[..head].to_vec()).ok()?;
    let mut lines = text.split("\r\n");
    let mut words = lines.next()?.split(' ');
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let headers: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length = headers.get("content-length").map_or("0", String::as_str);
    let end = head + length.parse::<usize>().ok()?;
    while bytes.len() < end {
        if bytes.len() > MOST || stream.read_buf(bytes).await.ok()? == 0 {
            return None;
        }
    }
    let body = String::from_utf8_lossy(&bytes[head..end]).into_owned();
    bytes.drain(..end);
    Some(Received {
        method,
        path,
        headers,
        body,
        at: Instant::now(),
    })
}

/// Everything that is sent from now on.
pub(crate) fn watched(http: &Http) -> Arc<Mutex<Vec<Sent>>> {
    let told: Arc<Mutex<Vec<Sent>>> = Arc::default();
    let keeping = Arc::clone(&told);
    http.ledger.watch(Box::new(move |sent: &Sent, _: &_| {
        keeping.lock().unwrap().push(sent.clone());
    }));
    told
}
