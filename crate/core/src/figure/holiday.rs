//! holiday
