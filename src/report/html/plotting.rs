//! The plotting library on a page that opens offline: packed, so that a page is a third as large, and unpacked by the browser
//! itself before our lines run.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use maud::{Markup, PreEscaped, html};
use std::io::Write;
use std::sync::LazyLock;

/// Unpacks the library and then does `withPlotly`'s bidding; says so where a browser is too old for it.
const UNPACK: &str = r#""use strict";
const withPlotly = (draw) => {
  const packed = document.getElementById("plotly-packed").textContent;
  const sorry = () => document.querySelectorAll(".too-old").forEach((note) => { note.hidden = false; });
  if (typeof DecompressionStream === "undefined") return sorry();
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  new Response(stream).text().then((code) => {
    const script = document.createElement("script");
    script.textContent = code;
    document.head.append(script);
    draw();
  });
};
"#;

/// The library, packed: made once a run.
static PACKED: LazyLock<String> = LazyLock::new(|| {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    let written = packer.write_all(library().as_bytes());
    let packed = written.and_then(|()| packer.finish());
    STANDARD.encode(packed.expect("memory takes every byte"))
});

/// The code of the plotting library. The crate adds MathJax for formulas; we print none.
fn library() -> String {
    let scripts = plotly::Plot::offline_js_sources();
    let begin = scripts.find('>').map_or(0, |end| end + 1);
    let end = scripts.find("</script>").unwrap_or(scripts.len());
    scripts[begin..end].to_owned()
}

/// The library on a page, before all scripts that draw with it.
pub(super) fn plotting() -> Markup {
    html! {
        script type="application/gzip+base64" id="plotly-packed" { (PreEscaped(PACKED.as_str())) }
        script { (PreEscaped(UNPACK)) }
    }
}

/// What stands on a page whose browser cannot unpack the library.
pub(super) fn too_old(words: &str) -> Markup {
    html! { p.verdict.bad.too-old hidden { (words) } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::GzDecoder;
    use std::io::Read;

    #[test]
    fn what_is_packed_is_the_library_and_nothing_that_ends_a_script() {
        assert!(!PACKED.contains('<') && !UNPACK.contains("</script"));
        let packed = STANDARD.decode(PACKED.as_str()).unwrap();
        let mut code = String::new();
        GzDecoder::new(packed.as_slice())
            .read_to_string(&mut code)
            .unwrap();
        assert_eq!(code, library());
        assert!(code.len() > 1_000_000, "plotly itself");
        assert!(!code.contains("<script"));
        assert!(PACKED.len() < code.len() / 2);
    }
}
