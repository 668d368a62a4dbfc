//! The command `wasteways`: parses arguments, calls the library, prints, and exits with the code of the contract.

use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;
use wasteways::cli::{self, Answer, Cli};

fn main() -> ExitCode {
    let started = Instant::now();
    std::panic::set_hook(Box::new(|panic| {
        let _ = writeln!(std::io::stderr(), "{}", cli::calm_message(panic));
    }));
    let cli = Cli::of_process();
    let answer = std::panic::catch_unwind(|| cli::run(&cli, started))
        .unwrap_or_else(|_| Answer::internal_fault());
    // Whoever reads us may have gone away; that is no fault of the work done.
    let _ = std::io::stdout().write_all(answer.stdout.as_bytes());
    let _ = std::io::stderr().write_all(answer.stderr.as_bytes());
    ExitCode::from(answer.exit as u8)
}
