//! What other people's libraries make of it: `independent.py`, in the Python of `scripts/python.sh`.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use serde_json::Value;

/// The value of a variable that `./test` sets.
pub(crate) fn variable(name: &str) -> String {
    std::env::var(name)
        .unwrap_or_else(|_| panic!("{name} is not set: eval \"$(scripts/python.sh start DIR)\""))
}

/// Runs it, with this for its input.
pub(crate) fn python(arguments: &[&str], input: &Value) -> Value {
    let mut child = Command::new(variable("POSTMEESTER_TEST_PYTHON"))
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/dns/independent.py"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python starts");
    let mut stdin = child.stdin.take().expect("piped");
    stdin.write_all(input.to_string().as_bytes()).expect("it reads");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "independent.py {arguments:?}: {}", output.status);
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Differences that are known, one a line: `what | ours | theirs | why`.
pub(crate) struct Expected(Vec<(String, String)>);

impl Expected {
    pub(crate) fn read(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let read = |line: &str| {
            let (what, why) = line.rsplit_once(" | ").expect(line);
            assert!(!why.trim().is_empty(), "without a reason: {line}");
            (what.to_owned(), why.to_owned())
        };
        Self(lines.map(read).collect())
    }

    /// Fails on a difference that is not known, and on a known one that is none any more.
    pub(crate) fn compare(&self, differences: &[String]) {
        let new: Vec<_> =
            differences.iter().filter(|one| !self.0.iter().any(|(known, _)| known == *one)).collect();
        let gone: Vec<_> = self.0.iter().filter(|(known, _)| !differences.contains(known)).collect();
        assert!(new.is_empty() && gone.is_empty(), "new: {new:#?}\nno more: {gone:#?}");
    }
}
