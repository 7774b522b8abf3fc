//! relative_date
