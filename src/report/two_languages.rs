//! Words in English and Chinese, side by side, so that none is forgotten in one of them.

/// A table of words in English and Chinese, side by side: a struct with a field each.
macro_rules! words {
    ($(#[$about:meta])* $words:ident; $($(#[$doc:meta])* $name:ident: $english:literal, $chinese:literal;)*) => {
        $(#[$about])*
        #[derive(Debug, serde::Serialize)]
        pub(super) struct $words {
            $($(#[$doc])* pub(super) $name: &'static str,)*
        }

        static ENGLISH: $words = $words { $($name: $english,)* };
        static CHINESE: $words = $words { $($name: $chinese,)* };

        impl $words {
            /// The words of a language.
            pub(super) fn of(language: crate::district::Language) -> &'static Self {
                match language {
                    crate::district::Language::En => &ENGLISH,
                    crate::district::Language::Zh => &CHINESE,
                }
            }
        }
    };
}

/// The days of the week of a table of words that has them.
macro_rules! weekdays {
    ($words:ident) => {
        impl $words {
            /// Monday to Sunday.
            pub(super) fn weekdays(&self) -> [&'static str; 7] {
                [
                    self.monday,
                    self.tuesday,
                    self.wednesday,
                    self.thursday,
                    self.friday,
                    self.saturday,
                    self.sunday,
                ]
            }
        }
    };
}

/// What the program says elsewhere, in the language of a table of words.
macro_rules! says {
    ($words:ident) => {
        impl $words {
            /// A sentence of the program, or a word for a stream of the usual ones, in the language of these words.
            pub(super) fn says(&self, sentence: &str) -> String {
                if std::ptr::eq(self, &CHINESE) {
                    crate::words::chinese(sentence)
                } else {
                    sentence.to_owned()
                }
            }
        }
    };
}
