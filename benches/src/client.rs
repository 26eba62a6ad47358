//! A closed-loop HTTP client: each connection sends its next request when the last one is answered.

use std::{
    net::SocketAddr,
    ops::Range,
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

/// Sends the requests with these numbers over so many connections, opened beforehand; after the last of `requests`
/// comes the first again. Gives how long it took.
///
/// # Panics
/// When the server can't be reached or answers with another status than `expect`: there is nothing to measure
/// then.
pub async fn drive(
    at: SocketAddr,
    connections: usize,
    requests: &Arc<[Vec<u8>]>,
    numbers: Range<usize>,
    expect: u16,
) -> Duration {
    let mut wires = Vec::with_capacity(connections);
    for _ in 0..connections {
        wires.push(Wire::connect(at).await);
    }
    let next = Arc::new(AtomicUsize::new(numbers.start));
    let begun = Instant::now();
    let send = |mut wire: Wire| {
        let (requests, next, end) = (Arc::clone(requests), Arc::clone(&next), numbers.end);
        async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= end {
                    return;
                }
                let status = wire.send(&requests[number % requests.len()]).await;
                assert!(
                    status == expect,
                    "request {number} was answered {status}, not {expect}: {}",
                    String::from_utf8_lossy(wire.body())
                );
            }
        }
    };
    let tasks: Vec<_> = wires.into_iter().map(|wire| tokio::spawn(send(wire))).collect();
    for task in tasks {
        task.await.expect("a connection's requests are answered");
    }
    begun.elapsed()
}

/// One kept-alive connection.
pub struct Wire {
    stream: TcpStream,
    buffer: Vec<u8>,
    head: usize,
    end: usize,
}

impl Wire {
    /// Connects.
    ///
    /// # Panics
    /// When nobody listens there.
    pub async fn connect(at: SocketAddr) -> Self {
        let stream = TcpStream::connect(at).await.expect("the server listens");
        stream.set_nodelay(true).expect("a TCP option");
        Self {
            stream,
            buffer: vec![0; 1 << 16],
            head: 0,
            end: 0,
        }
    }

    /// Sends a request and reads its whole answer; gives the status.
    ///
    /// # Panics
    /// When the server closes the connection or answers without saying how long the answer is.
    pub async fn send(&mut self, request: &[u8]) -> u16 {
        self.stream.write_all(request).await.expect("the server reads");
        let mut filled = self.read(0).await;
        loop {
            if let Some((status, head, length)) = head_of(&self.buffer[..filled]) {
                self.head = head;
                self.end = head + length;
                if self.buffer.len() < self.end {
                    self.buffer.resize(self.end, 0);
                }
                while filled < self.end {
                    filled = self.read(filled).await;
                }
                return status;
            }
            filled = self.read(filled).await;
        }
    }

    async fn read(&mut self, filled: usize) -> usize {
        let read = self.stream.read(&mut self.buffer[filled..]).await;
        let read = read.expect("the server answers");
        assert!(read > 0, "the server closed the connection");
        filled + read
    }

    /// The body of the last answer.
    pub fn body(&self) -> &[u8] {
        &self.buffer[self.head..self.end]
    }

    /// A header of the last answer.
    pub fn header(&self, name: &str) -> Option<&str> {
        let head = std::str::from_utf8(&self.buffer[..self.head]).ok()?;
        header(head, name)
    }
}

fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    head.lines().find_map(|line| {
        let (known, value) = line.split_once(':')?;
        known.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// Status, length of the head and length of the body, once the head is complete.
fn head_of(bytes: &[u8]) -> Option<(u16, usize, usize)> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&bytes[..end]).expect("a head is text");
    let status = head
        .get(9..12)
        .and_then(|status| status.parse().ok())
        .expect("a status");
    let length = header(head, "content-length").and_then(|length| length.parse().ok());
    let bodiless = status == 304 || status == 204;
    let length = length
        .or(bodiless.then_some(0))
        .expect("an answer that says how long it is");
    Some((status, end, length))
}

/// A GET request; `headers` are whole lines.
pub fn get(path: &str, headers: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: bench\r\n{headers}\r\n").into_bytes()
}

/// A POST request with a body; `headers` are whole lines.
pub fn post(path: &str, headers: &str, media_type: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: {media_type}\r\nContent-Length: {length}\r\n\
         {headers}\r\n{body}"
    )
    .into_bytes()
}

/// What a form is sent as.
pub const FORM: &str = "application/x-www-form-urlencoded";
