//! Ctrl-C and SIGTERM: the first asks the search to end, the second ends the process.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The exit code of a process that a signal ended, as shells report it.
const ENDED_BY_SIGNAL: i32 = 130;

/// A flag that the first signal sets. Files are written whole or not at all, so the second may end us at any moment.
pub(super) fn stop_flag() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&flag);
    let handler = move || {
        if asked.swap(true, Ordering::SeqCst) {
            std::process::exit(ENDED_BY_SIGNAL);
        }
    };
    // Where signals cannot be heard, Ctrl-C ends the process at once, as it does by itself.
    let _ = ctrlc::set_handler(handler);
    flag
}
