//! The rules against logs written as tables: the examples of their own pages, the corpus, and logs made up
//! at random.

mod corpus;
mod examples;
mod explained;
mod figures;
mod guidance;
mod own_procedure;
mod pages;
mod properties;
mod returned;
