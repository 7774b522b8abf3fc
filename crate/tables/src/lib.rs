//! What the table maker and its tests share: corpora and the scorer.

pub mod corpus;
pub mod scoring;

/// Why a command failed, in words for the developer.
pub type Failure = Box<dyn std::error::Error>;
