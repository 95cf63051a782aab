// Says while one types how strong a new password is, by the rules of the server: PasswordStrength.cs and KnownPasswords.cs, whose
// words and rows stand in the page. Without it the rule stands there all the same. What the server would refuse is not sent, so
// that nothing must be typed again.
const shortestRun = 3;
const ownCharacters = 5;
const masks = { '@': 'a', 4: 'a', 3: 'e', 1: 'i', '!': 'i', 0: 'o', $: 's', 5: 's', 7: 't', 8: 'b' };

// As the server does it: each character by itself, and none becomes two
const lower = (text) => text.split('').map((c) => (c.toLowerCase().length === 1 ? c.toLowerCase() : c)).join('');

const follows = (text, start, row, step) => {
  let at = row.indexOf(text[start]);
  let length = 0;
  while (at >= 0 && at < row.length && start + length < text.length && text[start + length] === row[at]) {
    at += step;
    length++;
  }
  return length;
};

const runAt = (text, start, rows) => {
  let longest = 1;
  while (text[start] !== '\0' && text[start + longest] === text[start]) longest++;
  return Math.max(longest, ...rows.flatMap((row) => [follows(text, start, row, 1), follows(text, start, row, -1)]));
};

const isWeak = (text, words, rows) => {
  const rest = words.reduce((left, word) => left.replaceAll(word, '\0'), text);
  const digits = [...rest.matchAll(/(?=(?:19|20)\d\d)/g)].map((found) => found.index);
  const plain = rest.split('').map((c, i) => (digits.some((start) => i >= start && i < start + 4) ? '\0' : c)).join('');
  const own = new Set();
  for (let i = 0; i < plain.length;) {
    const run = runAt(plain, i, rows);
    if (run < shortestRun) own.add(plain[i]);
    i += run < shortestRun ? 1 : run;
  }
  own.delete('\0');
  return own.size < ownCharacters;
};

export const isWellKnown = (password, username, knownWords, rows) => {
  const names = lower(username).split(/[@.\-_+]/).filter((part) => part.length >= shortestRun);
  const words = [...names, ...knownWords].sort((a, b) => b.length - a.length);
  const plain = lower(password);
  return isWeak(plain, words, rows) || isWeak(plain.replace(/[@431!0$578]/g, (c) => masks[c]), words, rows);
};

for (const output of document.querySelectorAll('[data-strength-of]')) {
  const { min, good, strong, known, strengthOf, username } = output.dataset;
  const field = document.getElementById(strengthOf);
  const name = document.getElementById(username);
  const words = output.dataset.words.split(' ');
  const rows = output.dataset.rows.split(' ');
  const find = (password) => {
    if (password.length < min) return `Too short: ${min - password.length} more.`;
    return isWellKnown(password, name.value, words, rows) ? known : '';
  };
  const describe = () => {
    const password = field.value;
    const problem = password ? find(password) : '';
    field.setCustomValidity(problem);
    if (problem || !password) output.textContent = problem;
    else if (password.length < good) output.textContent = 'Strength: acceptable. Longer is better.';
    else output.textContent = password.length < strong ? 'Strength: good.' : 'Strength: strong.';
  };
  field.addEventListener('input', describe);
  name.addEventListener('input', describe);
}

for (const field of document.querySelectorAll('[data-repeats]')) {
  const first = document.getElementById(field.dataset.repeats);
  const compare = () => field.setCustomValidity(field.value && field.value !== first.value ? field.dataset.differs : '');
  field.addEventListener('input', compare);
  first.addEventListener('input', compare);
}
