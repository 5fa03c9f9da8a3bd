//! A clock that stands still while anything is under way, and jumps to the next timer when nothing is.

use std::future::Future;
use std::time::Duration;

use tokio::runtime::Builder;

/// Real time left to the kernel to carry what was just written to the other end of its socket.
const GRACE: Duration = Duration::from_micros(50);

/// Runs `work` to its end on a clock of its own. The clock jumps when the runtime finds no task ready and nothing in
/// its sockets; what is still between two sockets would not count, so there is a short real pause before each look.
pub(super) fn block_on<T>(work: impl Future<Output = T>) -> T {
    Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .on_thread_park(|| std::thread::sleep(GRACE))
        .build()
        .unwrap()
        .block_on(work)
}

#[test]
fn the_clock_waits_for_sockets_and_jumps_over_timers() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};
    use tokio::time::{Instant, sleep, timeout};
    let took = block_on(async {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut byte = [0];
            while stream.read_exact(&mut byte).await.is_ok() {
                stream.write_all(&byte).await.unwrap();
            }
        });
        let start = Instant::now();
        let mut stream = TcpStream::connect(address).await.unwrap();
        for _ in 0..500 {
            let echo = async {
                stream.write_all(b"x").await.unwrap();
                stream.read_exact(&mut [0]).await.unwrap();
            };
            timeout(Duration::from_millis(1), echo).await.unwrap();
        }
        sleep(Duration::from_secs(3600)).await;
        start.elapsed()
    });
    assert_eq!(took, Duration::from_secs(3600));
}
