//! Long work in slices, for a caller that has other things to do meanwhile.
//!
//! The engine knows no clock. It only says, at every step of long work, that here it may be interrupted; a [`Pause`]
//! decides whether it is. There is one code for both ways, so work in slices comes to the same as work at once.

use core::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

/// Tokens that are read between two pauses, where one token takes little time.
pub const STEP: usize = 64;

/// What happens where long work may be interrupted.
pub trait Pause {
    /// Gives others their turn, or goes on at once. It is called every some ten microseconds of work.
    fn pause(&self) -> impl Future<Output = ()>;
}

/// Goes on at once, always.
#[derive(Clone, Copy, Debug, Default)]
pub struct Never;

impl Pause for Never {
    async fn pause(&self) {}
}

/// A piece of long work between two pauses, compiled as a function of its own.
///
/// A browser compiles a function as a whole before its first line runs, well only what is called again, and the better the
/// smaller it is. Called by one only, the pieces of the scan were all put into the one function that awaits the pauses: of
/// 105 KB, it took 28 ms before a page's first mark, and half a second of the processor's other core to be compiled well.
#[inline(never)]
pub fn step<T>(work: impl FnOnce() -> T) -> T {
    work()
}

/// Does the same work for each item, `count` of them at a time, with a pause before each such piece.
///
/// ```
/// use postil_core::pause::{Never, STEP, at_once, each};
/// let mut sum = 0;
/// at_once(each(1..=100, STEP, &Never, |number| sum += number));
/// assert_eq!(sum, 5050);
/// ```
pub async fn each<T, P: Pause>(items: impl IntoIterator<Item = T>, count: usize, pause: &P, mut work: impl FnMut(T)) {
    let mut items = items.into_iter();
    loop {
        pause.pause().await;
        let is_done = step(|| {
            (0..count).any(|_| match items.next() {
                Some(item) => {
                    work(item);
                    false
                }
                None => true,
            })
        });
        if is_done {
            return;
        }
    }
}

/// Does work that pauses [`Never`] at once.
///
/// ```
/// use postil_core::pause::{Never, Pause, at_once};
/// async fn sum<P: Pause>(numbers: &[u32], pause: &P) -> u32 {
///     let mut sum = 0;
///     for number in numbers {
///         sum += number;
///         pause.pause().await;
///     }
///     sum
/// }
/// assert_eq!(at_once(sum(&[1, 2, 3], &Never)), 6);
/// ```
pub fn at_once<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    loop {
        if let Poll::Ready(done) = work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return done;
        }
    }
}
