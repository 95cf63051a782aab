// Says while one types how strong a new password is by its length. Without it the rule stands there all the same.
for (const output of document.querySelectorAll('[data-strength-of]')) {
  const field = document.getElementById(output.dataset.strengthOf);
  const min = Number(output.dataset.min);
  const describe = (length) => {
    if (length === 0) return '';
    if (length < min) return `Too short: ${min - length} more.`;
    if (length < Number(output.dataset.good)) return 'Strength: acceptable. Longer is better.';
    return length < Number(output.dataset.strong) ? 'Strength: good.' : 'Strength: strong.';
  };
  field.addEventListener('input', () => { output.textContent = describe(field.value.length); });
}
