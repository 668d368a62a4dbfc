//! `wasteways completions` and `wasteways man`: what a shell and `man` want to know of the program, to stdout.

use super::answer::Failure;
use super::{Answer, Cli, Exit};
use clap::{Args, CommandFactory};
use clap_complete::Shell;

/// Print what a shell completes of the command line
#[derive(Clone, Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Print the manual page, of the program or of one of its commands
#[derive(Clone, Debug, Args)]
pub(super) struct ManArgs {
    /// The command
    #[arg(value_name = "COMMAND")]
    of: Option<String>,
}

impl CompletionsArgs {
    pub(super) fn run(&self) -> Answer {
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "wasteways", &mut text);
        printed(text)
    }
}

impl ManArgs {
    pub(super) fn run(&self) -> Result<Answer, Failure> {
        let mut program = Cli::command();
        program.build();
        let page = match &self.of {
            None => program,
            Some(name) => {
                let known: Vec<&str> = program.get_subcommands().map(|c| c.get_name()).collect();
                let unknown = || {
                    let known = known.join(", ");
                    Failure::Usage(format!("{name} is no command: {known}"))
                };
                let found = program.find_subcommand(name).ok_or_else(unknown)?;
                found.clone()
            }
        };
        let mut text = Vec::new();
        clap_mangen::Man::new(page)
            .render(&mut text)
            .map_err(|error| Failure::Usage(error.to_string()))?;
        Ok(printed(text))
    }
}

fn printed(text: Vec<u8>) -> Answer {
    Answer {
        stdout: String::from_utf8_lossy(&text).into_owned(),
        stderr: String::new(),
        exit: Exit::Clean,
    }
}
