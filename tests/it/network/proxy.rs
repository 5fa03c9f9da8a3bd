//! A proxy that opens tunnels, or does not.

use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use super::world::{Heard, World, relay, text};

/// What a proxy does with whoever asks for a tunnel.
#[derive(Clone)]
pub enum Door {
    /// Opens one to this port on loopback, whatever host is named, so that no name has to be known.
    To(u16),
    /// The same for those who bring this `Proxy-Authorization`; 407 for others.
    Guarded(&'static str, u16),
    /// Answers with this status line.
    Says(&'static str),
    /// Hangs up.
    HangsUp,
}

/// A running proxy.
pub struct Proxy {
    pub port: u16,
    /// The requests for tunnels.
    heads: Heard,
    /// What clients sent through tunnels.
    through: Heard,
}

impl Proxy {
    pub fn start(world: &World, door: Door) -> Proxy {
        let (heads, through) = (Heard::default(), Heard::default());
        let kept = (Arc::clone(&heads), Arc::clone(&through));
        let port = world.listen(move |stream| {
            serve(
                stream,
                door.clone(),
                Arc::clone(&heads),
                Arc::clone(&through),
            )
        });
        Proxy {
            port,
            heads: kept.0,
            through: kept.1,
        }
    }

    /// The same, itself reached by TLS.
    pub fn over_tls(world: &World, config: Arc<rustls::ServerConfig>, door: Door) -> Proxy {
        let (heads, through) = (Heard::default(), Heard::default());
        let kept = (Arc::clone(&heads), Arc::clone(&through));
        let acceptor = TlsAcceptor::from(config);
        let port = world.listen(move |stream| {
            let (acceptor, door) = (acceptor.clone(), door.clone());
            let (heads, through) = (Arc::clone(&heads), Arc::clone(&through));
            async move {
                if let Ok(stream) = acceptor.accept(stream).await {
                    serve(stream, door, heads, through).await;
                }
            }
        });
        Proxy {
            port,
            heads: kept.0,
            through: kept.1,
        }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Every request for a tunnel, head for head.
    pub fn heads(&self) -> Vec<String> {
        let heads = text(&self.heads);
        let each = heads.split("\r\n\r\n").filter(|head| !head.is_empty());
        each.map(str::to_owned).collect()
    }

    pub fn through(&self) -> String {
        text(&self.through)
    }
}

async fn serve<S>(mut stream: S, door: Door, heads: Heard, through: Heard)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    heads.lock().unwrap().extend_from_slice(&head);
    let head = String::from_utf8(head).unwrap();
    let to = match door {
        Door::To(port) => Ok(port),
        Door::Guarded(wanted, port) => {
            let wanted = format!(": {wanted}\r\n");
            let asks = "407 Proxy Authentication Required\r\nproxy-authenticate: Basic";
            head.contains(&wanted).then_some(port).ok_or(asks)
        }
        Door::Says(status) => Err(status),
        Door::HangsUp => return,
    };
    match to {
        Ok(port) => {
            let onward = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
            let opened = b"HTTP/1.1 200 Connection established\r\n\r\n";
            stream.write_all(opened).await.unwrap();
            relay(stream, onward, through).await;
        }
        Err(status) => {
            let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n");
            let _ = stream.write_all(answer.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    }
}
