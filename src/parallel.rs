//! Work on many things at once, where the machine can.
//!
//! In: a list and what to do with each of its items. Out: what came of each, in the list's order, whatever
//! the number of threads; WebAssembly has one alone.

#[cfg(not(target_arch = "wasm32"))]
use std::{
    cell::Cell,
    sync::LazyLock,
    thread::{ScopedJoinHandle, available_parallelism},
};

#[cfg(not(target_arch = "wasm32"))]
static CORES: LazyLock<usize> = LazyLock::new(|| available_parallelism().map_or(1, usize::from));

#[cfg(not(target_arch = "wasm32"))]
thread_local! {
    /// Whether every core has work of its own, so that another thread would only be in the way.
    static BUSY: Cell<bool> = const { Cell::new(false) };
}

/// How many threads may work on so many things.
#[cfg(not(target_arch = "wasm32"))]
fn threads(things: usize) -> usize {
    if BUSY.get() { 1 } else { things.min(*CORES) }
}

/// How many rows, or other small things, are worth a thread of their own.
pub(crate) const PART: usize = 1000;

/// What `work` makes of many small things, one after another: it is given them in parts, in their order.
pub(crate) fn parts<'t, T: Sync, R: Send>(items: &'t [T], work: impl Fn(&'t [T]) -> Vec<R> + Sync) -> Vec<Vec<R>> {
    let parts: Vec<&[T]> = items.chunks(PART).collect();
    map(&parts, |part| work(part))
}

/// The same, added to `all`. This thread begins at the front and adds what it makes itself; others begin at the end.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn in_parts<'t, T: Sync, R: Send>(
    items: &'t [T],
    all: &mut Vec<R>,
    work: impl Fn(&'t [T], &mut Vec<R>) + Sync,
) {
    use std::sync::{Mutex, PoisonError};

    let parts = items.chunks(PART).enumerate();
    let others = threads(parts.len()).saturating_sub(1);
    let left = Mutex::new(parts);
    let left = || left.lock().unwrap_or_else(PoisonError::into_inner);
    let from_end = || {
        let mut done: Vec<(usize, Vec<R>)> = Vec::new();
        while let Some((place, part)) = { left().next_back() } {
            let mut made = Vec::new();
            work(part, &mut made);
            done.push((place, made));
        }
        done
    };
    let mut rest: Vec<(usize, Vec<R>)> = std::thread::scope(|scope| {
        let others: Vec<_> = (0..others).map(|_| scope.spawn(from_end)).collect();
        while let Some((_, part)) = { left().next() } {
            work(part, all);
        }
        others.into_iter().flat_map(joined).collect()
    });
    rest.sort_unstable_by_key(|(place, _)| *place);
    all.reserve(rest.iter().map(|(_, made)| made.len()).sum());
    rest.iter_mut().for_each(|(_, made)| all.append(made));
}

/// The same, added to `all`.
#[cfg(target_arch = "wasm32")]
pub(crate) fn in_parts<'t, T, R>(items: &'t [T], all: &mut Vec<R>, work: impl Fn(&'t [T], &mut Vec<R>)) {
    work(items, all);
}

/// What a thread made; what stopped it stops the whole, as it would on one.
#[cfg(not(target_arch = "wasm32"))]
fn joined<R>(thread: ScopedJoinHandle<'_, R>) -> R {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// What `work` makes of each item, in their order.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    use std::sync::atomic::{AtomicUsize, Ordering};

    let next = AtomicUsize::new(0);
    let busy = BUSY.get() || items.len() >= *CORES;
    let take = || {
        let before = BUSY.replace(busy);
        let places = std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
        let mut done: Vec<(usize, R)> = Vec::new();
        for place in places {
            match items.get(place) {
                Some(item) => done.push((place, work(item))),
                None => break,
            }
        }
        BUSY.set(before);
        done
    };
    let mut done = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads(items.len())).map(|_| scope.spawn(take)).collect();
        let mut done = take();
        done.extend(others.into_iter().flat_map(joined));
        done
    });
    done.sort_unstable_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, made)| made).collect()
}

/// Gives `take` what is made, in its order, while more is being made; ends with the first error.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn pipe<T: Send, E: Send>(
    mut made: impl Iterator<Item = T>,
    mut take: impl FnMut(T) -> Result<(), E> + Send,
) -> Result<(), E> {
    const SOON_DONE: usize = 2;
    // No more than this waits to be taken.
    const WAITING: usize = 4;
    // What is soon done is not worth a thread.
    made.by_ref().take(SOON_DONE).try_for_each(&mut take)?;
    let Some(first) = made.next() else { return Ok(()) };
    if threads(2) < 2 {
        return std::iter::once(first).chain(made).try_for_each(take);
    }
    std::thread::scope(|scope| {
        let (sender, receiver) = std::sync::mpsc::sync_channel(WAITING);
        let taken = scope.spawn(move || receiver.into_iter().try_for_each(take));
        // Who takes no more has met an error.
        let _ = std::iter::once(first).chain(made).try_for_each(|item| sender.send(item));
        drop(sender);
        joined(taken)
    })
}

/// Gives `take` what is made, in its order; ends with the first error.
#[cfg(target_arch = "wasm32")]
pub(crate) fn pipe<T, E>(mut made: impl Iterator<Item = T>, take: impl FnMut(T) -> Result<(), E>) -> Result<(), E> {
    made.try_for_each(take)
}

/// Gives `take` what `make` hands over, in its order, while more is being made.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn hand_over<T: Send, R>(make: impl FnOnce(&mut dyn FnMut(T)) -> R, mut take: impl FnMut(T) + Send) -> R {
    // No more than this waits to be taken: enough that two of much the same speed seldom wait for one another.
    const WAITING: usize = 16;
    if threads(2) < 2 {
        return make(&mut take);
    }
    std::thread::scope(|scope| {
        let (sender, receiver) = std::sync::mpsc::sync_channel(WAITING);
        let taken = scope.spawn(move || receiver.into_iter().for_each(take));
        let made = make(&mut |item| {
            // Who takes no more has been stopped.
            let _ = sender.send(item);
        });
        drop(sender);
        joined(taken);
        made
    })
}

/// Gives `take` what `make` hands over, in its order.
#[cfg(target_arch = "wasm32")]
pub(crate) fn hand_over<T, R>(make: impl FnOnce(&mut dyn FnMut(T)) -> R, mut take: impl FnMut(T)) -> R {
    make(&mut take)
}

/// What two pieces of work make, at once.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn both<A, B: Send>(one: impl FnOnce() -> A, other: impl FnOnce() -> B + Send) -> (A, B) {
    if threads(2) < 2 {
        return (one(), other());
    }
    std::thread::scope(|scope| {
        let other = scope.spawn(other);
        let one = one();
        (one, joined(other))
    })
}

/// What two pieces of work make.
#[cfg(target_arch = "wasm32")]
pub(crate) fn both<A, B>(one: impl FnOnce() -> A, other: impl FnOnce() -> B) -> (A, B) {
    (one(), other())
}

/// What `work` makes of each item, in their order.
#[cfg(target_arch = "wasm32")]
pub(crate) fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    items.iter().map(work).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_stands_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        let made = map(&items, |item| item * 2);
        assert_eq!(made, items.iter().map(|item| item * 2).collect::<Vec<_>>());
        for count in [0, 1, PART, 5 * PART + 1] {
            let items: Vec<usize> = (0..count).collect();
            let mut all = vec![7];
            in_parts(&items, &mut all, |part, made| made.extend(part));
            assert_eq!(all, [&[7], items.as_slice()].concat());
        }
        assert!(map(&[] as &[u8], |item| *item).is_empty());
    }

    #[test]
    fn two_are_made_at_once() {
        assert_eq!(both(|| "one", || 2), ("one", 2));
    }

    #[test]
    #[should_panic(expected = "the seventh")]
    fn what_stops_one_stops_the_whole() {
        map(&[1, 7, 3], |item| assert!(*item != 7, "the seventh"));
    }
}
