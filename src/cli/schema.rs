//! `wasteways schema`: the JSON Schema of a document, to stdout.

use super::{Answer, Exit};
use crate::report::Document;
use clap::Args;
use clap::builder::PossibleValuesParser;

/// Print what a document in JSON looks like, as JSON Schema
#[derive(Clone, Debug, Args)]
pub(super) struct SchemaArgs {
    /// The document
    #[arg(value_parser = PossibleValuesParser::new(Document::ALL.map(Document::name)))]
    document: String,
}

impl SchemaArgs {
    pub(super) fn run(&self) -> Answer {
        let mut all = Document::ALL.into_iter();
        let document = all.find(|document| document.name() == self.document);
        let schema = document
            .expect("one of the values that are possible")
            .schema();
        let text = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
        Answer {
            stdout: text + "\n",
            stderr: String::new(),
            exit: Exit::Clean,
        }
    }
}
