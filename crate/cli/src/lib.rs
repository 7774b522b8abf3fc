//! The parts of the `postil` command, one module per subcommand, and what they share.

pub mod anchor;
pub mod export;
pub mod html;
pub mod input;
pub mod scan;
mod tables;
pub mod validate;
