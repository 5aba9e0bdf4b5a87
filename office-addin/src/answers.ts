// What the engine is asked and answers: the types that `cargo xtask generate` makes from the Rust types.

import type { Failure as Said } from "../../pkg/types";

export type * from "../../pkg/types";

/** Why a call has no answer: the engine's own word, or that the call was stopped. */
export type Failure = Omit<Said, "code"> & { code: Said["code"] | "cancelled" };
