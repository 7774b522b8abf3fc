//! Which mentions are one entity.

use super::{document::Document, gazetteer::Gazetteer, name::Name};
use crate::mark::{Entity, EntityMention, Mark, Reading};

/// Joins names to entities.
pub fn link(document: &Document<'_, '_>, _gazetteer: &Gazetteer<'_>, names: Vec<Name>) -> (Vec<Mark>, Vec<Entity>) {
    let mut entities: Vec<Entity> = Vec::new();
    let mut marks = Vec::with_capacity(names.len());
    for name in names {
        let span = name.span(document);
        let exact = span.of(document.text.text);
        let found = entities.iter().position(|e| e.entity_type == name.entity_type && e.name == exact);
        let entity = found.unwrap_or_else(|| {
            entities.push(Entity {
                entity_type: name.entity_type,
                name: exact.to_owned(),
                aliases: Vec::new(),
                mentions: Vec::new(),
                country: None,
                region: None,
            });
            entities.len() - 1
        });
        entities[entity].mentions.push(marks.len());
        let reading = Reading::Entity(EntityMention { entity_type: name.entity_type, entity });
        marks.push(Mark { span, score: name.score, reading });
    }
    (marks, entities)
}
