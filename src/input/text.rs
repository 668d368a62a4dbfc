//! From bytes to text: UTF-8, GB18030 (and so GBK), UTF-16; anything else is refused by what it seems to be.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use std::cmp::Ordering;

/// How files of other kinds begin.
const SIGNATURES: [(&[u8], &str); 11] = [
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an .xlsx workbook"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"RIFF", "a picture or sound"),
];

/// The text of a table.
///
/// # Errors
/// What was expected instead of these bytes.
pub(super) fn decode(bytes: &[u8]) -> Result<String, String> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err("a table with a header; the file is empty".into());
    }
    let signature = SIGNATURES
        .iter()
        .find(|(start, _)| bytes.starts_with(start));
    if let Some((_, kind)) = signature {
        return Err(format!("a text table (CSV); this is {kind}"));
    }
    let text = encoding_of(bytes).and_then(|encoding| {
        let (text, _, malformed) = encoding.decode(bytes);
        (!malformed && !text.contains('\0')).then(|| text.into_owned())
    });
    text.ok_or_else(|| "text in UTF-8, GB18030 (GBK) or UTF-16".into())
}

/// By byte order mark; else UTF-16 by its zeros, UTF-8 where it is valid, and GB18030.
fn encoding_of(bytes: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Some(encoding);
    }
    let head = &bytes[..bytes.len().min(256)];
    let zeros_at = |parity: usize| {
        head.iter()
            .skip(parity)
            .step_by(2)
            .filter(|&&b| b == 0)
            .count()
    };
    let (even, odd) = (zeros_at(0), zeros_at(1));
    match even.cmp(&odd) {
        // Headers and separators are mostly plain letters, whose high byte is zero.
        Ordering::Less => Some(UTF_16LE),
        Ordering::Greater => Some(UTF_16BE),
        Ordering::Equal if even > 0 => None,
        Ordering::Equal if std::str::from_utf8(bytes).is_ok() => Some(UTF_8),
        Ordering::Equal => Some(GB18030),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_promised_encoding_gives_the_same_text() {
        let text = "村,town\n上磨,A\n";
        let utf16 =
            |unit: fn(u16) -> [u8; 2]| -> Vec<u8> { text.encode_utf16().flat_map(unit).collect() };
        let with_bom = |bom: &[u8], body: Vec<u8>| [bom, &body].concat();
        let forms = [
            text.as_bytes().to_vec(),
            with_bom(b"\xef\xbb\xbf", text.as_bytes().to_vec()),
            GB18030.encode(text).0.into_owned(),
            utf16(u16::to_le_bytes),
            utf16(u16::to_be_bytes),
            with_bom(b"\xff\xfe", utf16(u16::to_le_bytes)),
            with_bom(b"\xfe\xff", utf16(u16::to_be_bytes)),
        ];
        for bytes in forms {
            assert_eq!(decode(&bytes).as_deref(), Ok(text), "{bytes:?}");
        }
    }

    #[test]
    fn files_of_another_kind_are_named() {
        assert!(decode(b"\x89PNG\r\n\x1a\n").unwrap_err().contains("PNG"));
        assert!(decode(b"PK\x03\x04rest").unwrap_err().contains("zip"));
        assert!(decode(b"").unwrap_err().contains("empty"));
        assert!(decode(b"a\0\0b\0\0\0c").is_err());
    }
}
