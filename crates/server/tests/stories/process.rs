//! The real binary as a process of its own.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
};

use langqiao_store::DbUrl;
use parking_lot::Mutex;

const BINARY: &str = env!("CARGO_BIN_EXE_langqiao");

/// A server; killed, if it still lives, when it is dropped.
pub struct Process {
    /// Where it answers.
    pub address: String,
    child: Arc<Mutex<Child>>,
}

/// Kills the server it comes from.
pub struct Killer(Arc<Mutex<Child>>);

impl Killer {
    /// Sends SIGKILL and sees it die. Killing the dead does nothing.
    pub fn kill(&self) {
        let mut child = self.0.lock();
        child.kill().expect("a process of ours");
        child.wait().expect("its end");
    }
}

impl Process {
    /// Starts `langqiao serve` and waits until it says where it listens.
    pub fn serve(url: &DbUrl, data: &Path) -> Self {
        let mut child = command("serve", url, data)
            .args(["--listen", "127.0.0.1:0", "--json"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary");
        let mut line = String::new();
        let out = child.stdout.take().expect("its output");
        BufReader::new(out).read_line(&mut line).expect("a line");
        let said: serde_json::Value =
            serde_json::from_str(&line).unwrap_or_else(|why| panic!("{why}: {line}"));
        Self {
            address: said["address"].as_str().expect("an address").to_owned(),
            child: Arc::new(Mutex::new(child)),
        }
    }

    /// A hand on its throat.
    pub fn killer(&self) -> Killer {
        Killer(self.child.clone())
    }

    /// Asks it to end, by SIGTERM, and waits until it has.
    pub fn stop(&self) {
        let id = self.child.lock().id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().expect("kill");
        assert!(told.success());
        assert!(
            self.child.lock().wait().expect("its end").success(),
            "it ends well"
        );
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        Killer(self.child.clone()).kill();
    }
}

/// What `langqiao verify` says; it must find nothing wrong.
pub fn verify(url: &DbUrl, data: &Path) -> String {
    let ended = run(&["verify"], url, data);
    assert_eq!(ended.code, 0, "{}{}", ended.answer, ended.said);
    ended.answer
}

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    /// Its exit code.
    pub code: i32,
    /// What it wrote to its standard output.
    pub answer: String,
    /// What it wrote to its standard error.
    pub said: String,
}

/// Runs a command to its end.
pub fn run(what: &[&str], url: &DbUrl, data: &Path) -> Ended {
    let [name, rest @ ..] = what else {
        panic!("a command")
    };
    ended(command(name, url, data).args(rest))
}

/// Runs a command that needs no house to its end.
pub fn plain(what: &[&str]) -> Ended {
    ended(Command::new(BINARY).args(what))
}

fn ended(command: &mut Command) -> Ended {
    let out = command.output().expect("the binary");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ended {
        code: out.status.code().expect("an exit code"),
        answer: text(&out.stdout),
        said: text(&out.stderr),
    }
}

fn command(what: &str, url: &DbUrl, data: &Path) -> Command {
    let mut command = Command::new(BINARY);
    command
        .arg(what)
        .arg("--data")
        .arg(data)
        .arg("--database")
        .arg(url.with_password());
    command
}
