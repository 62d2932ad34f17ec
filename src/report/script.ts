/** The page's only script: it filters the issues as people type. Everything is there without it. */
export const SCRIPT = `
const form = document.querySelector('form.filter');
if (form) {
  const box = form.querySelector('input');
  const status = form.querySelector('[role=status]');
  const issues = [...document.querySelectorAll('#issues .issue')].map((node) => [node, node.textContent.toLowerCase()]);
  form.hidden = false;
  form.addEventListener('submit', (event) => event.preventDefault());
  box.addEventListener('input', () => {
    const words = box.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const [node, text] of issues) {
      node.hidden = !words.every((word) => text.includes(word));
      if (!node.hidden) shown += 1;
    }
    for (const group of document.querySelectorAll('.severity')) group.hidden = !group.querySelector('.issue:not([hidden])');
    status.textContent = words.length ? shown + ' of ' + issues.length + ' shown' : '';
  });
}
`;
