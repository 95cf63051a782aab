// What Blazor cannot do by itself. Loaded on every interactive page.
window.emailConsole = {
  submit: (id) => document.getElementById(id).submit(),
  // A select shows a stand-in for its input, and that takes the focus
  focusField: (id) => {
    const element = document.getElementById(id);
    const field = element?.matches('input:not([type=hidden]), button') ? element
      : element?.querySelector('input') ?? element?.closest('.mud-select')?.querySelector('[tabindex]') ?? element;
    field?.focus();
    field?.scrollIntoView({ block: 'center' });
  },
};

// "/" leads to the page's search, as in many consoles
document.addEventListener('keydown', (e) => {
  if (e.key !== '/' || e.ctrlKey || e.metaKey || e.altKey) return;
  if (e.target.closest('input, textarea, select, [contenteditable=true]')) return;
  const search = document.querySelector('[data-search] input, input[data-search]');
  if (search) {
    e.preventDefault();
    search.focus();
  }
});

// The connection to the server. Typed text is in the page and survives a reconnect; after a restart of the server
// the page must be loaded anew.
document.addEventListener('components-reconnect-state-changed', (e) => {
  const state = e.detail?.state;
  const dialog = document.getElementById('components-reconnect-modal');
  if (dialog) dialog.dataset.state = state === 'hide' ? '' : state;
}, true);

document.addEventListener('click', async (e) => {
  const button = e.target.closest('[data-reconnect]');
  if (!button) return;
  if (button.dataset.reconnect === 'reload') {
    location.reload();
    return;
  }
  const connected = await Blazor.reconnect().catch(() => null);
  if (connected === false) location.reload();
});
