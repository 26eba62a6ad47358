//! A closed-loop HTTP client: each connection sends its next request when the last one is answered.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// What a run of requests came to.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// Requests answered a second.
    pub per_second: f64,
    /// Requests whose status was not the one expected.
    pub unexpected: usize,
}

/// Sends `requests` requests over `connections` connections; `make(i)` is the i-th request's bytes.
///
/// # Panics
/// When the server can't be reached: there is nothing to measure then.
pub async fn drive(at: SocketAddr, connections: usize, requests: usize, expect: u16, make: impl Fn(usize) -> Vec<u8> + Send + Sync + 'static) -> Load {
    let (make, next) = (Arc::new(make), Arc::new(AtomicUsize::new(0)));
    let begun = Instant::now();
    let mut tasks = Vec::new();
    for _ in 0..connections {
        let (make, next) = (Arc::clone(&make), Arc::clone(&next));
        tasks.push(tokio::spawn(async move {
            let mut wire = Wire::connect(at).await;
            let mut unexpected = 0;
            loop {
                let i = next.fetch_add(1, Ordering::Relaxed);
                if i >= requests {
                    return unexpected;
                }
                unexpected += usize::from(wire.send(&make(i)).await != expect);
            }
        }));
    }
    let mut unexpected = 0;
    for task in tasks {
        unexpected += task.await.expect("a connection's task");
    }
    Load { per_second: requests as f64 / begun.elapsed().as_secs_f64(), unexpected }
}

/// The median time of one request, sent alone.
pub async fn median_alone(at: SocketAddr, times: usize, request: &[u8]) -> Duration {
    let mut wire = Wire::connect(at).await;
    let mut took = Vec::with_capacity(times);
    for _ in 0..times {
        let begun = Instant::now();
        wire.send(request).await;
        took.push(begun.elapsed());
    }
    took.sort();
    took[times / 2]
}

/// One kept-alive connection.
pub struct Wire {
    stream: TcpStream,
    buffer: Vec<u8>,
    /// The body of the last answer.
    pub body: Vec<u8>,
}

impl Wire {
    /// Connects.
    ///
    /// # Panics
    /// When nobody listens there.
    pub async fn connect(at: SocketAddr) -> Self {
        let stream = TcpStream::connect(at).await.expect("the server listens");
        stream.set_nodelay(true).expect("a TCP option");
        Self { stream, buffer: vec![0; 1 << 18], body: Vec::new() }
    }

    /// Sends a request and reads its whole answer; gives the status.
    ///
    /// # Panics
    /// When the server closes the connection or answers without a content length.
    pub async fn send(&mut self, request: &[u8]) -> u16 {
        self.stream.write_all(request).await.expect("the server reads");
        let mut filled = 0;
        loop {
            let read = self.stream.read(&mut self.buffer[filled..]).await.expect("the server answers");
            assert!(read > 0, "the server closed the connection");
            filled += read;
            if let Some((status, head, length)) = head_of(&self.buffer[..filled]) {
                while filled < head + length {
                    if self.buffer.len() < head + length {
                        self.buffer.resize(head + length, 0);
                    }
                    filled += self.stream.read(&mut self.buffer[filled..]).await.expect("the server answers");
                }
                self.body.clear();
                self.body.extend_from_slice(&self.buffer[head..head + length]);
                return status;
            }
        }
    }
}

/// Status, length of the head and length of the body, once the head is complete.
fn head_of(bytes: &[u8]) -> Option<(u16, usize, usize)> {
    let end = bytes.windows(4).position(|w| w == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&bytes[..end]).ok()?;
    let status = head.get(9..12)?.parse().ok()?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok()).flatten()
    });
    let length = length.or((status == 304 || status == 204).then_some(0));
    Some((status, end, length.expect("an answer with a content length")))
}

/// A GET request.
pub fn get(path: &str, headers: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: bench\r\n{headers}\r\n").into_bytes()
}

/// A POST request with a body.
pub fn post(path: &str, headers: &str, media_type: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: {media_type}\r\nContent-Length: {length}\r\n{headers}\r\n{body}").into_bytes()
}
