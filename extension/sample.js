// The sample article. Content scripts do not run in pages of the extension, so this one loads them itself: those that the
// manifest names for this browser, in their order.
document.querySelector('#note').textContent = chrome.i18n.getMessage('sample_note');

for (const file of chrome.runtime.getManifest().content_scripts[0].js) {
  const script = document.createElement('script');
  script.src = file;
  script.async = false;
  document.head.append(script);
}
