//! Changes that the storage would not take: kept, and tried again in their order.
//!
//! They lie in `storage.session`, which has space of its own. It outlives the background, which the
//! browser may end at any moment, though not the browser itself; the reader is told that.

use async_lock::Mutex;
use postil_webext::{Error, message::Request, storage};

use crate::change;

/// The key in `storage.session`.
const KEY: &str = "waiting";

/// The list is read, worked off and written by one at a time.
static LIST: Mutex<()> = Mutex::new(());

/// Keeps a change for later.
///
/// # Errors
/// Where there is no space for that either.
pub async fn keep(request: Request) -> Result<(), Error> {
    let _guard = LIST.lock().await;
    let mut all = all().await;
    all.push(request);
    storage::session_set(KEY, &all).await
}

/// Whether a change of that article waits.
pub async fn holds(article: &str) -> bool {
    all().await.iter().any(|request| matches!(request, Request::Change { article: other, .. } if other.key == article))
}

/// Tries what waits; gives how many changes still do.
pub async fn try_again() -> usize {
    let _guard = LIST.lock().await;
    let waiting = all().await;
    if waiting.is_empty() {
        return 0;
    }
    let mut left: Vec<Request> = Vec::new();
    for request in waiting {
        // What comes later may be a change of what comes first.
        if !left.is_empty() || perform(&request).await.is_err_and(|error| error.may_pass()) {
            left.push(request);
        }
    }
    // What could not be written down as done is done once more, which changes nothing.
    let _ = storage::session_set(KEY, &left).await;
    left.len()
}

async fn all() -> Vec<Request> {
    storage::session_get(KEY).await.ok().flatten().unwrap_or_default()
}

async fn perform(request: &Request) -> Result<(), Error> {
    match request.clone() {
        Request::Change { article, command } => change::apply(&article, *command).await.map(drop),
        Request::Correct { correction } => change::correct(correction).await,
        Request::Uncorrect { id } => change::uncorrect(&id).await,
        _ => Ok(()),
    }
}
