//! Names: who and what an article speaks of, and which mentions are one entity.
//!
//! [`Recognizer::read`] is the entry that [`crate::scan`] calls. Behind it, in the order of the data:
//!
//! - `gazetteer` and `model` read the two tables in place;
//! - `document` looks at the article: distinct words, which tokens may be part of a name at all, what
//!   the gazetteer finds, how each word is written elsewhere, acronyms beside their expansions;
//! - `feature` turns a token into hashes, which the trainer in `postil-tables` shares;
//! - `lattice` finds the likeliest labels and their probabilities, `decode` runs it twice, with
//!   `memory` of the first pass in between;
//! - `name` turns labels into spans: the name alone, without title, article and possessive; `nameless` tells
//!   what names nothing, `extent` where a name goes on;
//! - `rule` and `weapon` add what lists and patterns know better than the training corpora,
//!   `repeat` what the model found once and missed elsewhere;
//! - `own` puts the reader's list before all;
//! - `form` and `link` join mentions to entities, `vote` gives each one type, `place` says where it is.

pub mod decode;
pub mod document;
pub mod extent;
pub mod feature;
pub mod form;
pub mod gazetteer;
pub mod hash;
pub mod label;
pub mod lattice;
pub mod link;
pub mod memory;
pub mod model;
pub mod name;
pub mod nameless;
pub mod own;
pub mod place;
pub mod repeat;
pub mod rule;
pub mod vote;
pub mod weapon;
pub mod word;

pub use hash::fold;
pub use own::OwnName;

use crate::{
    mark::{Entity, Mark},
    pause::{Never, Pause, at_once, step},
    table::TableError,
    text::TokenizedText,
};
use gazetteer::Gazetteer;
use model::Model;

/// Reads names with a gazetteer and a trained model, both read in place.
#[derive(Clone, Debug)]
pub struct Recognizer<'t> {
    gazetteer: Gazetteer<'t>,
    model: Model<'t>,
}

impl<'t> Recognizer<'t> {
    /// Opens the two tables. Nothing but a few numbers is copied.
    ///
    /// # Errors
    /// What is wrong with either table, see [`TableError`].
    pub fn new(gazetteer: &'t [u8], model: &'t [u8]) -> Result<Self, TableError> {
        at_once(Self::open_in_slices(gazetteer, model, &Never))
    }

    /// As [`Recognizer::new`], with pauses.
    ///
    /// # Errors
    /// As [`Recognizer::new`].
    pub async fn open_in_slices<P: Pause>(gazetteer: &'t [u8], model: &'t [u8], pause: &P) -> Result<Self, TableError> {
        let gazetteer = Gazetteer::open_in_slices(gazetteer, pause).await?;
        Ok(Recognizer { gazetteer, model: Model::open_in_slices(model, pause).await? })
    }

    /// The entity marks of a text in order, and the entities they mention. `Entity::mentions` and
    /// `EntityMention::entity` index the two returned lists.
    pub fn read(&self, text: &TokenizedText<'_>) -> (Vec<Mark>, Vec<Entity>) {
        self.read_with(text, &[])
    }

    /// As [`Recognizer::read`], with the reader's own names before all others.
    pub fn read_with(&self, text: &TokenizedText<'_>, own: &[OwnName]) -> (Vec<Mark>, Vec<Entity>) {
        at_once(self.read_in_slices(text, own, &Never))
    }

    /// As [`Recognizer::read_with`], with pauses.
    pub async fn read_in_slices<P: Pause>(
        &self,
        text: &TokenizedText<'_>,
        own: &[OwnName],
        pause: &P,
    ) -> (Vec<Mark>, Vec<Entity>) {
        let document = document::Document::read(text, &self.gazetteer, pause).await;
        let decoded = decode::decode(&document, &self.model, pause).await;
        let mut names = step(|| name::names(&document, &decoded, &self.model));
        pause.pause().await;
        step(|| extent::lengthen(&document, &mut names));
        step(|| rule::apply(&document, &mut names));
        pause.pause().await;
        step(|| weapon::weapons(&document, &mut names));
        pause.pause().await;
        step(|| repeat::add_repeats(&document, &mut names));
        pause.pause().await;
        step(|| own::apply(&document, own, &mut names));
        pause.pause().await;
        step(|| link::link(&document, &self.gazetteer, names))
    }
}
