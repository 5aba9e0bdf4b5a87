//! Prints a procedure.
