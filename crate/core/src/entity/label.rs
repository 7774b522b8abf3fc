//! Labels: `O`, and for every type `B` (a name begins) and `I` (it goes on).

use crate::mark::EntityType;

/// How many labels there are.
pub const LABELS: usize = 1 + 2 * EntityType::ALL.len();

/// The label of a token outside of all names.
pub const OUTSIDE: usize = 0;

/// The label of a name's first token.
pub const fn begin(entity_type: EntityType) -> usize {
    1 + 2 * entity_type as usize
}

/// The label of a name's further tokens.
pub const fn inside(entity_type: EntityType) -> usize {
    2 + 2 * entity_type as usize
}

/// The type of a label; `None` for [`OUTSIDE`].
pub const fn type_of(label: usize) -> Option<EntityType> {
    if label == OUTSIDE || label >= LABELS { None } else { Some(EntityType::ALL[(label - 1) / 2]) }
}

/// Whether the label goes on a name.
pub const fn is_inside(label: usize) -> bool {
    label != OUTSIDE && label.is_multiple_of(2)
}

/// Whether one label may follow another: a name goes on only as what it began.
pub const fn may_follow(before: usize, after: usize) -> bool {
    !is_inside(after) || before == after || before + 1 == after
}
