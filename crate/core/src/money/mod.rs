//! Sums of money: what the text says, in which currency, and what that was in the reader's.
