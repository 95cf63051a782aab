// The connection to the server: whether it stands, and what the page does meanwhile. Loaded before Blazor, so that its listeners come first.
(() => {
  const silence = 5000;
  const betweenReturns = 10000;
  const untilDrawn = 10000; // later what the server draws is newer than what was typed

  const { forms, read, sync, leave, returned } = emailConsole.drafts;
  const touched = new Set();
  const typed = new Map(); // while the connection is away, until the server has it; what is drawn in between must not take it
  const submitted = new WeakMap();
  let circuit = ''; // as Blazor says it; empty: it stands
  let isOffline = false; // the browser says so, or nothing answers
  let isLeaving = false;
  let lost = returned?.lost ?? [];
  let waitsSince = 0;

  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const connection = () => circuit || (isOffline ? 'offline' : '');

  const show = () => {
    const state = connection();
    for (const form of state ? forms() : []) read(form).ahead.forEach((field) => typed.set(field, field.value));
    const notice = document.getElementById('components-reconnect-modal');
    if (notice) notice.dataset.state = state || (lost.length ? 'returned' : '');
    if (state) document.documentElement.dataset.connection = state;
    else delete document.documentElement.dataset.connection;
    for (const button of document.querySelectorAll('button[type=submit]')) {
      if (state && !button.disabled) {
        button.disabled = true;
        button.dataset.away = button.title;
        button.title = 'Not connected';
      } else if (!state && button.dataset.away !== undefined) {
        button.disabled = false;
        button.title = button.dataset.away;
        delete button.dataset.away;
      }
    }
    forms().forEach(sync);
  };

  // Into the models on the server goes what they were not told: nothing says which of the last events arrived
  const readBack = () => {
    for (const field of touched) {
      if (!field.isConnected) touched.delete(field);
      else if (field.type === 'checkbox' || (field.type === 'radio' && field.checked)) field.dispatchEvent(new Event('change', { bubbles: true }));
      else if (field.type !== 'radio' && field.type !== 'file') {
        if (typed.has(field)) field.value = typed.get(field);
        field.dispatchEvent(new Event('input', { bubbles: true }));
        field.dispatchEvent(new Event('change', { bubbles: true }));
        if (field.dataset.draftSent === undefined) typed.delete(field); // nobody says when the server has it
      }
    }
    setTimeout(() => { if (!connection()) typed.clear(); }, untilDrawn);
  };

  // What the server drew before it was told may come after that; it does not draw again what it takes for shown
  new MutationObserver((changes) => {
    for (const { target: field } of changes) {
      if (!typed.has(field) || field.dataset.draftSent !== typed.get(field) || connection()) continue;
      if (field.value !== typed.get(field)) field.value = typed.get(field);
      typed.delete(field);
      sync(field.closest('form[data-draft-key]'));
    }
  }).observe(document.documentElement, { subtree: true, attributeFilter: ['data-draft-sent'] });

  const answers = () => fetch('favicon.svg', { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(3000) }).then(() => true, () => false);

  // A computer without a network still reaches a console that runs on it
  let isProbing = false;
  const probe = async () => {
    if (isProbing) return;
    isProbing = true;
    while (!await answers()) {
      if (!isOffline) {
        isOffline = true;
        show();
      }
      await pause(1000);
    }
    isProbing = false;
    if (!isOffline) return;
    isOffline = false;
    show();
    if (!circuit) readBack();
  };

  window.addEventListener('offline', () => {
    isOffline = true;
    show();
    probe();
  });
  window.addEventListener('online', probe);

  // A connection that is gone without a word is found out by what the server does not answer
  setInterval(() => {
    const waits = !circuit && [...forms()].some((form) => read(form).ahead.length > 0 || submitted.get(form) === form.dataset.draftSubmits);
    if (!waits) waitsSince = 0;
    else if (waitsSince === 0) waitsSince = Date.now();
    else if (Date.now() - waitsSince > silence) {
      waitsSince = Date.now();
      probe();
    }
  }, 1000);

  // Its server is gone, or has let go of it: whichever answers makes the page anew. One that is lost again and again is not loaded without end
  const comeBack = async () => {
    await pause(returned ? returned.at + betweenReturns - Date.now() : 0);
    while (!await fetch(location.pathname, { cache: 'no-store', signal: AbortSignal.timeout(5000) }).then((r) => r.status < 500, () => false)) await pause(1000);
    leave(touched);
    isLeaving = true;
    location.reload();
  };

  const isLost = (state) => state === 'rejected' || state === 'once';

  document.addEventListener('components-reconnect-state-changed', (e) => {
    const state = e.detail?.state;
    if (!state) return;
    const wasAway = circuit !== '';
    const isRefused = state === 'rejected' || state === 'resume-failed';
    if (isRefused && isLost(circuit)) return;
    circuit = state === 'hide' ? '' : !isRefused ? state : document.querySelector('[data-once]') ? 'once' : 'rejected';
    show();
    if (circuit === 'rejected') comeBack();
    if (circuit !== '') return;
    forms().forEach((form) => submitted.delete(form));
    waitsSince = 0;
    if (wasAway) readBack();
  }, true);

  const onReconnect = (action) => {
    if (action === 'close') {
      lost = [];
      show();
      return;
    }
    leave(touched);
    isLeaving = true;
    location.reload();
  };

  // Before Blazor hears of it: without its circuit an event leads to an error at best, and a form is submitted by the browser
  const listen = (e) => {
    const target = e.target instanceof Element ? e.target : null;
    const button = e.type === 'click' && target?.closest('[data-reconnect]');
    if (button) {
      e.preventDefault();
      e.stopPropagation();
      onReconnect(button.dataset.reconnect);
      return;
    }
    if ((e.type === 'input' || e.type === 'change') && target?.matches('input, textarea, select')) {
      touched.add(target);
      if (connection()) typed.set(target, target.value);
      else if (e.isTrusted) typed.delete(target);
      const form = target.closest('form[data-draft-key]');
      if (form) sync(form);
    }
    if (e.type === 'submit') {
      e.preventDefault();
      if (connection()) e.stopPropagation();
      else submitted.set(target, target.dataset.draftSubmits ?? null);
      return;
    }
    if (!circuit) return;
    e.stopPropagation();
    if (e.type === 'click' && target?.closest(isLost(circuit) ? 'button, summary, input[type=checkbox], input[type=radio]' : 'a, button, summary, input[type=checkbox], input[type=radio]')) {
      e.preventDefault();
    }
  };
  for (const type of ['click', 'dblclick', 'submit', 'input', 'change', 'keydown', 'keyup', 'focus', 'blur', 'focusin', 'focusout']) {
    window.addEventListener(type, listen, true);
  }

  if (lost.length) {
    document.querySelector('[data-lost]').textContent = lost.join(', ');
    show();
  }

  window.addEventListener('beforeunload', (e) => {
    if (isLeaving) e.stopImmediatePropagation();
    else if ([...forms()].some((form) => read(form).count > 0)) e.preventDefault();
  });
})();
