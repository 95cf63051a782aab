// Focus and Escape in dialogs and panels, as WAI-ARIA's dialog pattern has it: the focus goes to the first field of one that opens and
// comes back to what opened it; it stays inside where what had it is gone; Escape closes a form, after a word where something would be lost.
(() => {
  const dialog = '[role=dialog], [role=alertdialog]';
  const fields = 'input:not([type=hidden], [disabled], [readonly]), textarea:not([disabled], [readonly])';
  const openers = new Map();
  const touched = new WeakSet();
  let last = null;
  let lastRoot = null;

  const isSeen = (element) => element.isConnected && element.getClientRects().length > 0;
  // A select shows a stand-in for its input, and that takes the focus
  const reach = (field) => (isSeen(field) ? field : field.closest('.mud-select')?.querySelector('[tabindex]'));
  const first = (root) => root.querySelector('[data-first]')
    ?? [...root.querySelectorAll(fields)].map(reach).find((field) => field && isSeen(field))
    ?? root.querySelector('h2[tabindex]')
    ?? root.querySelector('.mud-dialog-actions button:not([disabled]), button:not([disabled])');

  const opened = (root) => {
    openers.set(root, last);
    if (!root.contains(document.activeElement)) first(root)?.focus();
  };

  const closed = (root) => {
    const opener = openers.get(root);
    openers.delete(root);
    // Where somebody else has moved the focus it stays
    setTimeout(() => {
      if (document.activeElement && document.activeElement !== document.body) return;
      const open = [...document.querySelectorAll(dialog)].filter(isSeen).at(-1);
      if (opener && isSeen(opener) && (!open || open.contains(opener))) opener.focus();
      else if (open) first(open)?.focus();
      else document.querySelector('h1[tabindex]')?.focus();
    });
  };

  // A menu takes the focus however it was opened: Escape and the arrows are its items' to answer
  const enter = (menu) => menu?.querySelector('[role=menuitem]')?.focus({ preventScroll: true });
  const menuOpened = (menu) => {
    const button = document.activeElement;
    if (button === document.body || button.matches('h1') || button.closest('.mud-menu')) enter(menu);
  };

  const menus = new WeakSet();
  new MutationObserver((changes) => {
    for (const root of [...openers.keys()]) if (!root.isConnected) closed(root);
    if (!changes.some((change) => change.addedNodes.length)) return;
    for (const root of document.querySelectorAll(dialog)) if (!openers.has(root)) opened(root);
    for (const menu of document.querySelectorAll('.mud-popover-provider [role=menu]')) {
      if (menus.has(menu)) continue;
      menus.add(menu);
      menuOpened(menu);
    }
    if (document.activeElement === document.body && lastRoot && isSeen(lastRoot) && !isSeen(last)) first(lastRoot)?.focus();
  }).observe(document.body, { childList: true, subtree: true });

  document.addEventListener('focusin', (e) => {
    // A menu is gone when what it opened closes: its button is not
    if (e.target.closest('.mud-popover-provider')) return;
    // The heading of a page that is drawn late asks for the focus too, but opens nothing, and takes none from a menu
    if (e.target.matches('h1')) {
      enter(document.querySelector('.mud-popover-open [role=menu]'));
    } else {
      last = e.target;
      lastRoot = last.closest(dialog);
    }
    // A menu that closes gives the focus to its button, also while the dialog that it opened is there
    const modal = [...openers.keys()].filter((root) => root.matches('.mud-dialog, .mud-dialog-container, [aria-modal=true]') && isSeen(root)).at(-1);
    if (!modal || e.target.closest('.mud-dialog-container, .mud-dialog')) return;
    if (e.target.closest('.mud-menu')) openers.set(modal, e.target);
    first(modal)?.focus();
  });

  const formOf = (element) => element.closest(dialog)?.querySelector('form.dialog-form');
  for (const kind of ['input', 'change', 'submit']) {
    document.addEventListener(kind, (e) => {
      const form = formOf(e.target);
      if (!form) return;
      touched.add(form);
      const loss = form.querySelector('[data-loss]');
      if (loss) loss.hidden = true;
    }, true);
  }

  document.addEventListener('keydown', (e) => {
    if (e.key !== 'Escape' || e.isComposing) return;
    const root = [...document.querySelectorAll(dialog)].filter(isSeen).at(-1);
    // A list that is open closes first; not the menu that has opened this dialog and is not gone yet
    const isBehind = (list) => root?.contains(e.target) && !root.contains(document.getElementById(list.id.replace('popovercontent-', 'popover-')));
    if (![...document.querySelectorAll('.mud-popover-open')].every(isBehind)) return;
    const form = root?.querySelector('form.dialog-form');
    const loss = form?.querySelector('[data-loss]');
    if (loss?.hidden && touched.has(form)) {
      loss.hidden = false;
      loss.scrollIntoView({ block: 'nearest' });
    } else {
      root?.querySelector('[data-escape]')?.click();
    }
  });

  window.consoleDialogs = {
    // Where the focus is still in a field it is asked to be mended itself
    focusProblem: (id) => {
      const form = document.getElementById(id);
      const problem = form && [...form.querySelectorAll('[aria-invalid=true]')].map(reach).find(Boolean);
      if (problem) problem.focus();
      else if (form && document.activeElement === document.body) first(form)?.focus();
    },
  };
})();
