//! One call and one answer a verb: (JSON, files) → (JSON, files).
//!
//! In: a verb, its request as JSON, and the bytes of files. Out: its answer as JSON, and the bytes of
//! files made. The program, the add-in and the page all speak to the engine through here. Requests are
//! read strictly: a key that is not known is refused.

mod deadlines;

pub use deadlines::deadlines;
