// Which theme was chosen in this browser. Storage may be switched off: then the system's setting serves.
const key = 'emailconsole.theme';

export function load() {
  try { return localStorage.getItem(key); } catch { return null; }
}

export function save(choice) {
  try { localStorage.setItem(key, choice); } catch { /* not remembered */ }
}
