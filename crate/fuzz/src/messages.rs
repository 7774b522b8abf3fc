//! Any message, as it arrives at background and content script, and anything in the storage.

use postil_core::annotation::{Page, correction::Correction, index::Index, migrate, store};
use postil_webext::{
    job::Job,
    message::{ArticleHead, PageRequest, Request},
    note, own,
    settings::Settings,
};
use serde_json::{Value, from_value, to_value};

/// The bytes are JSON: what a message or a stored value looks like once the browser has carried it.
pub fn messages(data: &[u8]) {
    let Ok(value) = serde_json::from_slice::<Value>(data) else { return };
    if let Ok(request) = from_value::<Request>(value.clone()) {
        assert_eq!(travelled(&request).as_ref(), Some(&request));
        if let Request::Change { article, command } = request {
            change(&article, *command);
        }
    }
    if let Ok(request) = from_value::<own::Request>(value.clone()) {
        assert_eq!(travelled(&request).as_ref(), Some(&request));
        match request {
            own::Request::ChangeAll { changes } => {
                changes.into_iter().for_each(|one| change(&one.article, one.command))
            }
            own::Request::SetSettings { settings } => use_settings(&settings),
            _ => {}
        }
    }
    if let Ok(request) = from_value::<note::Request>(value.clone()) {
        assert_eq!(travelled(&request).as_ref(), Some(&request));
        let note::Request::Render { note } = request;
        drop(note::steps(&note));
    }
    if let Ok(request) = from_value::<PageRequest>(value.clone()) {
        assert_eq!(travelled(&request).as_ref(), Some(&request));
    }
    if let Ok(job) = from_value::<Job>(value.clone()) {
        assert_eq!(travelled(&job).as_ref(), Some(&job));
    }
    if let Ok(settings) = from_value::<Settings>(value.clone()) {
        use_settings(&settings);
    }
    let _ = from_value::<Correction>(value.clone());
    let _ = from_value::<Index>(value.clone());
    let _ = migrate::page(value);
}

/// What is sent arrives as it was.
fn travelled<T: serde::Serialize + serde::de::DeserializeOwned>(sent: &T) -> Option<T> {
    from_value(to_value(sent).ok()?).ok()
}

/// A change is made and taken back: then everything is as before.
fn change(article: &ArticleHead, command: store::Command) {
    let before = Page::new(&article.key, &article.url);
    let Ok(made) = store::apply(before.clone(), command.clone()) else { return };
    command.is_done(&made.page);
    let back = store::apply(made.page, made.inverse).expect("a change can be taken back");
    assert_eq!(back.page.annotations, before.annotations);
}

fn use_settings(settings: &Settings) {
    settings.preferences("en-GB", |_| None);
    settings.sites.is_on("news.example");
}
