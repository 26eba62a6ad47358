//! Programs under measurement: each a process of its own, watched from outside.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;

/// The house's own binary, which is built beside this one.
///
/// # Panics
/// When it isn't there.
pub fn langqiao() -> PathBuf {
    let here = std::env::current_exe().expect("this program's own path");
    let there = here.with_file_name("langqiao");
    assert!(
        there.exists(),
        "{} is not built: cargo build --release -p langqiao",
        there.display()
    );
    there
}

/// The house, serving a database from a data folder.
pub fn house(folder: &Path, database: &str) -> Command {
    let mut command = Command::new(langqiao());
    command
        .args([
            "serve",
            "--json",
            "--listen",
            "127.0.0.1:0",
            "--database",
            database,
            "--data",
        ])
        .arg(folder);
    command
}

/// This program as one of the [bare](crate::bare) servers.
///
/// # Panics
/// When its own path isn't known.
pub fn bare(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program's own path"));
    command.arg("bare").args(arguments);
    command
}

/// A server that runs; it is killed when this is dropped.
pub struct Running {
    child: Child,
    /// Where it listens.
    pub at: SocketAddr,
    /// From starting it until it said that it is ready.
    pub ready_after: Duration,
    /// What it said then.
    pub said: Value,
}

impl Running {
    /// Starts a server and waits for its line of JSON with the address. It logs as ever, to nobody: who keeps logs
    /// is another program, and its disk is not what is measured here.
    ///
    /// # Panics
    /// When it doesn't start.
    pub fn start(mut command: Command) -> Self {
        let begun = Instant::now();
        let mut child = command
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("its output is piped");
        BufReader::new(out)
            .read_line(&mut line)
            .expect("it says where it listens");
        let ready_after = begun.elapsed();
        let said: Value = serde_json::from_str(&line).expect("it says so in JSON");
        let address = said["address"]
            .as_str()
            .and_then(|address| address.strip_prefix("http://"));
        let at = address.and_then(|at| at.parse().ok()).expect("an address");
        Self {
            child,
            at,
            ready_after,
            said,
        }
    }

    /// The memory it holds, in MB (10⁶ bytes).
    pub fn resident(&self) -> f64 {
        memory(&self.child, "VmRSS:").unwrap_or(f64::NAN)
    }

    /// Asks it to stop and waits until it has.
    ///
    /// # Panics
    /// When it can't be told.
    pub fn stop(mut self) {
        let told = Command::new("kill").arg(self.child.id().to_string()).status();
        assert!(
            told.expect("the program kill").success(),
            "the program can be told to stop"
        );
        self.child.wait().expect("it stops");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have stopped already.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// How a program ran that ends by itself.
pub struct Ran {
    /// How long it took.
    pub took: Duration,
    /// The most memory it held, in MB (10⁶ bytes), looked at every 10 ms.
    pub peak: f64,
}

/// Runs a program to its end; what it says goes to a file in `logs`.
///
/// # Panics
/// When it can't be run or fails.
#[expect(
    clippy::disallowed_methods,
    reason = "nothing tells when another process takes more memory"
)]
pub fn run(mut command: Command, logs: &Path) -> Ran {
    let begun = Instant::now();
    let log = logs.join("log");
    let mut child = command
        .stdin(Stdio::null())
        .stderr(File::create(&log).expect("a file for its log"))
        .stdout(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut peak = 0.0_f64;
    let status = loop {
        // Of a process that has ended nothing is told.
        peak = peak.max(memory(&child, "VmHWM:").unwrap_or(0.0));
        match child.try_wait().expect("its status") {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(10)),
        }
    };
    let took = begun.elapsed();
    assert!(
        status.success(),
        "the program failed: {}",
        fs::read_to_string(&log).expect("its log")
    );
    Ran { took, peak }
}

fn memory(child: &Child, field: &str) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(field))?;
    let kib: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib * 1024.0 / 1e6)
}
