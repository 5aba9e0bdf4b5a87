// What the engine is asked and answers: the types that `cargo xtask generate` makes from the Rust types.

import type { Failure as Said } from "../../pkg/types";

export type * from "../../pkg/types";

/** Why something was not done, or not wholly: the engine's own word, that the call was stopped, that Excel can't do it,
 * or not yet, or that it could not go on once something was written. */
export type Failure = Omit<Said, "code"> & { code: Said["code"] | "cancelled" | "excel-refused" | "cell-edited" | "written-in-part" };
