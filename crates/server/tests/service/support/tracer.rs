use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStderr, Command, Stdio},
    time::Duration,
};

use super::Program;

/// strace on a running program.
pub struct Tracer {
    strace: Child,
    /// It tells of each new thread here, and lets go of the program where nobody can read that.
    says: BufReader<ChildStderr>,
    trace: PathBuf,
}

impl Tracer {
    /// `None`, with a message, where there is no strace or it may not look.
    pub fn attach(program: &Program, folder: &Path, arguments: &[&str]) -> Option<Self> {
        let trace = folder.join("trace");
        let started = Command::new("strace")
            .args([
                "-f",
                "-y",
                "-s",
                "64",
                "-p",
                &program.id().to_string(),
                "-o",
            ])
            .arg(&trace)
            .args(arguments)
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn();
        let Ok(mut strace) = started else {
            eprintln!("skipped: strace is not installed");
            return None;
        };
        let mut line = String::new();
        let mut says = BufReader::new(strace.stderr.take()?);
        says.read_line(&mut line).ok()?;
        if !line.contains("attached") {
            eprintln!("skipped: {line}");
            let _ended = strace.wait();
            return None;
        }
        std::thread::sleep(Duration::from_millis(300));
        Some(Self {
            strace,
            says,
            trace,
        })
    }

    /// Lets go of the program, and returns what was seen; fails where it had let go before.
    pub fn detach(mut self) -> String {
        let ended = self.strace.try_wait().unwrap();
        assert_eq!(ended, None, "strace has ended before it was told to");
        let pid = self.strace.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-INT", &pid])
                .status()
                .unwrap()
                .success()
        );
        self.strace.wait().unwrap();
        drop(self.says);
        std::fs::read_to_string(&self.trace).unwrap()
    }
}
