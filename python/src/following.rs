//! A search on a thread of its own, while Python's thread tells how far it is and listens for Ctrl-C.

use crate::errors;
use pyo3::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};
use wasteways::vrp::Budget;

/// How often Python is asked whether Ctrl-C was pressed.
const LISTEN: Duration = Duration::from_millis(50);

/// How long to search.
pub fn budget(time_limit: Option<f64>, iterations: Option<u64>) -> PyResult<Option<Budget>> {
    match (time_limit, iterations) {
        (Some(_), Some(_)) => Err(errors::other("time_limit or iterations, not both")),
        (Some(seconds), None) if seconds > 0.0 && seconds < 30.0 * 86_400.0 => {
            let limit = Duration::from_secs_f64(seconds);
            Ok(Some(Budget::Until(Instant::now() + limit)))
        }
        (Some(_), None) => Err(errors::other(
            "time_limit: more than 0 and less than 30 days of seconds",
        )),
        (None, iterations) => Ok(iterations.map(Budget::Iterations)),
    }
}

/// What a search is at.
pub enum Event {
    /// A stage begins.
    Stage(String),
    /// So many iterations of the present search are made.
    Iterations(u64),
}

/// Does some work without the lock of Python, and calls `progress(stage, iterations)` meanwhile. What Python raises, there or by
/// Ctrl-C, ends the search and comes back.
pub fn followed<T: Send>(
    py: Python,
    threads: Option<usize>,
    progress: Option<&Bound<PyAny>>,
    work: impl FnOnce(&AtomicBool, &Sender<Event>) -> T + Send,
) -> PyResult<T> {
    let pool = match threads {
        None => None,
        Some(0) => return Err(errors::other("threads: 1 or more")),
        Some(threads) => {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
            Some(pool.build().map_err(errors::other)?)
        }
    };
    let stop = AtomicBool::new(false);
    let (tell, mut told) = channel();
    std::thread::scope(|scope| {
        let worker = scope.spawn(|| {
            let tell = tell;
            let work = || work(&stop, &tell);
            match &pool {
                Some(pool) => pool.install(work),
                None => work(),
            }
        });
        let heard = listen(py, &mut told, progress);
        if heard.is_err() {
            stop.store(true, Ordering::SeqCst);
        }
        let done = py.detach(|| worker.join());
        heard?;
        done.map_err(|_| errors::other("a fault of wasteways: please report what was asked"))
    })
}

/// Until the worker hangs up.
fn listen(py: Python, told: &mut Receiver<Event>, progress: Option<&Bound<PyAny>>) -> PyResult<()> {
    let mut stage = String::new();
    loop {
        let events = &mut *told;
        let event = py.detach(move || events.recv_timeout(LISTEN));
        py.check_signals()?;
        let iterations = match event {
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
            Err(RecvTimeoutError::Timeout) => continue,
            Ok(Event::Stage(next)) => {
                stage = next;
                0
            }
            Ok(Event::Iterations(iterations)) => iterations,
        };
        if let Some(progress) = progress {
            progress.call1((&stage, iterations))?;
        }
    }
}
