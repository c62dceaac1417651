// Colours and line numbers for the source excerpts that the writer put into the page.
import hljs from 'highlight.js/lib/core';
import cpp from 'highlight.js/lib/languages/cpp';

hljs.registerLanguage('cpp', cpp);

// One line at a time, so that each can be numbered; a comment or string over several lines loses its colour, no more.
function highlight(pre) {
  const code = pre.querySelector('code');
  const first = Number(pre.dataset.first);
  const lines = code.textContent.replace(/\n$/, '').split('\n');
  code.replaceChildren(
    ...lines.map((text, index) => {
      const line = document.createElement('span');
      line.className = first + index === Number(pre.dataset.line) ? 'line here' : 'line';
      line.dataset.number = String(first + index);
      // hljs escapes the text that it wraps.
      line.innerHTML = hljs.highlight(text, { language: 'cpp' }).value + '\n';
      return line;
    }),
  );
}

export function highlightSources(root) {
  for (const details of root.querySelectorAll('details.source'))
    details.addEventListener('toggle', () => highlight(details.querySelector('pre')), { once: true });
}
