// What is typed and not saved, as the browser keeps it: over a lost connection, a lost server and a session that ended, without secrets.
// Only fields that are marked are read. Loaded before connection.js, which says when.
(() => {
  const prefix = 'emailconsole.draft.';
  const told = 'emailconsole.return';
  const longestDraft = 64000;
  const keptFor = 7 * 24 * 3600 * 1000;
  const returnsWithin = 10 * 60 * 1000;

  const written = new WeakMap();
  const page = Math.random().toString(36); // this one, among the tabs that have the same form
  let signsOut = ''; // whose drafts go with the session

  const forms = () => document.querySelectorAll('form[data-draft-key]');

  // One for each form, tenant and person
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
    sweep: (isOver) => {
      try {
        for (const key of Object.keys(localStorage)) {
          if (key.startsWith(prefix) && isOver(key.slice(prefix.length))) localStorage.removeItem(key);
        }
      } catch { /* as above */ }
    },
  };

  // What a page that was lost tells the one in its place, in this tab and to the same person: which secrets stood in its forms (never what
  // they are), and what else is gone
  const here = { path: location.pathname, person: document.querySelector('meta[name=person]')?.content };
  const returned = (() => {
    try {
      const said = JSON.parse(sessionStorage.getItem(told));
      sessionStorage.removeItem(told);
      return said?.path === here.path && said.person === here.person && Date.now() - said.at < returnsWithin ? said : null;
    } catch { return null; }
  })();

  const oneLine = (text) => (text ?? '').replace(/[\r\n]/g, '');

  // What stands in a form: what the server knows, and over it what it was not told yet
  const read = (form) => {
    const values = JSON.parse(form.dataset.draftValues || '{}');
    const changed = new Set(JSON.parse(form.dataset.draftChanged || '[]'));
    const known = changed.size;
    const ahead = [];
    for (const field of form.querySelectorAll('[data-draft-field]')) {
      if (field.value === oneLine(field.dataset.draftSent)) continue;
      ahead.push(field);
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
      ahead.push(secret);
      if (secret.value) changed.add(name);
      else changed.delete(name);
    }
    return { values, count: changed.size, known, ahead };
  };

  const counted = (count) => (count === 0 ? '' : count === 1 ? '1 unsaved change' : `${count} unsaved changes`);

  const sync = (form) => {
    const { values, count, known } = read(form);
    const said = form.querySelector('.action-ahead');
    if (said) {
      const isAway = document.documentElement.dataset.connection;
      const words = isAway ? ['Not connected', counted(count) && `${counted(count)}, kept in this browser`].filter(Boolean).join(' · ')
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

  const nameOf = (field) => {
    const dialog = field.closest('[role=dialog]');
    return (dialog ? dialog.querySelector('.mud-dialog-title, h2') : field.labels?.[0])?.textContent.trim();
  };

  // What was looked for in a list stands beside its address
  const isGone = (field) => field.isConnected && field.value && !field.closest('form[data-draft-key], [data-search]');

  // Before the page is loaded again in the place of one that is lost
  const leave = (touched) => {
    const secrets = {};
    const lost = new Set([...touched].filter(isGone).map(nameOf));
    for (const form of forms()) {
      sync(form);
      const key = form.dataset.draftKey;
      secrets[key] = [...form.querySelectorAll('[data-draft-secret]')].filter((field) => field.value).map((field) => field.dataset.draftSecret);
      if (Object.keys(read(form).values).length > 0 && !storage.get(key)) lost.add(form.getAttribute('aria-label'));
    }
    try {
      sessionStorage.setItem(told, JSON.stringify({ ...here, at: Date.now(), secrets, lost: [...lost].filter(Boolean) }));
    } catch { /* it comes back without a word, and offers its drafts */ }
  };

  window.emailConsole = {
    ...window.emailConsole,
    drafts: {
      forms, read, sync, leave, returned,
      find: (key) => {
        const kept = storage.get(key);
        const secrets = returned?.secrets[key];
        delete returned?.secrets[key];
        return kept ? { base: String(kept.base ?? ''), when: when(kept.at), values: { ...kept.values, ...kept.beside }, secrets } : secrets && { secrets };
      },
      drop: storage.drop,
      // They go with the page: leaving it can still be declined
      signOut: (account) => {
        signsOut = account;
        document.getElementById('sign-out').submit();
      },
    },
  };
  storage.sweep((key) => !storage.get(key));
  document.addEventListener('click', () => { signsOut = ''; }, true);
  window.addEventListener('pagehide', () => {
    if (signsOut) storage.sweep((key) => key.endsWith(`.${signsOut}`));
  });

  // Blazor renders what the server knows into attributes, in one piece with the values of the fields
  new MutationObserver((changes) => {
    for (const form of new Set(changes.map((c) => c.target.closest('form[data-draft-key]')))) {
      if (form) sync(form);
    }
  }).observe(document.documentElement, {
    subtree: true,
    attributeFilter: ['data-draft-sent', 'data-draft-values', 'data-draft-changed', 'data-draft-offered', 'data-draft-submits'],
  });
})();
