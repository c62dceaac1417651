// Search over all tables, a filter for what matters, the raw data.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

// Rows that only head a finding's details have the same text; whatever the row shows counts.
function applyFilter(words, contendedOnly) {
  let shown = 0;
  for (const row of document.querySelectorAll('main tbody tr')) {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
    shown += !row.hidden;
  }
  for (const section of document.querySelectorAll('main section.lock')) {
    const text = section.textContent.toLowerCase();
    section.hidden = !words.every((word) => text.includes(word));
  }
  if (contendedOnly) hideUncontended();
  return shown;
}

function hideUncontended() {
  for (const row of document.querySelectorAll('#locks > div.table tbody tr, #wait-objects > div.table tbody tr')) {
    if (Number(row.cells[3].dataset.v) > 0) continue;
    row.hidden = true;
    const link = row.querySelector('a');
    const section = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (section) section.hidden = true;
  }
}

function download(data) {
  const url = URL.createObjectURL(new Blob([JSON.stringify(data, null, 1)], { type: 'application/json' }));
  Object.assign(document.createElement('a'), { href: url, download: 'report.json' }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

export function Toolbar({ data }) {
  const [query, setQuery] = useState('');
  const [contendedOnly, setContendedOnly] = useState(false);
  const [shown, setShown] = useState(null);
  const input = useRef(null);
  // Before the next paint: the box and the rows it filters never disagree on the screen.
  useLayoutEffect(() => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    const count = applyFilter(words, contendedOnly);
    setShown(words.length ? count : null);
  }, [query, contendedOnly]);
  useEffect(() => {
    const focus = (event) => {
      if (event.key !== '/' || event.target.closest('input, textarea')) return;
      event.preventDefault();
      input.current.focus();
    };
    addEventListener('keydown', focus);
    return () => removeEventListener('keydown', focus);
  }, []);
  return (
    <form class="toolbar" role="search" onSubmit={(event) => event.preventDefault()}>
      <label>
        Search <kbd>/</kbd>{' '}
        <input ref={input} type="search" value={query} onInput={(event) => setQuery(event.currentTarget.value)} />
      </label>
      <label>
        <input type="checkbox" checked={contendedOnly} onChange={(event) => setContendedOnly(event.currentTarget.checked)} />{' '}
        Contended locks only
      </label>
      {data && !data.left_out && (
        <button type="button" onClick={() => download(data)}>
          Save report.json
        </button>
      )}
      <output aria-live="polite">{shown === null ? '' : `${shown} rows match`}</output>
    </form>
  );
}
