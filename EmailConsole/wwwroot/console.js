// What Blazor cannot do by itself. Loaded with every interactive page, never later: a module that is fetched while the network is away
// would end the circuit.
window.emailConsole = {
  // A select shows a stand-in for its input, and that takes the focus
  focusField: (id) => {
    const element = document.getElementById(id);
    const field = element?.matches('input:not([type=hidden]), button') ? element
      : element?.querySelector('input') ?? element?.closest('.mud-select')?.querySelector('[tabindex]') ?? element;
    field?.focus();
    field?.scrollIntoView({ block: 'center' });
  },
  // Into sight, where it is not, without the focus
  showField: (id) => document.getElementById(id)?.scrollIntoView({ block: 'nearest' }),
  // A card of a list, with the focus, and in sight
  focusEntry: (id) => {
    const element = document.getElementById(id);
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: 'nearest' });
  },
  // What was looked for in a list stands beside its address, never in it
  historyText: () => {
    const text = history.state?.userState;
    return typeof text === 'string' && text.length <= 600 ? text : null;
  },
  // Here, because a secret never comes back from the server; InvisibleCharacters.cs finds the same
  takeOutInvisible: (id) => {
    const field = document.getElementById(id);
    if (!field) return;
    field.value = field.value.replace(/(?! )[\p{Cf}\p{Zs}\u034F\u115F\u1160\u2800\u3164\uFFA0\uFE00-\uFE0F]/gu, '').replace(/^[ \t]+|[ \t]+$/g, '');
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.focus();
  },
  // Which theme was chosen in this browser. Storage may be switched off: then the system's setting serves
  theme: {
    load: () => { try { return localStorage.getItem('emailconsole.theme'); } catch { return null; } },
    save: (choice) => { try { localStorage.setItem('emailconsole.theme', choice); } catch { /* not remembered */ } },
  },
  // The tenant that a super administrator acts in, for this tab. Storage may be refused: then each page of no tenant's begins with their own
  actingIn: {
    find: () => { try { return sessionStorage.getItem('acting-in'); } catch { return null; } },
    keep: (domain) => { try { sessionStorage.setItem('acting-in', domain); } catch { /* not remembered */ } },
  },
  // Over plain http (any host but localhost) browsers offer no clipboard, so the older way stands in: a hidden field, selected and copied
  copy: (text) => (navigator.clipboard?.writeText(text) ?? Promise.reject()).then(() => true, () => {
    const before = document.activeElement;
    const field = document.createElement('textarea');
    field.value = text;
    field.style.cssText = 'position:fixed;top:0;left:0;opacity:0';
    document.body.append(field);
    field.select();
    try {
      return document.execCommand('copy');
    } finally {
      field.remove();
      before?.focus();
    }
  }),
};

// Ctrl+K leads anywhere
document.addEventListener('keydown', (e) => {
  if (e.key?.toLowerCase() !== 'k' || e.altKey || e.shiftKey || e.ctrlKey === e.metaKey) return;
  const palette = document.querySelector('[data-palette]');
  if (!palette) return;
  e.preventDefault();
  // Not beside a dialog that is open already
  if (!document.querySelector('.mud-dialog')) palette.click();
});

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

// Only the browser knows its time zone: the exact time on hover is the local one, with UTC beside it
document.addEventListener('mouseover', (e) => {
  const time = e.target.closest?.('time[datetime]');
  const at = time && new Date(time.getAttribute('datetime'));
  if (!at || Number.isNaN(at.getTime())) return;
  const local = at.toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'long' });
  const utc = at.toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'medium', timeZone: 'UTC' });
  time.title = `${local} (${utc} UTC)`;
});

// What is dragged by its handle to another row: the browser has to be told that it may be let go there, and shows where
(() => {
  const rowOf = (e) => e.target.closest?.('[data-route-row]');
  let dragged = null;
  const mark = (row) => {
    document.querySelectorAll('[data-over]').forEach((other) => { if (other !== row) delete other.dataset.over; });
    if (row && row !== dragged) row.dataset.over = row.compareDocumentPosition(dragged) & Node.DOCUMENT_POSITION_PRECEDING ? 'after' : 'before';
  };
  document.addEventListener('dragstart', (e) => {
    if (!e.target.matches?.('[data-drag]')) return;
    dragged = rowOf(e);
    e.dataTransfer.effectAllowed = 'move';
    e.dataTransfer.setData('text/plain', ''); // without any, Firefox does not begin
    e.dataTransfer.setDragImage(dragged, 16, 16);
  });
  document.addEventListener('dragover', (e) => {
    const row = dragged && rowOf(e);
    mark(row);
    if (row) e.preventDefault();
  });
  document.addEventListener('drop', (e) => { if (dragged && rowOf(e)) e.preventDefault(); });
  document.addEventListener('dragend', () => {
    dragged = null;
    mark(null);
  });
})();

// A page that grows under what is pressed, since what a field was left with is answered only then or figures come after a list, must not take the
// press away: it belongs to what was pressed, unless the pointer is moved off it
(() => {
  const pressable = 'a[href], button:not([draggable=true]), summary, [role=option], tr.opens';
  const slack = 10; // hands tremble
  let from = null;
  document.addEventListener('pointerdown', (e) => {
    const pressed = e.pointerType === 'mouse' && e.button === 0 && e.target.closest(pressable);
    from = pressed ? { x: e.clientX, y: e.clientY } : null;
    if (pressed) pressed.setPointerCapture(e.pointerId);
  }, true);
  document.addEventListener('pointermove', (e) => {
    if (!from || Math.hypot(e.clientX - from.x, e.clientY - from.y) <= slack) return;
    from = null;
    if (e.target.hasPointerCapture?.(e.pointerId)) e.target.releasePointerCapture(e.pointerId);
  }, true);
})();
