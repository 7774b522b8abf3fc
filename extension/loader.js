// Runs in every page, so it is kept small: it decides whether the engine is loaded at all.
globalThis.postil
  .load()
  .then((engine) => engine.start(document.title))
  .catch((error) => console.error('Postil could not start:', error));
