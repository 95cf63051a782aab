// The connection to the server, and what is typed while it is away. Loaded before Blazor, so that its listeners come first.
(() => {
  const prefix = 'emailconsole.draft.';
  const longestDraft = 64000;
  const keptFor = 7 * 24 * 3600 * 1000;
  const silence = 5000;

  // Which run of the server made this page; by it a page that was let go of knows whether there was a restart
  const serverRun = (html) => /<meta name="server-run" content="([^"]+)"/.exec(html)?.[1];
  const loadedFrom = document.querySelector('meta[name=server-run]')?.content;

  const touched = new Set();
  const written = new WeakMap();
  const page = Math.random().toString(36); // this one, among the tabs that have the same form
  const submitted = new WeakMap();
  let circuit = ''; // as Blazor says it; empty: it stands
  let isOffline = false; // the browser says so, or nothing answers
  let isLeaving = false;
  let waitsSince = 0;

  const connection = () => circuit || (isOffline ? 'offline' : '');
  const forms = () => document.querySelectorAll('form[data-draft-key]');

  // Drafts: one for each form, tenant and person, without secrets. Only fields that are marked are read
  const storage = {
    get: (key) => {
      try {
        const text = localStorage.getItem(prefix + key);
        const kept = text && text.length <= longestDraft ? JSON.parse(text) : null;
        return kept && Date.now() - kept.at < keptFor && typeof kept.values === 'object' ? kept : null;
      } catch { return null; }
    },
    set: (key, kept) => {
      try {
        const text = JSON.stringify(kept);
        if (text.length <= longestDraft) localStorage.setItem(prefix + key, text);
      } catch { /* storage is switched off or full: the form works without */ }
    },
    drop: (key) => { try { localStorage.removeItem(prefix + key); } catch { /* as above */ } },
    sweep: () => {
      try {
        for (const key of Object.keys(localStorage)) {
          if (key.startsWith(prefix) && !storage.get(key.slice(prefix.length))) localStorage.removeItem(key);
        }
      } catch { /* as above */ }
    },
  };

  const oneLine = (text) => (text ?? '').replace(/[\r\n]/g, '');

  // What stands in a form: what the server knows, and over it what it was not told yet
  const read = (form) => {
    const values = JSON.parse(form.dataset.draftValues || '{}');
    const changed = new Set(JSON.parse(form.dataset.draftChanged || '[]'));
    const known = changed.size;
    let isAhead = false;
    for (const field of form.querySelectorAll('[data-draft-field]')) {
      if (field.value === oneLine(field.dataset.draftSent)) continue;
      isAhead = true;
      const name = field.dataset.draftField;
      const stored = oneLine(field.dataset.draftStored);
      if (field.value === stored) delete values[name];
      else values[name] = field.value;
      if (name === 'DisplayName') values.DisplayNameMode = 'Name';
      if (field.value.trim() === stored.trim()) changed.delete(name);
      else changed.add(name);
    }
    for (const secret of form.querySelectorAll('[data-draft-secret]')) {
      const name = secret.dataset.draftSecret;
      if (changed.has(name) === secret.value.length > 0) continue;
      isAhead = true;
      if (secret.value) changed.add(name);
      else changed.delete(name);
    }
    return { values, count: changed.size, known, isAhead };
  };

  const counted = (count) => (count === 0 ? '' : count === 1 ? '1 unsaved change' : `${count} unsaved changes`);

  const sync = (form) => {
    const { values, count, known } = read(form);
    const said = form.querySelector('.action-ahead');
    if (said) {
      const words = connection() ? ['Not connected', counted(count) && `${counted(count)}, kept in this browser`].filter(Boolean).join(' · ')
        : count === known ? '' : counted(count) || 'No unsaved changes';
      if (said.textContent !== words) said.textContent = words;
      form.toggleAttribute('data-ahead', words !== '');
    }
    const key = form.dataset.draftKey;
    if (!key) return;
    const offered = form.hasAttribute('data-draft-offered') ? storage.get(key) : null;
    // Only what changed in this page is written: another tab may have the same form, and the time told is that of the typing
    const json = JSON.stringify(values);
    const state = (offered ? 'beside ' : '') + json;
    if (state === (written.get(form) ?? '{}')) return;
    written.set(form, state);
    // Until it is answered an offer stays as it was; what is typed beside it is kept with it
    if (offered) storage.set(key, { ...offered, beside: values });
    else if (json !== '{}') storage.set(key, { at: Date.now(), page, base: form.dataset.draftBase ?? '', values });
    else if (storage.get(key)?.page === page) storage.drop(key);
  };

  const when = (at) => {
    const day = new Date(at);
    const time = { hour: '2-digit', minute: '2-digit' };
    return day.toDateString() === new Date().toDateString()
      ? day.toLocaleTimeString([], time) : day.toLocaleString([], { day: 'numeric', month: 'short', ...time });
  };

  window.emailConsole = {
    ...window.emailConsole,
    drafts: {
      find: (key) => {
        const kept = storage.get(key);
        return kept && { base: String(kept.base ?? ''), when: when(kept.at), values: { ...kept.values, ...kept.beside } };
      },
      drop: storage.drop,
    },
  };
  storage.sweep();

  // Blazor renders what the server knows into attributes, in one piece with the values of the fields
  new MutationObserver((changes) => {
    for (const form of new Set(changes.map((c) => c.target.closest('form[data-draft-key]')))) {
      if (form) sync(form);
    }
  }).observe(document.documentElement, {
    subtree: true,
    attributeFilter: ['data-draft-sent', 'data-draft-values', 'data-draft-changed', 'data-draft-offered', 'data-draft-submits'],
  });

  const show = () => {
    const state = connection();
    const notice = document.getElementById('components-reconnect-modal');
    if (notice) notice.dataset.state = state;
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
        field.dispatchEvent(new Event('input', { bubbles: true }));
        field.dispatchEvent(new Event('change', { bubbles: true }));
      }
    }
  };

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
      await new Promise((resolve) => setTimeout(resolve, 1000));
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
    const waits = !circuit && [...forms()].some((form) => read(form).isAhead || submitted.get(form) === form.dataset.draftSubmits);
    if (!waits) waitsSince = 0;
    else if (waitsSince === 0) waitsSince = Date.now();
    else if (Date.now() - waitsSince > silence) {
      waitsSince = Date.now();
      probe();
    }
  }, 1000);

  document.addEventListener('components-reconnect-state-changed', async (e) => {
    const state = e.detail?.state;
    if (!state) return;
    const wasAway = circuit !== '';
    circuit = state === 'hide' ? '' : state;
    const notice = document.getElementById('components-reconnect-modal');
    if (notice) notice.dataset.reason = '';
    show();
    if (circuit === '') {
      forms().forEach((form) => submitted.delete(form));
      waitsSince = 0;
      if (wasAway) readBack();
      return;
    }
    if (!notice || (state !== 'rejected' && state !== 'resume-failed')) return;
    const answer = await fetch(location.pathname, { cache: 'no-store' }).then((r) => r.text()).catch(() => '');
    const run = serverRun(answer);
    notice.dataset.reason = !run ? '' : run === loadedFrom ? 'forgotten' : 'restarted';
  }, true);

  const onReconnect = async (action) => {
    if (action === 'reload') {
      isLeaving = true;
      location.reload();
      return;
    }
    const connected = await Blazor.reconnect().catch(() => null);
    if (connected === false) {
      document.getElementById('components-reconnect-modal')
        ?.dispatchEvent(new CustomEvent('components-reconnect-state-changed', { detail: { state: 'rejected' } }));
    }
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
    const isLost = circuit === 'rejected' || circuit === 'resume-failed';
    if (e.type === 'click' && target?.closest(isLost ? 'button, summary, input[type=checkbox], input[type=radio]' : 'a, button, summary, input[type=checkbox], input[type=radio]')) {
      e.preventDefault();
    }
  };
  for (const type of ['click', 'dblclick', 'submit', 'input', 'change', 'keydown', 'keyup', 'focus', 'blur', 'focusin', 'focusout']) {
    window.addEventListener(type, listen, true);
  }

  window.addEventListener('beforeunload', (e) => {
    if (isLeaving) e.stopImmediatePropagation();
    else if ([...forms()].some((form) => read(form).count > 0)) e.preventDefault();
  });
})();
