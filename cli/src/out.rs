//! What is said on standard output, and on the other one.
//!
//! A reader that has heard enough (`| head -1`) ends no command: what it did and how it exits stands. Anything else that
//! keeps the words from arriving, such as a full disk, is an error, for half a report is none.

use std::fmt::Arguments;
use std::io::{self, ErrorKind, Write};

/// Says something, as `print!` does.
macro_rules! say {
    ($($words:tt)*) => { $crate::out::write(format_args!($($words)*)) };
}

/// Says a line, as `println!` does.
macro_rules! sayln {
    ($($words:tt)*) => { $crate::out::write(format_args!("{}\n", format_args!($($words)*))) };
}

pub(crate) use {say, sayln};

/// Writes to standard output at once.
pub(crate) fn write(words: Arguments<'_>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    heard(out.write_fmt(words).and_then(|()| out.flush()))
}

/// Says a line on standard error. Where nobody can hear it there is nobody to be told that either.
pub(crate) fn aside(words: &str) {
    let _ = writeln!(io::stderr(), "{words}");
}

/// A pipe that was closed has a reader who has heard enough.
fn heard(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_pipe_is_no_error_and_a_full_disk_is_one() {
        assert!(heard(Err(ErrorKind::BrokenPipe.into())).is_ok());
        assert!(heard(Err(ErrorKind::StorageFull.into())).is_err());
    }
}
