//! Whatever bytes come in through whatever door, reading ends with an answer or with faults.
//!
//! The first byte chooses the door; the rest is what is brought, or the sound file for it where nothing is.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/doors/doors.rs"]
mod doors;

fuzz_target!(|data: &[u8]| {
    let Some((&choice, content)) = data.split_first() else {
        return;
    };
    let all = doors::doors();
    let door = &all[usize::from(choice) % all.len()];
    let brought = if content.is_empty() { &door.seed } else { content };
    let _ = doors::knock(door.kind, brought);
});
