//! Which language the console speaks: that of `--lang`, else that of the district, else that of the machine. What scripts read,
//! `--json`, is English.

use super::{Common, Lang};
use crate::district::Language;
use crate::input::{self, Input, InputError, Told};
use std::path::Path;

/// Whether the machine's own language is Chinese: the first of these variables that is set says.
fn of_machine() -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok());
    let first = set.into_iter().find(|value| !value.is_empty());
    match first {
        Some(value) if value.to_lowercase().starts_with("zh") => Language::Zh,
        _ => Language::En,
    }
}

/// The language that arguments ask for, before they are parsed: `--help` is told while they are.
pub(super) fn asked_for(arguments: impl Iterator<Item = String>) -> Language {
    let arguments: Vec<String> = arguments.collect();
    let behind = |pair: &[String]| (pair[0] == "--lang").then(|| pair[1].clone());
    let joined = arguments
        .iter()
        .find_map(|argument| argument.strip_prefix("--lang=").map(str::to_owned));
    match joined
        .or_else(|| arguments.windows(2).find_map(behind))
        .as_deref()
    {
        Some("zh") => Language::Zh,
        Some(_) => Language::En,
        None => of_machine(),
    }
}

impl Common {
    /// Reads a district, and learns its language.
    pub(super) fn read(&self, path: &Path) -> Result<Input, InputError> {
        self.read_telling(path, &|_, _| {})
    }

    /// The same, telling how far it is with the roads.
    pub(super) fn read_telling(&self, path: &Path, told: Told<'_>) -> Result<Input, InputError> {
        let read = input::read_district_telling(path, told);
        let said = match &read {
            Ok(input) => input.district.said_language(),
            Err(_) => input::said_language(path),
        };
        if let Some(language) = said {
            let _ = self.of_district.set(language);
        }
        read
    }

    /// The language of the console.
    pub(super) fn speaks(&self) -> Language {
        match self.lang {
            Some(Lang::En) => Language::En,
            Some(Lang::Zh) => Language::Zh,
            None => self.of_district.get().copied().unwrap_or_else(of_machine),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_speaks_the_language_asked_for() {
        let of = |text: &str| asked_for(text.split(' ').map(str::to_owned));
        assert_eq!(of("wasteways --lang zh --help"), Language::Zh);
        assert_eq!(of("wasteways plan --lang=zh"), Language::Zh);
        assert_eq!(of("wasteways --lang en"), Language::En);
    }
}
